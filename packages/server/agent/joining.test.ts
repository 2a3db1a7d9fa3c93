// A second agent joins a conversation, over real sockets. Both write, both sides see it, it
// survives a restart, and nobody else may write.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planOf } from '@opportune/core/conversation/routing/skill-plan.ts';
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import { usualRouting } from '@opportune/protocol/rest/team/routing.ts';
import { openStage } from '../testing/conversations.test-support.ts';
import { messageId, type AgentClient } from '../testing/people.test-support.ts';

const text = (body: string) => ({ text: body, note: false });

test('[C32] a manager joins by hand, both write to the visitor, and the visitor is told when one leaves', async () => {
  const stage = await openStage();
  try {
    const ada = await (await stage.agent('ada')).online();
    const visitor = stage.visitor();
    const conversation = await visitor.start('Hello');
    await ada.until(conversation, ({ status }) => status === 'active');
    const ben = await (await stage.agent('ben')).online();
    const cy = await (await stage.agent('cy', { role: 'manager' })).online();
    const join = { type: 'conversation.join', conversation } as const;
    assert.equal(await ben.command(join), 'auth.forbidden');
    assert.equal(await refusalOf(cy, conversation), 'conversation.not_yours');
    assert.equal(await cy.command(join), null);
    await ada.inbox.next('message', ({ message: { body } }) => noted(body) === 'joined');
    await cy.post(conversation, 'Cy here too');
    await ada.post(conversation, 'And Ada');
    // Not requested: messages reach agents who joined.
    await cy.inbox.next('message', ({ message }) => JSON.stringify(message).includes('And Ada'));
    assert.equal(
      await cy.command({ type: 'conversation.end', conversation }),
      'conversation.not_yours',
    );
    assert.equal(await cy.command({ type: 'conversation.leave', conversation }), null);
    assert.equal(await refusalOf(cy, conversation), 'conversation.not_yours');
    const told = visitor
      .messages(conversation)
      .map(({ author, body }) =>
        body.type === 'system'
          ? body.note.type
          : `${author.type === 'agent' ? author.name : author.type}: ${body.type}`,
      );
    assert.deepEqual(
      told.filter((each) => !each.startsWith('visitor')),
      ['assigned', 'joined', 'cy: text', 'ada: text', 'left'],
    );
  } finally {
    await stage.close();
  }
});

test('[C18] [C32] who joined is shown as typing, to the visitor and to colleagues, and reads for themselves', async () => {
  const stage = await openStage();
  try {
    const ada = await (await stage.agent('ada')).online();
    const visitor = stage.visitor();
    const conversation = await visitor.start('Hello');
    await ada.until(conversation, ({ status }) => status === 'active');
    const cy = await (await stage.agent('cy', { role: 'manager' })).online();
    const type = (typing: boolean) =>
      cy.send({ type: 'conversation.typing', conversation, typing });
    type(true);
    const read = (through: number) => cy.send({ type: 'conversation.read', conversation, through });
    read(2);
    assert.equal(await cy.command({ type: 'conversation.join', conversation }), null);
    type(true);
    const { by } = await ada.inbox.next('agent.typing', ({ typing }) => typing);
    assert.deepEqual(by, { user: cy.user, name: 'cy' });
    assert.equal((await visitor.inbox.next('chat.typing')).by, 'cy');
    ada.send({ type: 'conversation.typing', conversation, typing: true });
    assert.equal((await cy.inbox.next('agent.typing')).by.name, 'ada');
    assert.equal(frames(ada, 'agent.typing').length, 1, 'nobody is told of themselves');
    read(3);
    const second = await stage.agent('cy');
    assert.equal((await second.inbox.next('seen')).through, 3);
    const said = await visitor.post(conversation, 'Who is Cy?');
    read(999);
    assert.ok(await second.inbox.next('seen', ({ through }) => through === said));
    const record = await stage.store.load(stage.account, conversation);
    assert.equal(record?.agentRead, 0, 'the mark that the visitor sees is not theirs');
    assert.equal(frames(cy, 'seen').length, 2, 'before they joined there was none');
  } finally {
    await stage.close();
  }
});

test('[C32] agents may join if the account allows it, and still take part after a restart', async () => {
  const settings = { ...usualRouting, agentsTakeOver: true };
  const plan = planOf({ rules: new Map(), levels: new Map(), settings });
  const stage = await openStage({ plan: async () => plan });
  try {
    const ada = await (await stage.agent('ada')).online();
    const conversation = await stage.visitor().start('Hello');
    await ada.until(conversation, ({ status }) => status === 'active');
    const ben = await (await stage.agent('ben')).online();
    assert.equal(await ben.command({ type: 'conversation.join', conversation }), null);
    await stage.restart();
    const again = await stage.agent('ben');
    await stage.agent('ada');
    assert.ok((await again.post(conversation, 'Still here')) > 0);
    const record = await stage.store.load(stage.account, conversation);
    assert.deepEqual(record?.joined, [{ user: ben.user, name: 'ben' }]);
  } finally {
    await stage.close();
  }
});

test('[KB7] a conversation taken by hand is announced to every console of its taker before it is theirs', async () => {
  const stage = await openStage();
  try {
    const ada = await (await stage.agent('ada')).online();
    const visitor = stage.visitor();
    const conversation = await visitor.start('Hello');
    await ada.until(conversation, ({ status }) => status === 'active');
    assert.equal(frames(ada, 'took').length, 0, 'it was given to them');
    const cy = await (await stage.agent('cy', { role: 'manager' })).online();
    const second = await stage.agent('cy');
    assert.equal(await cy.command({ type: 'conversation.take-over', conversation }), null);
    for (const console of [cy, second]) {
      await console.until(conversation, ({ agent }) => agent?.user === cy.user);
      const seen = console.inbox.frames.flatMap((frame) =>
        frame.type === 'took' || frame.type === 'conversation.changed' ? frame.type : [],
      );
      assert.deepEqual(seen.slice(0, 2), ['took', 'conversation.changed']);
    }
    assert.equal(frames(ada, 'took').length, 0);
  } finally {
    await stage.close();
  }
});

test('[KB7] a refused taking is not announced', async () => {
  const stage = await openStage();
  try {
    await (await stage.agent('ada', { room: 1 })).online();
    const full = await (await stage.agent('ben', { room: 0, role: 'manager' })).online();
    const conversation = await stage.visitor().start('Hello');
    const waiting = await stage.visitor().start('Hello');
    const accept = { type: 'conversation.accept', conversation: waiting } as const;
    assert.equal(await full.command(accept), 'agent.no_room');
    const take = { type: 'conversation.take-over', conversation } as const;
    assert.equal(await full.command(take), 'agent.no_room');
    assert.equal(frames(full, 'took').length, 0);
  } finally {
    await stage.close();
  }
});

function frames(agent: AgentClient, type: ConsoleServerFrame['type']) {
  return agent.inbox.frames.filter((frame) => frame.type === type);
}

/** Why their text is refused. Null if it is accepted. */
async function refusalOf(
  agent: AgentClient,
  conversation: Parameters<AgentClient['post']>[0],
): Promise<string> {
  const id = messageId();
  agent.send({ type: 'message.post', conversation, id, ...text('Not mine') });
  return (await agent.inbox.next('problem', (frame) => frame.id === id)).problem.code;
}

function noted(body: { readonly type: string; readonly note?: unknown }): string {
  const { note } = body;
  return typeof note === 'object' && note !== null && 'type' in note ? String(note.type) : '';
}

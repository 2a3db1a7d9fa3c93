// Visitors who close the tab while they wait, on a real database. Their place is kept for the grace
// period. Then the conversation ends, or becomes a message if an address is known.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import type { ConversationId, VisitorId } from '@opportune/protocol/ids.ts';
import { until } from '../adapter/process/processes.test-support.ts';
import { cardsWith, stages, type Stage } from '../testing/conversations.test-support.ts';

const { visitorGraceMs } = conversationLimits;
const addresses = new Map<VisitorId, string>();
const onStage = stages({
  cards: cardsWith((visitor) => ({ address: addresses.get(visitor) ?? null })),
});

async function notesOf(stage: Stage, id: ConversationId): Promise<readonly string[]> {
  const messages = await stage.store.after(stage.account, id, { after: 0, limit: 50, notes: true });
  return messages.flatMap(({ body }) => (body.type === 'system' ? [body.note.type] : []));
}

/** The stored conversation once it is no longer `waiting`. */
async function stands(stage: Stage, id: ConversationId) {
  let record = await stage.store.load(stage.account, id);
  await until('it no longer waits', async () => {
    record = await stage.store.load(stage.account, id);
    return record !== null && record.status !== 'waiting';
  });
  return record ?? assert.fail();
}

test(
  '[C22] a waiting visitor who closed the last tab leaves the queue after the grace period, and says so to both',
  onStage(async (stage) => {
    await (await stage.agent('c22-ada', { room: 0 })).online();
    const [visitor, next] = [stage.visitor(), stage.visitor()];
    const otherTab = stage.visitor(visitor.id);
    const id = await visitor.start('Anybody?');
    const behind = await next.start();
    visitor.leave();
    stage.advance(visitorGraceMs);
    assert.equal((await stage.store.load(stage.account, id))?.status, 'waiting');
    otherTab.leave();
    stage.advance(visitorGraceMs / 2);
    assert.equal((await stage.store.load(stage.account, id))?.status, 'waiting');
    stage.advance(visitorGraceMs / 2);
    const record = await stands(stage, id);
    assert.deepEqual([record.status, record.agent, record.replyTo], ['ended', null, null]);
    assert.deepEqual(await notesOf(stage, id), ['abandoned']);
    const moved = await next.inbox.next(
      'chat.state',
      ({ conversation }) => conversation.id === behind && conversation.position === 1,
    );
    assert.equal(moved.conversation.status, 'waiting');
    const back = stage.visitor(visitor.id);
    await back.send({ type: 'chat.resume', conversation: id, after: 1 });
    assert.equal(back.messages(id).at(-1)?.body.type, 'system');
    await (await stage.agent('c22-ben', { room: 0 })).online();
    assert.notEqual(await back.start('Now?'), id);
  }),
);

test(
  '[C22] a visitor who comes back in time keeps the place, even across a restart',
  onStage(async (stage) => {
    await (await stage.agent('c22b-ada', { room: 0 })).online();
    const visitor = stage.visitor();
    const id = await visitor.start('Anybody?');
    visitor.leave();
    stage.advance(visitorGraceMs / 2);
    visitor.reattach();
    await visitor.opening();
    stage.advance(visitorGraceMs);
    await stage.restart();
    visitor.reattach();
    await visitor.opening();
    stage.advance(visitorGraceMs);
    const record = await stage.store.load(stage.account, id);
    assert.equal(record?.status, 'waiting');
    assert.deepEqual(await notesOf(stage, id), []);
  }),
);

test(
  '[C22] an abandoned conversation becomes a message only if an address is known and something was written',
  onStage(async (stage) => {
    await (await stage.agent('c22c-ada', { room: 0 })).online();
    const [spoke, silent] = [stage.visitor(), stage.visitor()];
    for (const { id } of [spoke, silent]) addresses.set(id, 'bo@example.com');
    const said = await spoke.start('Where is my order?');
    const unsaid = await silent.start();
    spoke.leave();
    silent.leave();
    stage.advance(visitorGraceMs);
    const record = await stands(stage, said);
    assert.deepEqual(
      [record.status, record.replyTo, record.endedAt],
      ['message', 'bo@example.com', null],
    );
    assert.deepEqual(await notesOf(stage, said), ['abandoned', 'left-message']);
    assert.deepEqual(
      [(await stands(stage, unsaid)).status, (await stands(stage, unsaid)).replyTo],
      ['ended', null],
    );
  }),
);

test(
  '[C22] where only an agent said something, there is no message to answer',
  onStage(async (stage) => {
    const ada = await (await stage.agent('c22d-ada')).online();
    const visitor = stage.visitor();
    addresses.set(visitor.id, 'bo@example.com');
    const id = await visitor.start();
    await ada.until(id, ({ agent }) => agent?.user === ada.user);
    await ada.post(id, 'Can I help?');
    await ada.command({ type: 'conversation.transfer', conversation: id, to: null, note: '' });
    visitor.leave();
    stage.advance(visitorGraceMs);
    const record = await stands(stage, id);
    assert.deepEqual([record.status, record.caseState, record.replyTo], ['ended', null, null]);
    assert.equal((await notesOf(stage, id)).at(-1), 'abandoned');
  }),
);

// An agent reopens an ended conversation, over real sockets and a real store. The effect on control
// is confirmed and noted, and the engine is told that an agent did it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { createCrashStore } from '@opportune/core/sim/conversation-store-crash.test-support.ts';
import { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import { CampaignId, ChannelId, type ConversationId, SiteId } from '@opportune/protocol/ids.ts';
import { EngineError } from '../adapter/engine-error.ts';
import { cardsWith, type Stage, stages } from '../testing/conversations.test-support.ts';
import { type AgentClient, messageId, type Visitor } from '../testing/people.test-support.ts';
import type { Reachable } from '@opportune/protocol/bus/card.ts';

const there: Reachable = {
  site: SiteId.parse('shop'),
  bot: false,
  muted: false,
  control: [],
  holdout: false,
};
const inControl: Reachable = {
  ...there,
  control: [{ campaign: CampaignId.parse('c1'), name: 'Large cart' }],
};

let now: Reachable | null = there;
const on = stages({ cards: cardsWith(() => ({ here: now })) });
const onGoingOn = stages({
  cards: cardsWith(() => ({ here: now })),
  reopening: async () => ({ agentH: null, visitorH: 24 }),
});

/** Whether the next write fails, before or after it is done. */
let trouble: 'none' | 'not-done' | 'done-unheard' = 'none';
const disk = createCrashStore({ sync: (done) => setImmediate(done), keeps: () => true });
const opened = disk.open();
const onTroubled = stages({
  cards: cardsWith(() => ({ here: now })),
  store: {
    ...opened,
    async append(...write) {
      const met = trouble;
      trouble = 'none';
      if (met === 'not-done') throw new EngineError('engine.unavailable');
      const written = await opened.append(...write);
      if (met === 'done-unheard') throw new EngineError('engine.unavailable');
      return written;
    },
  },
});

interface Scene {
  readonly stage: Stage;
  readonly ada: AgentClient;
  readonly visitor: Visitor;
  readonly conversation: ConversationId;
}

/** With a conversation that the visitor began and Ada put away. */
function afterOne(
  of: Reachable | null,
  run: (scene: Scene) => Promise<void>,
  onStage = on,
): () => Promise<void> {
  return onStage(async (stage) => {
    now = of;
    const ada = await (await stage.agent('ada')).online();
    const visitor = stage.visitor();
    const conversation = await visitor.start('Hello');
    await ada.until(conversation, ({ status }) => status === 'active');
    const end = { type: 'conversation.end', conversation } as const;
    assert.equal(await ada.command(end), null);
    assert.equal(await ada.command(end), null);
    await run({ stage, ada, visitor, conversation });
  });
}

const reopen = (conversation: ConversationId) =>
  ({ type: 'conversation.reopen', conversation }) as const;

/** Who did the reopenings that the engine was told about. */
const reopened = ({ told }: Stage) =>
  told
    .filter(({ name }) => name === 'Conversation Reopened')
    .map(({ properties }) => properties['reopenedBy']);

const asides = async ({ store, account }: Stage, conversation: ConversationId) =>
  (await store.after(account, conversation, { after: 0, limit: 99, notes: true })).flatMap(
    ({ body }) => (body.type === 'aside' ? [body.aside] : []),
  );

test(
  '[C19] nobody can reopen a conversation with a blocked visitor',
  afterOne(there, async ({ stage, ada, conversation }) => {
    const block = { type: 'conversation.block', conversation } as const;
    assert.equal(await ada.command(block), null);
    assert.equal(await ada.command(reopen(conversation)), 'visitor.blocked');
    assert.equal((await stage.store.load(stage.account, conversation))?.status, 'ended');
  }),
);

test(
  '[C33] a conversation with a visitor in control is reopened only after a confirmation, and a note tells agents',
  afterOne(inControl, async ({ stage, ada, visitor, conversation }) => {
    assert.equal(await ada.command(reopen(conversation)), 'visitor.in_control');
    assert.equal(
      await ada.command({ ...reopen(conversation), confirmed: false }),
      'visitor.in_control',
    );
    assert.equal((await stage.store.load(stage.account, conversation))?.status, 'ended');
    assert.deepEqual(reopened(stage), []);
    assert.equal(await ada.command({ ...reopen(conversation), confirmed: true }), null);
    assert.equal((await stage.store.load(stage.account, conversation))?.status, 'active');
    assert.deepEqual(await asides(stage, conversation), [
      { type: 'taken-up', by: 'ada', control: ['Large cart'], holdout: false },
    ]);
    assert.deepEqual(reopened(stage), ['agent']);
    await visitor.post(conversation, 'Yes?');
    assert.ok(!JSON.stringify(visitor.inbox.frames).includes('Large cart'));
  }),
);

test(
  '[C33] the holdout asks for the same',
  afterOne({ ...there, holdout: true }, async ({ stage, ada, conversation }) => {
    assert.equal(await ada.command(reopen(conversation)), 'visitor.in_control');
    assert.equal(await ada.command({ ...reopen(conversation), confirmed: true }), null);
    assert.deepEqual(await asides(stage, conversation), [
      { type: 'taken-up', by: 'ada', control: [], holdout: true },
    ]);
  }),
);

for (const [who, of] of [
  ['not in control', there],
  ['not here, of whom it is not known,', null],
] as const)
  test(
    `[C33] a conversation with a visitor who is ${who} is reopened without a question, and the engine is told by whom`,
    afterOne(of, async ({ stage, ada, conversation }) => {
      assert.equal(await ada.command(reopen(conversation)), null);
      assert.deepEqual(await asides(stage, conversation), []);
      assert.deepEqual(reopened(stage), ['agent']);
    }),
  );

test(
  '[C33] obstacles are reported before any confirmation',
  afterOne(inControl, async ({ stage, ada, visitor, conversation }) => {
    const ben = await stage.agent('ben');
    assert.equal(await ben.command(reopen(conversation)), 'agent.no_room');
    const other = await visitor.start('One more thing');
    assert.equal(await ada.command(reopen(conversation)), 'visitor.in_conversation');
    assert.equal(await ada.command({ type: 'conversation.end', conversation: other }), null);
    assert.equal(await ada.command(reopen(conversation)), 'visitor.in_control');
  }),
);

test(
  '[C33] from wrap-up its owner can undo their own end without a confirmation, and it does not count as a reopening',
  on(async (stage) => {
    now = inControl;
    const ada = await (await stage.agent('ada')).online();
    const conversation = await stage.visitor().start('Hello');
    await ada.until(conversation, ({ status }) => status === 'active');
    assert.equal(await ada.command({ type: 'conversation.end', conversation }), null);
    assert.equal(await ada.command(reopen(conversation)), null);
    assert.deepEqual(await asides(stage, conversation), []);
    assert.deepEqual(reopened(stage), [undefined]);
  }),
);

test(
  '[C33] a visitor who continues an ended conversation does not count as an agent’s reopening',
  afterOne(
    inControl,
    async ({ stage, visitor, conversation }) => {
      assert.equal(await visitor.start('One more thing'), conversation);
      assert.deepEqual(await asides(stage, conversation), []);
      assert.deepEqual(reopened(stage), [undefined]);
    },
    onGoingOn,
  ),
);

for (const fault of ['not-done', 'done-unheard'] as const)
  test(
    `[C33] the engine is told of it once even if the store fails (${fault})`,
    afterOne(
      there,
      async ({ stage, ada, conversation }) => {
        trouble = fault;
        const taken = ada.command(reopen(conversation));
        let over = false;
        void taken.finally(() => (over = true));
        while (!over) {
          stage.advance(50);
          await new Promise((resolve) => setImmediate(resolve));
        }
        assert.equal(await taken, null);
        assert.deepEqual(reopened(stage), ['agent']);
      },
      onTroubled,
    ),
  );

test(
  '[CX39.5] [C11] a message that was left by telephone is taken, and one in the chat window is not',
  on(async (stage) => {
    now = null;
    const { account, converse, use } = stage;
    const ada = await (await stage.agent('ada')).online();
    const visitor = stage.visitor();
    const message = { id: messageId(), text: 'Where is it?' };
    const leave = { type: 'chat.leave', request: randomUUID(), message } as const;
    await visitor.send({ ...leave, address: 'bo@example.com' });
    const written = await visitor.inbox.next(
      'chat.state',
      (each) => each.request === leave.request,
    );
    assert.equal(await ada.command(reopen(written.conversation.id)), 'request.conflict');

    const sound = { durationMs: 1000, loudness: [50] };
    const file = {
      type: 'attachment',
      name: 'a.wav',
      mediaType: 'audio/wav',
      sizeBytes: 44,
      sound,
    };
    const spoken = await converse.leaveSound(account, {
      ...{ channel: ChannelId.parse('hotline'), address: '+491', request: 'CA1', skill: null },
      ...{ message: messageId(), at: use.clock.now(), file: Attachment.parse(file) },
    });
    assert.equal(spoken?.status, 'message');
    const id = spoken?.id ?? written.conversation.id;
    assert.equal(await ada.command(reopen(id)), null);
    const taken = await stage.store.load(account, id);
    assert.deepEqual([taken?.status, taken?.caseState], ['active', null]);
  }),
);

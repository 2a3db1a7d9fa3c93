// What a console learns about messages that were left: those that wait for an answer come first,
// and any that are left while it begins are included. A console that fails to begin leaves no agent
// present.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { createCrashStore } from '@opportune/core/sim/conversation-store-crash.test-support.ts';
import { visitorAddress } from '@opportune/protocol/contact/contact.ts';
import { ConversationId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { messageId, type Visitor } from '../testing/people.test-support.ts';
import { type Stage, stages } from '../testing/conversations.test-support.ts';

const onStage = stages();
const disk = createCrashStore({
  sync: (done) => setImmediate(done),
  keeps: () => true,
  trouble: () => 'none',
}).open();
/** Runs after the list was read and before it is returned. */
let afterList = async (): Promise<void> => {};
const onSlowStage = stages({
  store: {
    ...disk,
    async list(...of) {
      const rows = await disk.list(...of);
      if (of[1].status === 'message') await afterList();
      return rows;
    },
  },
});
let drafts: 'there' | 'away' = 'there';
const onDraftStage = stages({
  drafts: {
    async of() {
      if (drafts === 'away') throw new Error('the store is away');
      return [];
    },
    keep: async () => true,
    forget: async () => {},
  },
});

async function leave(visitor: Visitor): Promise<ConversationId> {
  const message = { id: messageId(), text: 'Where is it?' };
  const request = randomUUID();
  await visitor.send({ type: 'chat.leave', request, address: 'bo@example.com', message });
  const { conversation } = await visitor.inbox.next(
    'chat.state',
    (frame) => frame.request === request,
  );
  return conversation.id;
}

/** Stored as it would be after weeks. */
async function leftBefore(stage: Stage, count: number, state: 'open' | 'answered'): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const id = ConversationId.parse(randomUUID());
    const made = {
      id,
      site: SiteId.parse('shop'),
      ...visitorAddress(VisitorId.parse(id)),
      visitor: VisitorId.parse(id),
      visitorName: '',
      skill: null,
      origin: null,
      startedAt: stage.use.clock.now() + index,
      replyTo: 'bo@example.com',
      topic: null,
      status: 'message',
    } as const;
    await stage.store.open(stage.account, id, made, []);
    if (state === 'answered')
      await stage.store.append(stage.account, id, [], { caseState: 'answered' });
  }
}

test(
  '[C4] a console gets an unanswered message, however many later ones were answered',
  onStage(async (stage) => {
    const waiting = await leave(stage.visitor());
    stage.advance(1000);
    await leftBefore(stage, conversationLimits.answeredCases + 1, 'answered');
    const ada = await stage.agent('ada');
    const { conversations, unlisted } = await ada.inbox.next('conversations.all');
    assert.ok(conversations.some(({ id, caseState }) => id === waiting && caseState === 'open'));
    assert.equal(conversations.length, conversationLimits.answeredCases + 1);
    assert.equal(unlisted, 0);
  }),
);

test(
  '[C4] the list of unanswered messages is bounded, and the rest is counted',
  onSlowStage(async (stage) => {
    await leftBefore(stage, conversationLimits.openCases + 3, 'open');
    const ada = await stage.agent('ada');
    const { conversations, unlisted } = await ada.inbox.next('conversations.all');
    assert.deepEqual([conversations.length, unlisted], [conversationLimits.openCases, 3]);
  }),
);

test(
  '[C4] a console gets a message that is left while it starts',
  onSlowStage(async (stage) => {
    const visitor = stage.visitor();
    let left: ConversationId | null = null;
    afterList = async () => {
      left ??= await leave(visitor);
    };
    const ada = await stage.agent('ada');
    afterList = async () => {};
    const { conversation } = await ada.inbox.next('conversation.changed');
    assert.equal(conversation.id, left);
    const told = ada.inbox.frames.map(({ type }) => type);
    assert.ok(told.indexOf('ready') === 0, told.join(' '));
    assert.ok(told.indexOf('conversations.all') < told.indexOf('conversation.changed'));
  }),
);

test(
  '[C9] a console that failed to start does not count: when the other tab closes, the agent is absent',
  onDraftStage(async (stage) => {
    const ada = await (await stage.agent('ada')).online();
    const visitor = stage.visitor();
    const conversation = await visitor.start('Hello');
    await ada.until(conversation, ({ status }) => status === 'active');
    drafts = 'away';
    const tab = await stage.agent('ada');
    if (tab.socket.readyState !== tab.socket.CLOSED)
      await new Promise((resolve) => tab.socket.once('close', resolve));
    drafts = 'there';
    await ada.disconnect();
    const ben = await stage.agent('ben');
    await ben.inbox.next('room', ({ skills }) => skills['*']?.online === 0);
    stage.advance(conversationLimits.agentGraceMs);
    await ben.until(conversation, ({ status }) => status === 'waiting');
  }),
);

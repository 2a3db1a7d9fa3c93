// The memory of open conversations: what one takes, and what happens when all of it is taken.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { openDesk } from '@opportune/core/conversation/desk.ts';
import { step } from '@opportune/core/conversation/step.ts';
import { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import { type ConversationId, VisitorId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { longId, takesAtMost, wide } from '../memory/heap-bytes.test-support.ts';
import { messageId, Visitor } from '../testing/people.test-support.ts';
import { type Stage, stages } from '../testing/conversations.test-support.ts';
import { conversationBytes, ConversationRoom } from './conversation-room.ts';
import { JoinedReads } from './audience/joined-reads.ts';
import { OpenConversations } from './writes/open-conversations.ts';

/** With texts of this length, and this many agents beside its owner. */
function recordOf(at: number, length: number, joined: number): Conversation {
  const text = wide(at, length);
  return Conversation.parse({
    ...{ id: longId(at), channel: longId(1e6 + at), contact: longId(2e6 + at) },
    ...{ address: text.slice(0, 320), site: longId(3e6), visitor: longId(4e6 + at) },
    ...{ visitorName: text.slice(0, 200), status: 'waiting', skill: longId(5e6), agent: null },
    joined: Array.from({ length: joined }, (_, nth) => ({
      ...{ user: longId(6e6 + nth), name: wide(nth, 80) },
    })),
    origin: { decision: longId(7e6 + at), campaign: longId(8e6 + at), campaignName: 'Help' },
    ...{ startedAt: at, waitingSince: at, queuedAt: at, answeredAt: at, endedAt: null },
    ...{ lastSequence: 1e6, lastText: text, lastAt: at, topic: null, replyTo: null },
    ...{ visitorDelivered: 1e6, visitorRead: 1e6, agentDelivered: 1e6, agentRead: 1e6 },
  });
}

/** Such conversations at a desk, with all that is kept of them. */
function filled(room: ConversationRoom, records: readonly Conversation[]): unknown {
  const open = new OpenConversations(room);
  const reads = new JoinedReads((id) => open.get(id));
  const desk = openDesk(0);
  for (const record of records) {
    open.set(structuredClone(record));
    const { id, channel, skill, address: payer } = record;
    step(desk, { type: 'conversation.start', id, channel, skill, known: null, payer }, 0);
    for (const { user } of record.joined) reads.raise(record, user, 5);
  }
  return [open, reads, desk];
}

for (const [what, many, length, joined] of [
  ['the largest', 400, conversationLimits.messageLength, conversationLimits.joined],
  ['ordinary', conversationLimits.waiting, 60, 0],
] as const)
  test(`[OP11.2] ${what} open conversations take no more than their room counts`, () => {
    const records = Array.from({ length: many }, (_, at) => recordOf(at, length, joined));
    const bytes = records.reduce((sum, record) => sum + conversationBytes(record), 0);
    const room = new ConversationRoom(Infinity);
    return takesAtMost(bytes, () => {
      const made = filled(room, records);
      assert.equal(room.heldBytes, bytes);
      return made;
    });
  });

test('[OP11] a conversation that changes or ends, and a desk that closes, return what they took', () => {
  const room = new ConversationRoom(100_000);
  const open = new OpenConversations(room);
  const record = recordOf(1, 60, 0);
  open.set(record);
  open.set({ ...record, lastText: '' });
  assert.equal(room.heldBytes, conversationBytes({ ...record, lastText: '' }));
  open.delete(record);
  assert.equal(room.heldBytes, 0);
  open.set(record);
  open.close();
  open.set(recordOf(2, 60, 0));
  assert.equal(room.heldBytes, 0);
});

const onStage = stages({ roomBytes: 64 * 1024 });

interface Started {
  readonly visitor: Visitor;
  readonly frame: ServerFrame;
}

async function start(stage: Stage, account = stage.account): Promise<Started> {
  const visitor = new Visitor(() => stage.converse, account, VisitorId.parse(randomUUID()));
  const message = { id: messageId(), text: 'Hello' };
  await visitor.send({ type: 'chat.start', request: 'r', message });
  const frame = await Promise.race([
    visitor.inbox.next('chat.state'),
    visitor.inbox.next('chat.refused'),
  ]);
  return { visitor, frame };
}

const isBegun = ({ frame }: Started): boolean => frame.type === 'chat.state';
const idOf = ({ frame }: Started): ConversationId => {
  if (frame.type !== 'chat.state') throw new Error(frame.type);
  return frame.conversation.id;
};

test(
  '[OP11] fills: open conversations. One account leaves room for another, and who talks goes on',
  onStage(async (stage) => {
    const others = await stage.anotherAccount();
    await (await stage.agent('ada')).online();
    await (await stage.agent('bo', { account: others })).online();
    const begun: Started[] = [];
    let last = await start(stage);
    for (; isBegun(last) && begun.length < 100; last = await start(stage)) begun.push(last);
    if (last.frame.type !== 'chat.refused') throw new Error(`${begun.length} began`);
    assert.equal(last.frame.problem.code, 'queue.full');
    assert.ok(begun.length >= 5 && begun.length <= 10, `${begun.length}`);
    const [first] = begun;
    if (first === undefined) throw new Error('nobody began');
    assert.ok((await first.visitor.post(idOf(first), 'Is anybody there?')) > 1);
    assert.ok(isBegun(await start(stage, others)));
    // Those that wait. One with an agent is over once its wrap-up is.
    for (const each of begun.slice(-3)) {
      await each.visitor.send({ type: 'chat.end', conversation: idOf(each) });
      await each.visitor.inbox.next(
        'chat.state',
        ({ conversation }) => conversation.status === 'ended',
      );
    }
    assert.ok(isBegun(await start(stage)));
  }),
);

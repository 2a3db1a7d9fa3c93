// The bytes of open conversations and of consoles: as many as there are in an account are made, with the
// largest texts and with ordinary ones, and the heap is measured.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDesk } from '@opportune/core/conversation/desk.ts';
import { step } from '@opportune/core/conversation/step.ts';
import { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { JoinedReads } from './desk/audience/joined-reads.ts';
import { conversationBytes, ConversationRoom } from './desk/conversation-room.ts';
import { OpenConversations } from './desk/writes/open-conversations.ts';
import { bytesOfOne, consoleTables } from './memory/following-tables.ts';
import { longId, takesAtMost, wide } from './memory/heap-bytes.test-support.ts';
import { stages } from './testing/conversations.test-support.ts';

const onStage = stages();

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

test(
  '[OP11.2] consoles that read everything take no more than is stated, with the connection at either end',
  onStage(async (stage) => {
    const many = 100;
    const unsent = consoleTables.tables['agent/agent-line.ts #waiting'] ?? 0;
    await takesAtMost(many * (bytesOfOne(consoleTables) - unsent), async () => {
      const agents = [];
      for (let at = 0; at < many; at++) agents.push(await stage.agent(`agent-${at}`));
      return agents;
    });
    assert.equal(stage.converse.consoles.open, many);
  }),
);

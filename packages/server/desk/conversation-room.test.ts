// What happens when all memory of open conversations is taken.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import { type ConversationId, VisitorId } from '@opportune/protocol/ids.ts';
import { messageId, Visitor } from '../testing/people.test-support.ts';
import { type Stage, stages } from '../testing/conversations.test-support.ts';
import { conversationBytes, ConversationRoom } from './conversation-room.ts';
import { OpenConversations } from './writes/open-conversations.ts';

const recordOf = (at: number): Conversation =>
  Conversation.parse({
    ...{ id: `t${at}`, channel: 'web', contact: 'c', address: `v${at}`, site: 's', visitor: 'v' },
    ...{ visitorName: 'Bo', status: 'waiting', skill: null, agent: null, origin: null },
    ...{ startedAt: 0, waitingSince: 0, queuedAt: 0, answeredAt: null, endedAt: null },
    ...{ lastSequence: 1, lastText: 'Where is it?', lastAt: 0, topic: null, replyTo: null },
    ...{ visitorDelivered: 0, visitorRead: 0, agentDelivered: 0, agentRead: 0 },
  });

test('[OP11] a conversation that changes or ends, and a desk that closes, return what they took', () => {
  const room = new ConversationRoom(100_000);
  const open = new OpenConversations(room);
  const record = recordOf(1);
  open.set(record);
  open.set({ ...record, lastText: '' });
  assert.equal(room.heldBytes, conversationBytes({ ...record, lastText: '' }));
  open.delete(record);
  assert.equal(room.heldBytes, 0);
  open.set(record);
  open.close();
  open.set(recordOf(2));
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

// What counts as unread for the agent of a conversation and for those who joined it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Message } from '@opportune/protocol/conversation/conversation.ts';
import { readThrough, unreadIn } from './reading.ts';
import { emptyTranscript, withMessages } from './transcript.ts';
import { conversationOf } from '../conversation.test-support.ts';

const talk = conversationOf({
  visitorName: '',
  agent: { user: 'ada', name: 'Ada' },
  joined: [{ user: 'cy', name: 'Cy' }],
  lastSequence: 4,
  agentDelivered: 4,
  agentRead: 4,
});

const note = { type: 'system', note: { type: 'joined', agent: 'Cy' } };
const transcript = withMessages(
  emptyTranscript,
  [1, 2, 3, 4, 5].map((sequence) =>
    Message.parse({
      conversation: 'c',
      id: `m${sequence}`,
      sequence,
      author: { type: sequence === 3 ? 'system' : 'visitor' },
      body: sequence === 3 ? note : { type: 'text', text: 'x' },
      at: 0,
    }),
  ),
  true,
);

test('[C32] an agent who joined has read what came before, and has a read mark of their own', () => {
  const cy = { me: 'cy', seen: new Map(), transcript };
  assert.deepEqual([readThrough(talk, cy), unreadIn(talk, cy)], [3, 2]);
  assert.equal(unreadIn(talk, { ...cy, seen: new Map([[talk.id, 4]]) }), 1);
  assert.equal(unreadIn(talk, { ...cy, seen: new Map([[talk.id, 5]]) }), 0);
  assert.equal(unreadIn(talk, { me: 'ada', seen: new Map(), transcript }), 1, "its agent's own");
});

test('[C32] a joined conversation has nothing unread until its messages are loaded', () => {
  const without = { seen: new Map(), transcript: undefined };
  assert.equal(unreadIn(talk, { me: 'cy', ...without }), 0);
  assert.equal(unreadIn({ ...talk, agentRead: 2 }, { me: 'ada', ...without }), 2);
});

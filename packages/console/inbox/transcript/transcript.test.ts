// Messages are in order, each once, and gaps are noticed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Message } from '@opportune/protocol/conversation/conversation.ts';
import { emptyTranscript, missingAfter, unreadAfter, withMessages } from './transcript.ts';

function message(sequence: number, author: 'visitor' | 'system' = 'visitor'): Message {
  return Message.parse({
    conversation: 'c',
    id: `m${sequence}`,
    sequence,
    author: { type: author },
    body: { type: 'text', text: 'x' },
    at: sequence,
  });
}

test('messages are in order of sequence, each once, however they arrive', () => {
  const some = withMessages(emptyTranscript, [message(2), message(1)]);
  const all = withMessages(some, [message(2), message(3)], true);
  assert.deepEqual(
    all.messages.map(({ sequence }) => sequence),
    [1, 2, 3],
  );
  assert.equal(all.through, 3);
  assert.equal(missingAfter(all), null);
});

test('a gap gives the sequence to resume after, until it is filled', () => {
  const gap = withMessages(emptyTranscript, [message(1), message(4)]);
  assert.equal(missingAfter(gap), 1);
  const filled = withMessages(gap, [message(2), message(3)]);
  assert.equal(missingAfter(filled), null);
  assert.equal(filled.through, 4);
});

test('known messages leave the transcript the same value', () => {
  const one = withMessages(emptyTranscript, [message(1)]);
  assert.equal(withMessages(one, [message(1)]), one);
});

test('only messages of the visitor count as unread', () => {
  const mixed = withMessages(emptyTranscript, [message(1), message(2, 'system'), message(3)]);
  assert.equal(unreadAfter(mixed, 0), 2);
  assert.equal(unreadAfter(mixed, 1), 1);
});

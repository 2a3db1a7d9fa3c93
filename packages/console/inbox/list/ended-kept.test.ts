// A console that stands open all day: what it forgets, and what it never forgets.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { conversationOf } from '../conversation.test-support.ts';
import { endedKept, tooManyEnded } from './ended-kept.ts';

const nothingOpen = { me: 'me', isOpen: () => false };
const mine = { user: 'me', name: 'Me' };
const hers = { user: 'mara', name: 'Mara' };

function ended(many: number, agent: { user: string; name: string }): Conversation[] {
  return Array.from({ length: many }, (_, at) =>
    conversationOf({ id: `${agent.user}${at}`, status: 'ended', agent, endedAt: at, lastAt: 0 }),
  );
}

test('[KB9] the newest that are over are kept, one’s own whatever colleagues end', () => {
  const all = [...ended(endedKept + 2, mine), ...ended(endedKept + 3, hers)];
  assert.deepEqual([...tooManyEnded(all, nothingOpen)].toSorted(), [
    ...['mara0', 'mara1', 'mara2', 'me0', 'me1'],
  ]);
  assert.equal(tooManyEnded(ended(endedKept, mine), nothingOpen).size, 0);
});

test('[KB9] what goes on, was left as a message, or is open is never forgotten', () => {
  const going = (['waiting', 'active', 'wrap-up', 'message'] as const).flatMap((status) =>
    Array.from({ length: endedKept + 1 }, (_, at) =>
      conversationOf({ id: `${status}${at}`, status, agent: mine }),
    ),
  );
  const over = ended(endedKept + 1, mine);
  const isOpen = (id: string) => id === 'me0';
  assert.deepEqual([...tooManyEnded([...going, ...over], { ...nothingOpen, isOpen })], []);
  assert.deepEqual([...tooManyEnded([...going, ...over], nothingOpen)], ['me0']);
});

// What a console that stays open all day forgets, and what it never forgets.
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

test('[KB9] the newest ended conversations are kept, own and colleagues’ counted apart', () => {
  const all = [...ended(endedKept + 2, mine), ...ended(endedKept + 3, hers)];
  assert.deepEqual([...tooManyEnded(all, nothingOpen)].toSorted(), [
    ...['mara0', 'mara1', 'mara2', 'me0', 'me1'],
  ]);
  assert.equal(tooManyEnded(ended(endedKept, mine), nothingOpen).size, 0);
});

test('[KB9] conversations that go on, left messages and open ones are never forgotten', () => {
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

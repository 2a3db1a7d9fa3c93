// What the engine learns of a conversation whose visitor becomes known, or another one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { tellEngine } from './engine-events.ts';

/** A call by telephone, in which somebody may have shown at which page they are. */
function callOf(visitor: string | null, status: 'waiting' | 'active' | 'ended'): Conversation {
  const [answeredAt, endedAt] = [status === 'active' ? 8 : null, status === 'ended' ? 9 : null];
  const site = visitor === null ? null : 's';
  const of = { id: 'k1', site, visitor, status, answeredAt, endedAt, channel: 'c', skill: null };
  return { ...of, origin: null } as unknown as Conversation;
}

test('[CX41.1] a second code in one call ends it for the first page, and begins it for the second', () => {
  const steps = [
    callOf(null, 'waiting'),
    callOf('v1', 'waiting'),
    callOf('v2', 'waiting'),
    callOf('v2', 'ended'),
  ];
  const told: string[] = [];
  steps
    .slice(1)
    .forEach((after, at) =>
      tellEngine(
        ({ visitor, name }) => void told.push(`${visitor} ${name}`),
        AccountId.parse('a'),
        { before: steps[at] ?? null, after },
      ),
    );
  assert.deepEqual(told, [
    'v1 Conversation Reopened',
    'v1 Conversation Ended',
    'v2 Conversation Reopened',
    'v2 Conversation Ended',
  ]);
});

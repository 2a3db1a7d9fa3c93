// Which waits the team page calls late.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { Skill } from '@opportune/protocol/rest/team/skills.ts';
import { urgency, waitedMs } from '../../inbox/list/groups.ts';
import { lateOf, waitsOf } from './late.ts';
import { conversationOf } from '../../inbox/conversation.test-support.ts';

const returns = Skill.parse({
  id: 'returns',
  name: 'Returns',
  priority: 3,
  fallback: { to: 'nobody' },
  mode: null,
  sameAgent: true,
  serviceLevel: { withinS: 20, share: 0.8 },
  hours: null,
  agents: 1,
});

function waits(id: string, more: object = {}): Conversation {
  return conversationOf({ id, status: 'waiting', skill: 'returns', waitingSince: 0, ...more });
}

test('[HI3] the inbox and both team tables agree at every instant on what is late', () => {
  for (const now of [0, 14_999, 15_000, 19_999, 20_000, 20_001]) {
    const [wait] = waitsOf([returns], [waits('a')], now);
    const urgent = urgency(now, 20);
    assert.equal(wait?.urgent, urgent, `${now} ms`);
    assert.equal(wait?.leftMs, 20_000 - now);
    assert.equal(lateOf([waits('a')], returns, now), urgent === 'late' ? 1 : 0, `${now} ms`);
  }
});

test('[HI3] a conversation taken up again is late by its current wait, which its row shows', () => {
  const again = waits('a', { startedAt: -86_400_000, queuedAt: 10_000, waitingSince: 10_000 });
  assert.deepEqual(
    waitsOf([returns], [again], 15_000).map(({ leftMs, urgent }) => [leftMs, urgent]),
    [[15_000, 'fine']],
  );
  assert.equal(waitedMs(again, 15_000), 5_000);
  const returned = waits('b', { queuedAt: 0, waitingSince: 12_000 });
  assert.equal(waitedMs(returned, 15_000), 15_000, 'an agent had it and said nothing');
  assert.equal(waitedMs({ ...returned, answeredAt: 4_000 }, 15_000), 3_000);
});

test('[HI3] a conversation that was answered before or has no target is never late', () => {
  const others = [waits('a', { answeredAt: 5 }), waits('b', { skill: null })];
  assert.deepEqual(
    waitsOf([returns], others, 60_000).map(({ leftMs, urgent }) => [leftMs, urgent]),
    [
      [null, 'fine'],
      [null, 'fine'],
    ],
  );
  assert.equal(lateOf(others, returns, 60_000), 0);
  assert.equal(lateOf([waits('a', { skill: null })], null, 60_000), 0);
});

test('late and nearly late waits come first by time left, then the longest waits', () => {
  const all = [
    waits('long', { skill: null, queuedAt: -90_000 }),
    waits('new', { queuedAt: 10_000 }),
    waits('soon', { queuedAt: 1_000 }),
    waits('late'),
  ];
  assert.deepEqual(
    waitsOf([returns], all, 20_000).map(({ conversation }) => conversation.id),
    ['late', 'soon', 'long', 'new'],
  );
});

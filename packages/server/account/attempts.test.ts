// The bucket that bounds attempts, on a clock that the test moves.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAttempts } from './attempts.ts';

test('a burst is let through, then one at a time as it refills', () => {
  const time = { now: 0 };
  const attempts = createAttempts({ now: () => time.now }, 3, 30_000);
  assert.deepEqual(
    [1, 2, 3, 4].map(() => attempts.take('a')),
    [true, true, true, false],
  );
  assert.equal(attempts.take('b'), true);
  time.now += 9_999;
  assert.equal(attempts.take('a'), false);
  time.now += 1;
  assert.equal(attempts.take('a'), true);
  assert.equal(attempts.take('a'), false);
});

test('what is given back may be taken again, never more than the burst', () => {
  const attempts = createAttempts({ now: () => 0 }, 2, 1000);
  attempts.take('a');
  attempts.giveBack('a');
  attempts.giveBack('a');
  assert.deepEqual(
    [1, 2, 3].map(() => attempts.take('a')),
    [true, true, false],
  );
});

test('only so many keys are held; the one that waited longest is forgotten', () => {
  const attempts = createAttempts({ now: () => 0 }, 1, 1000, 2);
  for (const key of ['a', 'b', 'c']) attempts.take(key);
  assert.equal(attempts.take('c'), false);
  assert.equal(attempts.take('a'), true);
});

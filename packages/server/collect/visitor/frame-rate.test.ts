import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrameRate } from './frame-rate.ts';

test('a frame beyond the rate is told when to retry, and is accepted then', () => {
  const rate = new FrameRate();
  let now = 1_790_000_000_000;
  let retryAfterMs = 0;
  while (retryAfterMs === 0) retryAfterMs = rate.take(now);
  now += retryAfterMs;
  assert.equal(rate.take(now), 0);
  assert.ok(rate.take(now) > 0);
});

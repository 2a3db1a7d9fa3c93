// When a tick says that the machine slept.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSleepWatch } from './sleep-watch.ts';

const hourMs = 3_600_000;

/** What is said at the second of two ticks, so far apart by each clock. */
function saidAfter(wallMs: number, steadyMs: number): boolean {
  const slept = createSleepWatch();
  assert.equal(slept(1_000_000, 500), false, 'at the first there is nothing to compare');
  return slept(1_000_000 + wallMs, 500 + steadyMs);
}

test('[C43] ticks that come in time, or a few seconds late, are no sleep', () => {
  assert.equal(saidAfter(250, 250), false);
  assert.equal(saidAfter(4_000, 4_000), false);
});

test('[C43] ten minutes are a sleep, whether or not the steady clock stood meanwhile', () => {
  assert.equal(saidAfter(600_250, 250), true);
  assert.equal(saidAfter(600_250, 600_250), true);
});

test('[C43] a clock that was set forward or back is asked about once', () => {
  for (const by of [hourMs, -hourMs]) {
    const slept = createSleepWatch();
    slept(0, 0);
    assert.equal(slept(by + 250, 250), true);
    assert.equal(slept(by + 500, 500), false);
  }
});

// Which ticks report that the machine slept.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSleepWatch } from './sleep-watch.ts';

const hourMs = 3_600_000;

/** The answer to the second of two ticks, by how far each clock advanced between them. */
function saidAfter(wallMs: number, steadyMs: number): boolean {
  const slept = createSleepWatch();
  assert.equal(slept(1_000_000, 500), false, 'at the first there is nothing to compare');
  return slept(1_000_000 + wallMs, 500 + steadyMs);
}

test('[C43] ticks on time or a few seconds late do not count as sleep', () => {
  assert.equal(saidAfter(250, 250), false);
  assert.equal(saidAfter(4_000, 4_000), false);
});

test('[C43] a gap of ten minutes counts as sleep, even if the steady clock stood still', () => {
  assert.equal(saidAfter(600_250, 250), true);
  assert.equal(saidAfter(600_250, 600_250), true);
});

test('[C43] setting the clock forward or back counts as sleep once', () => {
  for (const by of [hourMs, -hourMs]) {
    const slept = createSleepWatch();
    slept(0, 0);
    assert.equal(slept(by + 250, 250), true);
    assert.equal(slept(by + 500, 500), false);
  }
});

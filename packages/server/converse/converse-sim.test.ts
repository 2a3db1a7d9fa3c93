// Conversations through thousands of random schedules. A failure names its seed; to look at one:
// OPPORTUNE_SIM_SEED=123 node --test packages/server/converse/converse-sim.test.ts
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { playSeeds } from './converse-sim-worker.test-support.ts';
import { playSeed } from './converse-sim.test-support.ts';

const chosen = process.env['OPPORTUNE_SIM_SEED'];
const first = Number(chosen ?? 1);
const count = chosen === undefined ? 2000 : 1;

test(`[C14] ${count} schedules with lost, repeated and stalled frames, failing writes and killed servers keep every promise`, async () => {
  const half = Math.ceil(count / 2);
  const played = await Promise.all([playSeeds(first, half), playSeeds(first + half, count - half)]);
  const acknowledged = played.reduce((sum, each) => sum + each.acknowledged, 0);
  assert.ok(acknowledged > count * 5, `only ${acknowledged} messages: too little happened`);
});

test('[C14] the same seed plays the same schedule', async () => {
  assert.equal((await playSeed(4)).transcript, (await playSeed(4)).transcript);
});

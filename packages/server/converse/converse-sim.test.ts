// Conversations through ten thousand random schedules. A failure names its seed; to look at one:
// OPPORTUNE_SIM_SEED=123 node --test packages/server/converse/converse-sim.test.ts
import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { test } from 'node:test';
import { playSeeds } from './converse-sim-worker.test-support.ts';
import { playSeed } from './converse-sim.test-support.ts';

const chosen = process.env['OPPORTUNE_SIM_SEED'];
const first = Number(chosen ?? 1);
const count = chosen === undefined ? 10_000 : 1;
const threads = Math.min(count, Math.max(2, availableParallelism()));

test(`[C14] ${count} schedules with lost, repeated and stalled frames, slow readers, changing rules, failing writes and killed servers keep every promise`, async () => {
  const share = Math.ceil(count / threads);
  const played = await Promise.all(
    Array.from({ length: threads }, (_, at) =>
      playSeeds(first + at * share, Math.min(share, count - at * share)),
    ),
  );
  const acknowledged = played.reduce((sum, each) => sum + each.acknowledged, 0);
  assert.ok(acknowledged > count * 5, `only ${acknowledged} messages: too little happened`);
});

test('[C14] the same seed plays the same schedule', async () => {
  assert.equal((await playSeed(4)).transcript, (await playSeed(4)).transcript);
});

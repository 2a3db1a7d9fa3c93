// Conversations through thousands of random schedules. A failure names its seed; to look at one:
// OPPORTUNE_SIM_SEED=123 node --test packages/server/converse/converse-sim.test.ts
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { playSeed } from './converse-sim.test-support.ts';

const schedules = 1000;
const first = Number(process.env['OPPORTUNE_SIM_SEED'] ?? 1);
const count = process.env['OPPORTUNE_SIM_SEED'] === undefined ? schedules : 1;

test(`[C14] ${count} schedules with lost and repeated frames and killed servers keep every promise`, async () => {
  let messages = 0;
  let acknowledged = 0;
  for (let seed = first; seed < first + count; seed += 1) {
    try {
      const played = await playSeed(seed);
      messages += played.messages;
      acknowledged += played.acknowledged;
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
  assert.ok(
    acknowledged > count * 5,
    `only ${acknowledged} of ${messages} messages were acknowledged: too little happened`,
  );
});

test('[C14] the same seed plays the same schedule', async () => {
  assert.equal((await playSeed(4)).transcript, (await playSeed(4)).transcript);
});

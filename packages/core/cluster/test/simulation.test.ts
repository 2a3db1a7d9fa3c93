// Simulated clusters, by seed: partitions, pauses, kills, lost, late and repeated messages, clocks that
// jump and run at different rates, stores that are away, upgrades. `npm run prove -- cluster` plays all.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rounds } from '../../../../test/support/proof-size.test-support.ts';
import { type PlantedFault, plantedFaults } from '../../sim/cluster/planted.test-support.ts';
import { playCluster } from '../../sim/cluster/schedule.test-support.ts';

const schedules = rounds({ usual: 500, full: 100_000 });
/** In so many schedules each planted fault is found. */
const searched = 1500;

test('[CL4] [CL5] [CL7] [CL8] [CL13] whatever happens between machines, nobody acts twice and nothing acknowledged is lost', () => {
  const sum = { acts: 0, moves: 0, takes: 0, refused: 0, lost: 0, stale: 0, held: 0 };
  for (let seed = 0; seed < schedules; seed += 1) {
    const { seen } = playCluster(seed);
    for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += seen[key];
  }
  // The schedules come to what they are to check.
  for (const [what, count] of Object.entries(sum))
    assert.ok(count >= schedules / 50, `${what}: ${count}`);
});

for (const planted of plantedFaults)
  test(`[CL13.3] the simulation finds a planted fault: ${planted}`, () => {
    assert.notEqual(foundAt(planted), null);
  });

function foundAt(planted: PlantedFault): number | null {
  for (let seed = 0; seed < searched; seed += 1)
    try {
      playCluster(seed, planted);
    } catch {
      return seed;
    }
  return null;
}

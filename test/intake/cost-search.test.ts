// A search for the bodies and frames that cost the intake most. Its unit is what JSON.parse takes for
// as many bytes of ordinary events, measured beside each, so that a slow machine fails nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFull, rounds } from '../support/proof-size.test-support.ts';
import { startBareIntake, type BareIntake } from './bare-intake.test-support.ts';
import { costBeside, fixedCosts, searchForCost, type Tried } from './cost-search.test-support.ts';
import { ways } from './costly-bodies.test-support.ts';
import { parseCost } from './parse-cost.test-support.ts';

/**
 * 10 ms for each 100 KiB on a machine on which JSON.parse takes 0.23 ms. The dearest bodies are near it,
 * and processors differ, so that the usual run only finds what costs twice as much.
 */
const mostTimes = rounds({ usual: 86, full: 43 });
const barMs = 10;
const search = {
  ...{ seed: 15, bodies: rounds({ usual: 500, full: 20_000 }) },
  largeBytes: [100 * 1024, ...(isFull ? [500 * 1024] : [])],
  mostMs: Infinity,
};
/** Of each way in. The clock of the search orders the first few by chance. */
const measuredAgain = rounds({ usual: 2, full: 6 });
/** Against the bar of the usual run, one pass is enough: what slows it is no twice. */
const tries = { least: rounds({ usual: 0, full: 3 }), most: 20 };

/**
 * The lowest cost of several by the lowest of the parsing between them: what else runs on the machine
 * slows either, and speeds neither up.
 */
async function timesParse(intake: BareIntake, { body }: Tried): Promise<number> {
  const lowest = { parse: Infinity, body: Infinity };
  for (let run = 0; run < tries.most; run++) {
    lowest.parse = Math.min(lowest.parse, parseCost());
    lowest.body = Math.min(lowest.body, await costBeside(intake, body));
    if (run >= tries.least && lowest.body <= mostTimes * lowest.parse) break;
  }
  return lowest.body / lowest.parse;
}

test(`[I17.12] the costliest of ${search.bodies} searched bodies and frames takes at most ${mostTimes} times as long as parsing its bytes`, async (t) => {
  const intake = startBareIntake();
  await intake.begin();
  const fixed = await fixedCosts(intake);
  const { dearest, tried } = await searchForCost(intake, { ...search, fixed, barMs: barMs / 2 });
  assert.ok(tried >= search.bodies, `${tried} tried`);
  for (const path of ways) {
    const dear = dearest.filter(({ body }) => body.path === path).slice(0, measuredAgain);
    assert.equal(dear.length, measuredAgain, path);
    for (const each of dear) {
      const times = await timesParse(intake, each);
      const told = `${path}, ${each.body.bytes.length} bytes: ${times.toFixed(1)} times`;
      t.diagnostic(told);
      assert.ok(times <= mostTimes, `${told}, ${JSON.stringify(each.recipe)}`);
    }
  }
  intake.close();
});

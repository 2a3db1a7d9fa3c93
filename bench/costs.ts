// What a body or frame costs the intake, from its bytes to the owner of its visitor: scan, parse,
// mask, admit and note, through the routes and the socket that are served, without engines and without
// a network. Twenty thousand search for cost: what was dear is varied, and the dearest are tried again
// at their largest.
import { startBareIntake, type BareIntake } from '../test/intake/bare-intake.test-support.ts';
import { ways } from '../test/intake/costly-bodies.test-support.ts';
import {
  processorCost,
  searchForCost,
  type Tried,
} from '../test/intake/cost-search.test-support.ts';
import { median, rounded, type BenchRow } from './row.ts';

const bodies = 20_000;
const largeBytes = [100 * 1024, 500 * 1024] as const;
const targetMs = 10;
/** Dearest of each way in by the clock on the wall, measured again by the clock of the thread. */
const measuredAgain = 3;
const repeats = 3;
/** The search ends with fewer bodies after this; the rows then say how many. */
const searchMs = 70_000;

/** The dearest of all, then the dearest of each way in. */
export async function* costRows(): AsyncIterable<BenchRow> {
  const intake = startBareIntake();
  await intake.begin();
  const search = { seed: 15, bodies, largeBytes, barMs: targetMs / 2, mostMs: searchMs };
  const { dearest: found, tried } = await searchForCost(intake, search);
  const rows: BenchRow[] = [];
  for (const path of ways) {
    const dear = found.filter(({ body }) => body.path === path).slice(0, measuredAgain);
    const measured: Tried[] = [];
    for (const each of dear) measured.push({ ...each, costMs: await medianCost(intake, each) });
    const [dearest] = measured.sort((one, other) => other.costMs - one.costMs);
    if (dearest !== undefined)
      rows.push(rowOf(`intake.cost.${path.split('/')[2]}.ms`, dearest, tried));
  }
  intake.close();
  const [worst] = rows.toSorted((one, other) => other.value - one.value);
  if (worst === undefined) throw new Error('no body was tried');
  yield { ...worst, name: 'intake.cost.ms' };
  yield* rows;
}

async function medianCost(intake: BareIntake, { body }: Tried): Promise<number> {
  const costs: number[] = [];
  for (let run = 0; run < repeats; run++) costs.push(await processorCost(intake, body));
  return median(costs);
}

function rowOf(name: string, { body, recipe, costMs }: Tried, tried: number): BenchRow {
  const { path, bytes } = body;
  return {
    name,
    value: rounded(costMs, 2),
    unit: 'ms',
    target: `≤ ${targetMs}`,
    how: `processor time of the thread for each 100 KiB of the dearest of ${tried} bodies and frames, less 0.5 ms a request and 0.1 ms a frame, an event counted as 128 bytes at least as it is charged; median of ${repeats}; it was of ${bytes.length} bytes to ${path}: ${JSON.stringify(recipe)}`,
  };
}

// What a body or frame costs the intake, from its bytes to the owner of its visitor: scan, parse,
// mask, admit and note, through the routes and the socket that are served, without engines and without
// a network. Twenty thousand search for cost: what was dear is varied, and the dearest are tried again
// at their largest.
import { startBareIntake, type BareIntake } from '../test/intake/bare-intake.test-support.ts';
import { ways } from '../test/intake/costly-bodies.test-support.ts';
import {
  type FixedCosts,
  fixedCosts,
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
  const parseMs = median(Array.from({ length: repeats }, parseCost));
  yield parseRow(parseMs);
  const search = {
    ...{ fixed: await fixedCosts(intake), seed: 15, bodies, largeBytes },
    ...{ barMs: targetMs / 2, mostMs: searchMs },
  };
  const { dearest: found, tried } = await searchForCost(intake, search);
  // By now all of it was run often: what is taken off must not be dearer than it is then.
  const fixed = await fixedCosts(intake);
  const than = { tried, fixed, parseMs };
  const rows: BenchRow[] = [];
  for (const path of ways) {
    const dear = found.filter(({ body }) => body.path === path).slice(0, measuredAgain);
    const measured: Tried[] = [];
    for (const each of dear)
      measured.push({ ...each, costMs: await medianCost(intake, each, fixed) });
    const [dearest] = measured.sort((one, other) => other.costMs - one.costMs);
    if (dearest !== undefined)
      rows.push(rowOf(`intake.cost.${path.split('/')[2]}.ms`, dearest, than));
  }
  intake.close();
  const [worst] = rows.toSorted((one, other) => other.value - one.value);
  if (worst === undefined) throw new Error('no body was tried');
  yield { ...worst, name: 'intake.cost.ms' };
  yield* rows;
}

async function medianCost(intake: BareIntake, { body }: Tried, fixed: FixedCosts): Promise<number> {
  const costs: number[] = [];
  for (let run = 0; run < repeats; run++) costs.push(await processorCost(intake, body, fixed));
  return median(costs);
}

/** Ordinary events of 256 bytes: what parsing them takes says how fast the machine is. */
const ordinary = JSON.stringify(
  Array.from({ length: 400 }, (_, at) => ({
    ...{ id: `0199a8b2-7c31-7d2e-9f10-${100_000_000_000 + at}`, kind: 'track' },
    ...{ name: 'Product Viewed', at: 1_790_000_000_000 + at },
    properties: { product_id: 'orla', name: 'Orla floor lamp', price: 289, category: 'Lighting' },
    pageView: '0199a8b2-7c31-7d2e-9f10-3a5b6c7d8e9f',
  })),
);

/** ms of processor time for each 100 KiB. */
function parseCost(): number {
  const begun = performance.now();
  const before = process.threadCpuUsage();
  let runs = 0;
  for (; performance.now() - begun < 200; runs++) JSON.parse(ordinary);
  const { user, system } = process.threadCpuUsage();
  const costMs = (user + system - before.user - before.system) / 1000 / runs;
  return (costMs * 100 * 1024) / ordinary.length;
}

function parseRow(parseMs: number): BenchRow {
  return {
    name: 'intake.cost.parse.ms',
    value: rounded(parseMs, 2),
    unit: 'ms',
    target: '',
    how: `JSON.parse alone of 100 KiB of ordinary events, processor time, median of ${repeats}: the speed of the machine`,
  };
}

interface Than {
  readonly tried: number;
  readonly fixed: FixedCosts;
  readonly parseMs: number;
}

function rowOf(
  name: string,
  { body, recipe, costMs }: Tried,
  { tried, fixed, parseMs }: Than,
): BenchRow {
  const { path, bytes } = body;
  const [request, frame] = [rounded(fixed.request, 2), rounded(fixed.frame, 2)];
  return {
    name,
    value: rounded(costMs, 2),
    unit: 'ms',
    target: `≤ ${targetMs}`,
    how: `processor time of the thread for each 100 KiB of the dearest of ${tried} bodies and frames, ${rounded(costMs / parseMs)} times what JSON.parse takes for ordinary events; less ${request} ms a request and ${frame} ms a frame, which one of a short event takes; an event counted as 128 bytes at least as it is charged; median of ${repeats}; it was of ${bytes.length} bytes to ${path}: ${JSON.stringify(recipe)}`,
  };
}

// What a body or frame costs the intake, from its bytes to the owner of its visitor: scan, parse,
// mask, admit and note. It uses the served routes and the served socket, without engines or a
// network. A search over 20,000 bodies varies the costly ones and tries the costliest again at
// their largest.
import { startBareIntake, type BareIntake } from '../test/intake/bare-intake.test-support.ts';
import { ways } from '../test/intake/costly-bodies.test-support.ts';
import {
  costBeside,
  type FixedCosts,
  fixedCosts,
  searchForCost,
  type Tried,
} from '../test/intake/cost-search.test-support.ts';
import { parseCost } from '../test/intake/parse-cost.test-support.ts';
import { median, rounded, type BenchRow } from './row.ts';

const bodies = 20_000;
const largeBytes = [100 * 1024, 500 * 1024] as const;
const targetMs = 10;
/**
 * The costliest of each entry point by wall clock are measured again by processor time. The wall
 * clock counts what others do on the machine too, so it orders the first few by chance.
 */
const measuredAgain = 6;
const repeats = 5;
/** After this time the search ends with fewer bodies, and the rows say how many. */
const searchMs = 70_000;

/** The costliest of all, then the costliest of each entry point. */
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
  // For the rows. What is subtracted is measured beside each body.
  const fixed = await fixedCosts(intake);
  const than = { tried, fixed, parseMs };
  const rows: BenchRow[] = [];
  for (const path of ways) {
    const dear = found.filter(({ body }) => body.path === path).slice(0, measuredAgain);
    const measured: Tried[] = [];
    for (const each of dear) measured.push({ ...each, costMs: await medianCost(intake, each) });
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

async function medianCost(intake: BareIntake, { body }: Tried): Promise<number> {
  const costs: number[] = [];
  for (let run = 0; run < repeats; run++) costs.push(await costBeside(intake, body));
  return median(costs);
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
    how: `processor time of the thread for each 100 KiB of the costliest of ${tried} bodies and frames, ${rounded(costMs / parseMs)} times what JSON.parse takes for ordinary events; minus the cost of a request or frame of one short event measured beside it, about ${request} and ${frame} ms; an event counts as at least 128 bytes, as in its charge; median of ${repeats}; the costliest had ${bytes.length} bytes to ${path}: ${JSON.stringify(recipe)}`,
  };
}

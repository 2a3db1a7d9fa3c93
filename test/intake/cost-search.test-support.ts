// Searches for the bodies and frames that cost the intake most. It varies the costly ones and tries
// the costliest again at their largest. The unit is milliseconds of the intake's thread for each
// 100 KiB, minus the fixed cost of a request on that machine. An event counts as at least 128
// bytes, as in its charge.
import { seededRandom } from '@opportune/core/proof/test/random.test-support.ts';
import { missingBytes } from '@opportune/server/collect/charging.ts';
import { itemsAt, itemSizes } from '@opportune/server/collect/reading/scan-json.ts';
import { type BareIntake, type Body, socketPath } from './bare-intake.test-support.ts';
import { bodyOf, mutated, newRecipe, type Recipe, ways } from './costly-bodies.test-support.ts';

/** What a request or a socket's frame costs regardless of its content, in ms. */
export interface FixedCosts {
  request: number;
  frame: number;
}

const plain = {
  request: {
    path: '/v1/track',
    bytes: Buffer.from('{"writeKey":"k","anonymousId":"a","event":"a"}'),
  },
  frame: {
    path: socketPath,
    bytes: Buffer.from(
      '{"type":"events","batch":1,"sentAt":1790000000000,"events":[{"id":"a","kind":"track","name":"a","at":1790000000000}]}',
    ),
  },
} as const;

/**
 * Measured with a request and a frame of one short event: the lowest of five, because the first
 * runs are slow.
 */
export async function fixedCosts(intake: BareIntake): Promise<FixedCosts> {
  const costs: FixedCosts = { request: Infinity, frame: Infinity };
  for (let run = 0; run < 5; run++)
    for (const kind of ['request', 'frame'] as const)
      costs[kind] = Math.min(costs[kind], await processorMs(intake, plain[kind]));
  return costs;
}

export interface Tried {
  readonly recipe: Recipe;
  readonly body: Body;
  /** In ms for each 100 KiB. */
  readonly costMs: number;
}

export interface Search {
  readonly fixed: FixedCosts;
  readonly seed: number;
  readonly bodies: number;
  /** A body above this cost is measured again, up to five times. */
  readonly barMs: number;
  /** The sizes of the large bodies that follow the small ones of the search. */
  readonly largeBytes: readonly number[];
  /** After this time the search moves on to the large bodies, with fewer small ones tried. */
  readonly mostMs: number;
}

const smallBytes = 5 * 1024;
/**
 * For smaller bodies, clock resolution and the fixed cost of a request outweigh their bytes.
 * Requests have a budget of their own.
 */
const leastBytes = 512;
/** For each entry point. */
const elite = 6;
const shareOfNew = 0.4;
const warmUp = 500;

/**
 * The costliest of every entry point, in descending order. Each is the lowest of up to five by wall
 * clock.
 */
export async function searchForCost(
  intake: BareIntake,
  search: Search,
): Promise<{ readonly dearest: readonly Tried[]; readonly tried: number }> {
  const until = performance.now() + search.mostMs;
  const random = seededRandom(search.seed);
  const dearest = new Map<string, readonly Tried[]>();
  let serial = 0;
  const judge = async (recipe: Recipe, sizeBytes: number): Promise<Tried> => {
    const body = bodyOf(recipe, sizeBytes, serial++);
    return { recipe, body, costMs: await least(intake, body, search) };
  };
  const large = search.largeBytes.length * elite * ways.length;
  for (let tried = -warmUp; tried < search.bodies - large && performance.now() < until; tried++) {
    const known = [...dearest.values()].flat();
    const parent = known[Math.floor(random() * known.length)];
    const isNew = parent === undefined || random() < shareOfNew;
    const recipe = isNew ? newRecipe(random) : mutated(parent.recipe, random);
    const one = await judge(recipe, smallBytes * (0.2 + 1.6 * random()));
    const { path, bytes } = one.body;
    if (tried < 0 || bytes.length < leastBytes) continue;
    dearest.set(path, sorted([...(dearest.get(path) ?? []), one]).slice(0, elite));
  }
  const small = [...dearest.values()].flat();
  const all = [...small];
  for (const sizeBytes of search.largeBytes)
    for (const { recipe } of small) all.push(await judge(recipe, sizeBytes));
  return { dearest: sorted(all), tried: Math.max(0, serial - warmUp) };
}

async function least(intake: BareIntake, body: Body, search: Search): Promise<number> {
  let costMs = Infinity;
  for (let run = 0; run < 5 && costMs > search.barMs; run++) {
    await intake.begin();
    const before = performance.now();
    await intake.take(body);
    costMs = Math.min(costMs, per100KiB(body, performance.now() - before, search.fixed));
  }
  return costMs;
}

/** Processor time for each 100 KiB of a body, minus the fixed cost. */
export async function processorCost(
  intake: BareIntake,
  body: Body,
  fixed: FixedCosts,
): Promise<number> {
  return per100KiB(body, await processorMs(intake, body), fixed);
}

/**
 * As `processorCost`, minus the cost of a plain request or frame measured just before. What slows
 * the machine at that time then slows both, and does not count against small bodies.
 */
export async function costBeside(intake: BareIntake, body: Body): Promise<number> {
  const kind = body.path === socketPath ? 'frame' : 'request';
  const plainMs = await processorMs(intake, plain[kind]);
  return processorCost(intake, body, { request: plainMs, frame: plainMs });
}

/** The thread's processor time, over enough repeats for its clock, which ticks every 4 ms. */
async function processorMs(intake: BareIntake, body: Body): Promise<number> {
  const begun = performance.now();
  const before = process.threadCpuUsage();
  let runs = 0;
  for (; performance.now() - begun < 100; runs++) {
    await intake.begin();
    await intake.take(body);
  }
  const { user, system } = process.threadCpuUsage();
  return (user + system - before.user - before.system) / 1000 / runs;
}

function per100KiB({ path, bytes }: Body, costMs: number, { request, frame }: FixedCosts): number {
  const fixed = path === socketPath ? frame : request;
  const charged = bytes.length + missingBytes(eventSizes({ path, bytes }));
  return (Math.max(0, costMs - fixed) * 100 * 1024) / charged;
}

function eventSizes({ path, bytes }: Body): readonly number[] {
  if (path !== '/v1/frames') {
    const list = path === '/v1/events' || path === socketPath ? 'events' : 'batch';
    return itemSizes(bytes, [list]) ?? [];
  }
  return (itemsAt(bytes, ['frames']) ?? []).flatMap((frame) => [
    frame.length,
    ...(itemSizes(frame, ['events']) ?? []),
  ]);
}

function sorted(all: readonly Tried[]): Tried[] {
  return all.toSorted((one, other) => other.costMs - one.costMs);
}

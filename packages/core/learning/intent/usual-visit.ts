// What is usual among the visits that an intent model learnt: how often each feature has each
// value, as bins, and what the second stage adds on average. Reasons of a score are compared with
// it. Bounded by the features; no score reads it.
import type { ColumnLayout } from './column-layout.ts';
import type { CrossTable } from './cross-table.ts';
import { BINS } from './intent-feature.ts';

/** Numbers by feature, and by pair at `one * features + other`, the earlier of both first. */
export interface PartSums {
  readonly alone: Float64Array;
  readonly pairs: Float64Array;
}

/** Mutated in place by `countUsual` and `forgetUsual` alone. */
export interface UsualVisit {
  /** Visits in the mean of `crosses`, up to its memory. */
  visits: number;
  /** How many visits had each bin of each feature: at `feature * BINS + bin`. */
  readonly bins: Float64Array;
  /** Mean of what the second stage adds, in log odds before the third stage. */
  readonly crosses: PartSums;
}

/** The memory of the means in visits. Shorter than the model's, because its weights change. */
const memory = 2_000;
/** Below this many visits nothing is called common. */
const leastVisits = 20;

/** Room for the parts of one visit. */
export function newPartSums(features: number, leading: number): PartSums {
  return { alone: new Float64Array(features), pairs: new Float64Array(leading * features) };
}

/** Before any visit. */
export function newUsualVisit(features: number, leading: number): UsualVisit {
  const bins = new Float64Array(features * BINS);
  return { visits: 0, bins, crosses: newPartSums(features, leading) };
}

/** A visit as the second stage reads it. */
export interface CrossedVisit {
  readonly bins: Uint8Array;
  readonly slots: Int32Array;
  /** The number of slots. 0 while pairs take no part yet. */
  readonly many: number;
}

/** Counts a visit, before the model learns from it. */
export function countUsual(
  usual: UsualVisit,
  table: CrossTable,
  layout: ColumnLayout,
  visit: CrossedVisit,
): void {
  const features = usual.crosses.alone.length;
  for (let at = 0; at < features; at++) {
    const bin = visit.bins[at] ?? 0;
    if (bin !== 0) add(usual.bins, at * BINS + bin, 1);
  }
  if (visit.many === 0) return;
  usual.visits = Math.min(usual.visits + 1, memory);
  const { alone, pairs } = usual.crosses;
  const kept = 1 - 1 / usual.visits;
  for (let at = 0; at < alone.length; at++) alone[at] = (alone[at] ?? 0) * kept;
  for (let at = 0; at < pairs.length; at++) pairs[at] = (pairs[at] ?? 0) * kept;
  addCrosses(usual.crosses, table, layout, visit, 1 / usual.visits);
}

/** Adds to each part what the second stage says of the visit, times `factor`. */
export function addCrosses(
  { alone, pairs }: PartSums,
  { weights }: CrossTable,
  { leading }: ColumnLayout,
  { bins, slots }: CrossedVisit,
  factor: number,
): void {
  const features = alone.length;
  let at = 0;
  for (let one = 0; one < features; one++) {
    if ((bins[one] ?? 0) === 0) continue;
    add(alone, one, factor * (weights[slots[at++] ?? 0] ?? 0));
    if (one >= leading) continue;
    for (let other = one + 1; other < features; other++)
      if ((bins[other] ?? 0) !== 0)
        add(pairs, one * features + other, factor * (weights[slots[at++] ?? 0] ?? 0));
  }
}

/**
 * The share of visits with this bin of the feature, among those in which it was known. 0 if there
 * are too few.
 */
export function shareOfBin({ bins }: UsualVisit, feature: number, bin: number): number {
  let visits = 0;
  for (let at = 1; at < BINS; at++) visits += bins[feature * BINS + at] ?? 0;
  return visits < leastVisits ? 0 : (bins[feature * BINS + bin] ?? 0) / visits;
}

/** Reduces the weight of older visits. */
export function forgetUsual({ bins }: UsualVisit, kept: number): void {
  for (let at = 0; at < bins.length; at++) bins[at] = (bins[at] ?? 0) * kept;
}

function add(numbers: Float64Array, at: number, more: number): void {
  numbers[at] = (numbers[at] ?? 0) + more;
}

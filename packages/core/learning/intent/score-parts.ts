// The parts of one visit's score: what each feature adds to the log odds, and what two of them add
// together beyond that, relative to the usual visit. The parts sum to the score's distance from the
// usual visit at the mode of the weights. It has no words.
import { stagesOf } from './intent-model.ts';
import type { IntentModel } from './intent-state.ts';
import { addCrosses, type CrossedVisit, type PartSums } from './usual-visit.ts';

/** Log odds by feature and pair, relative to the usual visit. Valid until the next call. */
export interface ScoreParts extends PartSums {
  /** The bin of each feature's value; 0 is unknown. */
  readonly bins: Uint8Array;
}

export function scoreParts(model: IntentModel, values: ArrayLike<number>): ScoreParts {
  const visit = stagesOf(model, values);
  const { alone, pairs } = model.room.parts();
  addColumns(model, visit.row, alone);
  addProducts(model, visit.row, alone, pairs);
  if (visit.many > 0) addMoved(model, visit, { alone, pairs });
  return { alone, pairs, bins: visit.bins };
}

function addColumns(
  { main, usual, layout, calibration }: IntentModel,
  row: Float64Array,
  alone: Float64Array,
): void {
  const factor = calibration.mean[1] ?? 1;
  for (let column = 1; column < layout.productsFrom; column++) {
    const moved = (row[column] ?? 0) - (usual[column] ?? 0);
    add(alone, layout.owners[column] ?? 0, factor * (main.mean[column] ?? 0) * moved);
  }
}

/**
 * A product of two columns relative to the usual visit, x·y − E[xy], is (x − ū)·v̄ + (y − v̄)·ū,
 * which each feature adds alone, plus a rest that they add together.
 */
function addProducts(
  { main, usual, layout, features, calibration }: IntentModel,
  row: Float64Array,
  alone: Float64Array,
  pairs: Float64Array,
): void {
  const factor = calibration.mean[1] ?? 1;
  const { products, productsFrom, owners } = layout;
  for (let at = 0, column = productsFrom; at < products.length; at += 2, column++) {
    const weight = factor * (main.mean[column] ?? 0);
    if (weight === 0) continue;
    const [one = 0, other = 0] = [products[at], products[at + 1]];
    const [first, second] = [owners[one] ?? 0, owners[other] ?? 0];
    const whole = weight * ((row[column] ?? 0) - (usual[column] ?? 0));
    if (first === second) {
      add(alone, first, whole);
      continue;
    }
    const ofFirst = weight * ((row[one] ?? 0) - (usual[one] ?? 0)) * (usual[other] ?? 0);
    const ofSecond = weight * ((row[other] ?? 0) - (usual[other] ?? 0)) * (usual[one] ?? 0);
    add(alone, first, ofFirst);
    add(alone, second, ofSecond);
    add(pairs, placeOf(first, second, features.length), whole - ofFirst - ofSecond);
  }
}

/** What the second stage adds to this visit minus what it adds to the usual one. */
function addMoved(model: IntentModel, visit: CrossedVisit, sums: PartSums): void {
  const factor = model.calibration.mean[2] ?? 1;
  const { alone, pairs } = model.usually.crosses;
  for (let at = 0; at < alone.length; at++) add(sums.alone, at, -factor * (alone[at] ?? 0));
  for (let at = 0; at < pairs.length; at++) add(sums.pairs, at, -factor * (pairs[at] ?? 0));
  addCrosses(sums, model.crosses, model.layout, visit, factor);
}

/** The first feature of a pair is one of the leading ones and names its place. */
function placeOf(one: number, other: number, features: number): number {
  return Math.min(one, other) * features + Math.max(one, other);
}

function add(weights: Float64Array, at: number, weight: number): void {
  weights[at] = (weights[at] ?? 0) + weight;
}

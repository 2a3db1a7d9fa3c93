// What makes up the score of one visit: what each feature adds to the log odds, and what two of them
// add together beyond what each adds alone, both against the usual visit. The parts add up to the
// score's distance from the usual visit at the mode of the weights. It ranks nothing and has no words.
import { weightOfBin, weightOfPair } from './cross-table.ts';
import { stagesOf } from './intent-model.ts';
import type { IntentModel } from './intent-state.ts';

export interface ScorePart {
  /** Places in the list of features; `beside` is null for what one adds alone. */
  readonly feature: number;
  readonly beside: number | null;
  /** Log odds. */
  readonly weight: number;
}

/** The parts that are not 0, in the order of features, then of pairs. */
export function scoreParts(model: IntentModel, values: ArrayLike<number>): readonly ScorePart[] {
  const { row, bins, many } = stagesOf(model, values);
  const alone = new Float64Array(model.features.length);
  const pairs = new Float64Array(model.layout.leading * model.features.length);
  addColumns(model, row, alone);
  addProducts(model, row, alone, pairs);
  if (many > 0) addCrosses(model, bins, alone, pairs);
  return [...partsOf(alone, null), ...pairsOf(pairs, model.features.length)];
}

function partsOf(weights: Float64Array, beside: null): ScorePart[] {
  return [...weights].flatMap((weight, feature) =>
    weight === 0 ? [] : { feature, beside, weight },
  );
}

function pairsOf(weights: Float64Array, features: number): ScorePart[] {
  return [...weights].flatMap((weight, at) =>
    weight === 0 ? [] : { feature: Math.floor(at / features), beside: at % features, weight },
  );
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
 * A product of two columns against the usual visit, x·y − E[xy], is (x − ū)·v̄ + (y − v̄)·ū, which the
 * two features add alone, and what is left, which they add together.
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

function addCrosses(
  { crosses, layout, features, calibration }: IntentModel,
  bins: Uint8Array,
  alone: Float64Array,
  pairs: Float64Array,
): void {
  const factor = calibration.mean[2] ?? 1;
  for (let one = 0; one < features.length; one++) {
    const bin = bins[one] ?? 0;
    add(alone, one, factor * weightOfBin(crosses, one, bin));
    if (one >= layout.leading || bin === 0) continue;
    for (let other = one + 1; other < features.length; other++) {
      const beside = bins[other] ?? 0;
      const weight = weightOfPair(crosses, [one, bin], [other, beside]);
      add(pairs, placeOf(one, other, features.length), factor * weight);
    }
  }
}

/** The feature that stands first is one of the leading; the place of a pair is named by it. */
function placeOf(one: number, other: number, features: number): number {
  return Math.min(one, other) * features + Math.max(one, other);
}

function add(weights: Float64Array, at: number, weight: number): void {
  weights[at] = (weights[at] ?? 0) + weight;
}

// What makes up the score of one visit: what each feature adds to the log odds, and what two of them
// add together beyond what each adds alone, both against the usual visit. The parts add up to the
// score's distance from the usual visit at the mode of the weights. It has no words.
import { stagesOf } from './intent-model.ts';
import type { IntentModel } from './intent-state.ts';

/** By the places of features; good until the next call. */
export interface ScoreParts {
  /** What each feature adds alone, in log odds. */
  readonly alone: Float64Array;
  /** What `one` and `other` (the later of both) add together: at `one * features + other`. */
  readonly pairs: Float64Array;
}

export interface ScorePart {
  readonly feature: number;
  /** The other of two; null for what one adds alone. */
  readonly beside: number | null;
  /** Log odds. */
  readonly weight: number;
}

export function scoreParts(model: IntentModel, values: ArrayLike<number>): ScoreParts {
  const { row, bins, slots, many } = stagesOf(model, values);
  const { alone, pairs } = roomFor(model);
  addColumns(model, row, alone);
  addProducts(model, row, alone, pairs);
  if (many > 0) addCrosses(model, bins, slots, { alone, pairs });
  return { alone, pairs };
}

/**
 * The parts of at least `least` log odds, `most` of them, the strongest first; of what is unknown none.
 */
export function strongestParts(
  model: IntentModel,
  values: ArrayLike<number>,
  { least, most }: { readonly least: number; readonly most: number },
): readonly ScorePart[] {
  const { alone, pairs } = scoreParts(model, values);
  const features = model.features.length;
  const found: ScorePart[] = [];
  const known = (at: number): boolean => !Number.isNaN(values[at] ?? Number.NaN);
  for (let at = 0; at < features; at++) {
    const weight = alone[at] ?? 0;
    if (isStrong(found, weight, least, most) && known(at))
      place(found, { feature: at, beside: null, weight }, most);
  }
  for (let at = 0; at < pairs.length; at++) {
    const weight = pairs[at] ?? 0;
    if (!isStrong(found, weight, least, most)) continue;
    const [feature, beside] = [Math.floor(at / features), at % features];
    if (known(feature) && known(beside)) place(found, { feature, beside, weight }, most);
  }
  return found;
}

/** Whether it would have a place among the strongest: asked of all parts, so it makes nothing. */
function isStrong(
  found: readonly ScorePart[],
  weight: number,
  least: number,
  most: number,
): boolean {
  const size = Math.abs(weight);
  return size >= least && (found.length < most || size > Math.abs(found.at(-1)?.weight ?? 0));
}

function place(found: ScorePart[], part: ScorePart, most: number): void {
  const size = Math.abs(part.weight);
  const at = found.findIndex(({ weight }) => Math.abs(weight) < size);
  found.splice(at === -1 ? found.length : at, 0, part);
  if (found.length > most) found.pop();
}

/** Room for the parts of one visit, written anew by each call. */
let room = { alone: new Float64Array(0), pairs: new Float64Array(0) };

function roomFor({ features, layout }: IntentModel): typeof room {
  const pairs = layout.leading * features.length;
  if (room.alone.length !== features.length || room.pairs.length !== pairs)
    room = { alone: new Float64Array(features.length), pairs: new Float64Array(pairs) };
  room.alone.fill(0);
  room.pairs.fill(0);
  return room;
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
  slots: Int32Array,
  { alone, pairs }: ScoreParts,
): void {
  const factor = calibration.mean[2] ?? 1;
  let at = 0;
  const next = (): number => factor * (crosses.weights[slots[at++] ?? 0] ?? 0);
  for (let one = 0; one < features.length; one++) {
    if ((bins[one] ?? 0) === 0) continue;
    add(alone, one, next());
    if (one >= layout.leading) continue;
    for (let other = one + 1; other < features.length; other++)
      if ((bins[other] ?? 0) !== 0) add(pairs, placeOf(one, other, features.length), next());
  }
}

/** The feature that stands first is one of the leading; the place of a pair is named by it. */
function placeOf(one: number, other: number, features: number): number {
  return Math.min(one, other) * features + Math.max(one, other);
}

function add(weights: Float64Array, at: number, weight: number): void {
  weights[at] = (weights[at] ?? 0) + weight;
}

// Which parts of a score are worth showing: strong ones that distinguish this visit from the
// account's others and whose words agree with their sign. It has no words.
import type { IntentModel } from './intent-state.ts';
import { scoreParts, type ScoreParts } from './score-parts.ts';
import { shareOfBin } from './usual-visit.ts';

export interface ScorePart {
  readonly feature: number;
  /** The other feature of two. Null for what one adds alone. */
  readonly beside: number | null;
  /** Log odds. */
  readonly weight: number;
}

/** A value that this share of visits has distinguishes none of them. */
const common = 0.8;

/**
 * The parts of at least `least` log odds, `most` of them, the strongest first. Left out are parts
 * of unknown values, of values that most visits share, and of page and section values with the
 * opposite sign of the part.
 */
export function tellingParts(
  model: IntentModel,
  values: ArrayLike<number>,
  { least, most }: { readonly least: number; readonly most: number },
): readonly ScorePart[] {
  const parts = scoreParts(model, values);
  const { alone, pairs } = parts;
  const features = model.features.length;
  const found: ScorePart[] = [];
  for (let feature = 0; feature < features; feature++) {
    const weight = alone[feature] ?? 0;
    if (isStrong(found, weight, least, most) && isTelling(model, values, parts, feature, weight))
      place(found, { feature, beside: null, weight }, most);
  }
  for (let at = 0; at < pairs.length; at++) {
    const weight = pairs[at] ?? 0;
    if (!isStrong(found, weight, least, most)) continue;
    const [feature, beside] = [Math.floor(at / features), at % features];
    if (areTelling(model, values, parts, feature, beside))
      place(found, { feature, beside, weight }, most);
  }
  return found;
}

/** The page or section value of the usual visit. Null for any other feature. */
export function usualWorth(model: IntentModel, feature: number): number | null {
  if (model.features[feature]?.kind !== 'signed') return null;
  return model.usual[model.starts[feature] ?? 0] ?? 0;
}

/**
 * Words about a page or section value state a direction, so they are shown only if the part has the
 * same one.
 */
function isTelling(
  model: IntentModel,
  values: ArrayLike<number>,
  parts: ScoreParts,
  feature: number,
  weight: number,
): boolean {
  if (!isKnown(values, feature) || isCommon(model, parts, feature)) return false;
  const usual = usualWorth(model, feature);
  return usual === null || ((values[feature] ?? 0) - usual) * weight > 0;
}

/** Words about two features state no direction, so neither may be a page or section value. */
function areTelling(
  model: IntentModel,
  values: ArrayLike<number>,
  parts: ScoreParts,
  one: number,
  other: number,
): boolean {
  if (!isKnown(values, one) || !isKnown(values, other)) return false;
  if (usualWorth(model, one) !== null || usualWorth(model, other) !== null) return false;
  return !isCommon(model, parts, one) || !isCommon(model, parts, other);
}

function isKnown(values: ArrayLike<number>, feature: number): boolean {
  return !Number.isNaN(values[feature] ?? Number.NaN);
}

function isCommon({ usually }: IntentModel, { bins }: ScoreParts, feature: number): boolean {
  return shareOfBin(usually, feature, bins[feature] ?? 0) >= common;
}

/** Whether it is among the strongest. Called for all parts, so it allocates nothing. */
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

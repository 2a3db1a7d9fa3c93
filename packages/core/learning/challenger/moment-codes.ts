// The values of a visit's features as one byte each: 0 is unknown, then finer steps than any tree
// needs, on scales that are fixed, so that a byte means the same a year later and a moment takes thirty
// bytes instead of 240. It learns nothing.
import type { FeatureKind, IntentFeature } from '../intent/intent-feature.ts';

/** Codes that a byte can hold. */
export const CODES = 256;

/** Writes the code of each value into `codes`, from `at` on. */
export function writeCodes(
  features: readonly IntentFeature[],
  values: ArrayLike<number>,
  codes: Uint8Array,
  at = 0,
): void {
  for (let index = 0; index < features.length; index++) {
    const kind = features[index]?.kind ?? 'flag';
    codes[at + index] = codeOf(kind, values[index] ?? Number.NaN);
  }
}

/** The code of a value: never falls where the value rises. */
export function codeOf(kind: FeatureKind, value: number): number {
  if (Number.isNaN(value)) return 0;
  return 1 + Math.max(0, Math.min(CODES - 2, Math.floor(stepsOf(kind, value))));
}

const perOctave = 14;

function stepsOf(kind: FeatureKind, value: number): number {
  switch (kind) {
    case 'flag':
    case 'choice':
      return value;
    case 'signed':
      return (value + 4) * 31;
    case 'share':
      return value <= 0 ? 0 : 1 + Math.log2(1 + value * 200) * 33;
    case 'count':
    case 'amount':
    case 'seconds':
      return value <= 0 ? 0 : 1 + Math.log2(1 + value) * perOctave;
  }
}

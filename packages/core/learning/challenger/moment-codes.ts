// Encodes the features of a visit as one byte each: 0 is unknown, the rest are finer steps than any
// tree needs. The scales are fixed, so a byte means the same a year later. A moment takes thirty
// bytes instead of 240. It learns nothing.
import type { FeatureKind, IntentFeature } from '../intent/intent-feature.ts';

/** The number of codes in a byte. */
export const CODES = 256;

/** Writes the code of each value into `codes`, starting at `at`. */
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

/** The code of a value. Never decreases as the value increases. */
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

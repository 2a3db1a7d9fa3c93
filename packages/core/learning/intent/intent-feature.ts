// A feature of a visit, and how its raw value becomes columns of a linear model and a bin of a
// table. Scales are fixed, so a value means the same on the first day and a year later. It learns
// nothing.

/**
 * `count`, `seconds` and `amount` are 0 or more, `share` is 0 to 1, `signed` is around 0, `flag` is
 * 0 or 1, `choice` is an index in a list of names. NaN is unknown and has no effect.
 */
export type FeatureKind = 'count' | 'seconds' | 'amount' | 'share' | 'signed' | 'flag' | 'choice';

export interface IntentFeature {
  /** Its name, by which its words are found. */
  readonly key: string;
  readonly kind: FeatureKind;
  /** The number of options of a choice. */
  readonly choices?: number;
  /** Among the few that a model begins with. */
  readonly early?: true;
  /**
   * Also has separate columns for when the first feature is some, such as a cart that is not empty.
   */
  readonly gated?: true;
  /** The prior mean of its first column's weight. */
  readonly prior?: number;
}

/** The number of bins of a feature's values; 0 is unknown. */
export const BINS = 32;

/** How many columns a feature fills. */
export function columnsOf({ kind, choices = 0 }: IntentFeature): number {
  if (kind === 'choice') return choices;
  return kind === 'amount' || kind === 'seconds' || kind === 'share' ? 2 : 1;
}

/** The "is some" column of a feature whose columns begin at `start`. Null if it has none. */
export function someColumn(feature: IntentFeature, start: number): number | null {
  const many = columnsOf(feature);
  return feature.kind === 'choice' || many === 1 ? null : start + many - 1;
}

/** Tolerance for rounding of a logarithm that is whole. */
const slack = 1e-9;

/**
 * Writes the columns of the feature into a row of zeros: its logarithm, and "is some". Returns the
 * bin of the value, 0 to `BINS` − 1, where 0 is unknown. Both come from one logarithm, because a
 * score spends more time on logarithms than on weights.
 */
export function writeColumns(
  row: Float64Array,
  at: number,
  { kind, choices = 0 }: IntentFeature,
  value: number,
): number {
  if (Number.isNaN(value)) return 0;
  switch (kind) {
    case 'flag':
      row[at] = value;
      return bin(value);
    case 'choice':
      if (value >= 0 && value < choices) row[at + value] = 1;
      return bin(value);
    case 'signed':
      row[at] = Math.max(-4, Math.min(4, value));
      return bin((value + 4) * 2);
    case 'share':
      if (value <= 0) return 1;
      writeTwo(row, at, Math.log1p(value * 50) / 2);
      return bin(1 + Math.log2(1 + value * 200) * 2 + slack);
    case 'count':
    case 'amount':
    case 'seconds':
      return value <= 0 ? 1 : writeSize(row, at, kind, Math.log1p(value));
  }
}

function writeSize(
  row: Float64Array,
  at: number,
  kind: 'count' | 'amount' | 'seconds',
  size: number,
): number {
  const doublings = size / Math.LN2 + slack;
  if (kind === 'seconds') {
    writeTwo(row, at, size / 4);
    return bin(1 + doublings);
  }
  if (kind === 'amount') writeTwo(row, at, size / 2);
  else row[at] = size / 2;
  return bin(1 + doublings * 1.5);
}

function writeTwo(row: Float64Array, at: number, size: number): void {
  row[at] = size;
  row[at + 1] = 1;
}

function bin(steps: number): number {
  return 1 + Math.max(0, Math.min(BINS - 2, Math.floor(steps)));
}

// What a feature of a visit is, and how its raw value becomes columns of a linear model and a bin of
// a table. Scales are fixed, so that a value means the same on the first day and a year later; it
// learns nothing.

/**
 * `count`, `seconds` and `amount` are 0 or more, `share` is 0 to 1, `signed` lies around 0, `flag` is
 * 0 or 1, `choice` is the place of a name in a list. NaN is unknown, and says nothing.
 */
export type FeatureKind = 'count' | 'seconds' | 'amount' | 'share' | 'signed' | 'flag' | 'choice';

export interface IntentFeature {
  /** Its name; words are found by it. */
  readonly key: string;
  readonly kind: FeatureKind;
  /** How many a choice has. */
  readonly choices?: number;
  /** Among the few that a model begins with. */
  readonly early?: true;
  /** Also looked at apart where the first feature is some: a cart that holds something, say. */
  readonly gated?: true;
  /** What its first column is believed to weigh before any visit is known. */
  readonly prior?: number;
}

/** Bins that a feature's values fall into, 0 for unknown. */
export const BINS = 32;

/** How many columns a feature fills. */
export function columnsOf({ kind, choices = 0 }: IntentFeature): number {
  if (kind === 'choice') return choices;
  return kind === 'amount' || kind === 'seconds' || kind === 'share' ? 2 : 1;
}

/** The column of "is some" of a feature whose columns begin at `start`; null where it has none. */
export function someColumn(feature: IntentFeature, start: number): number | null {
  const many = columnsOf(feature);
  return feature.kind === 'choice' || many === 1 ? null : start + many - 1;
}

/** What rounding may take off a logarithm that is whole. */
const slack = 1e-9;

/**
 * Writes the columns of the feature into a row of zeros: its logarithm, and "is some". Returns the bin
 * of the value, 0 to `BINS` − 1, where 0 is unknown: both at once, for they come from one logarithm,
 * and a score spends more on logarithms than on weights.
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

// The columns that predict a goal and an answer to an invitation: a constant, the features, the age
// of the visit, and for an invitation its delay. Their weighted sum is log odds. It holds no
// weights.

/** When an invitation comes. */
export interface InvitedWhen {
  /** Age of the visit at the moment that is decided, and how much later the invitation is shown. */
  readonly ageS: number;
  readonly delayS: number;
}

/** Where the columns of an answered invitation begin, and how many they are. */
export function answeredColumns(features: number): {
  readonly from: number;
  readonly many: number;
} {
  return { from: features + 3, many: features + 4 };
}

/** The main columns times their weights, without writing them out. */
export function mainLogit(
  weights: Float64Array,
  features: number,
  visitor: ArrayLike<number>,
  ageS: number,
): number {
  let sum = (weights[0] ?? 0) + alongFeatures(weights, 1, features, visitor);
  sum += (weights[features + 1] ?? 0) * earliness(ageS);
  return sum + (weights[features + 2] ?? 0) * logAge(ageS);
}

/** The same for an answered invitation, whose weights begin at `from`. */
export function answeredLogit(
  weights: Float64Array,
  from: number,
  features: number,
  visitor: ArrayLike<number>,
  { ageS, delayS }: InvitedWhen,
): number {
  let sum = (weights[from] ?? 0) + alongFeatures(weights, from + 1, features, visitor);
  sum += (weights[from + features + 1] ?? 0) * earliness(ageS + delayS);
  sum += (weights[from + features + 2] ?? 0) * logAge(ageS + delayS);
  return sum + (weights[from + features + 3] ?? 0) * logDelay(delayS);
}

function alongFeatures(
  weights: Float64Array,
  from: number,
  features: number,
  visitor: ArrayLike<number>,
): number {
  let sum = 0;
  for (let at = 0; at < features; at++) sum += (weights[from + at] ?? 0) * (visitor[at] ?? 0);
  return sum;
}

/** Writes the main columns into a row, from its first column on. */
export function writeMain(
  row: Float64Array,
  features: number,
  visitor: ArrayLike<number>,
  ageS: number,
): void {
  row[0] = 1;
  for (let at = 0; at < features; at++) row[at + 1] = visitor[at] ?? 0;
  row[features + 1] = earliness(ageS);
  row[features + 2] = logAge(ageS);
}

/** Writes those of an answered invitation, from `from` on. */
export function writeAnswered(
  row: Float64Array,
  from: number,
  features: number,
  visitor: ArrayLike<number>,
  { ageS, delayS }: InvitedWhen,
): void {
  row[from] = 1;
  for (let at = 0; at < features; at++) row[from + at + 1] = visitor[at] ?? 0;
  row[from + features + 1] = earliness(ageS + delayS);
  row[from + features + 2] = logAge(ageS + delayS);
  row[from + features + 3] = logDelay(delayS);
}

/** 1.5 when the visit begins, 1 after ten seconds, 0 from thirty on. */
function earliness(ageS: number): number {
  return Math.max(0, 30 - ageS) / 20;
}

/** The logarithm of the age, 0 at a minute. */
function logAge(ageS: number): number {
  return Math.log((Math.max(0, ageS) + 10) / 70);
}

/** A smooth measure of the delay: 0 for none, 0.69 for ten seconds, 1.6 for forty. */
export function logDelay(delayS: number): number {
  return Math.log1p(Math.max(0, delayS) / 10);
}

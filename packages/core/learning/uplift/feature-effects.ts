// What each feature of a visitor adds to what inviting does, learnt from what was left to chance alone:
// what a manager may be told of who gains. Effects are in log odds of the goal. It decides nothing: on
// invitations that few answer it is blunter than what engagement-gain.ts learns from the answers.

export interface FeatureEffects {
  readonly size: number;
  /** Of inviting an average visitor, then what each feature adds. */
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
}

/** Prior variances: with few outcomes everybody has the average effect. */
const AVERAGE_VARIANCE = 0.25;
const INTERACTION_VARIANCE = 0.03;

export function newFeatureEffects(features: number): FeatureEffects {
  const size = features + 1;
  const covariance = new Float64Array(size * size);
  for (let at = 0; at < size; at++)
    covariance[at * size + at] = at === 0 ? AVERAGE_VARIANCE : INTERACTION_VARIANCE;
  return { size, mean: new Float64Array(size), covariance };
}

/**
 * One randomised outcome: (invited − its probability) × the slope of the rate × features, regressed on
 * what the rate left unexplained, with the variance of a rate. The regression of X. Nie and S. Wager,
 * Quasi-oracle estimation of heterogeneous treatment effects (2021), by recursive least squares.
 */
export function learnEffects(
  { size, mean, covariance }: FeatureEffects,
  visitor: ArrayLike<number>,
  move: number,
  rate: number,
  unexplained: number,
): void {
  const slope = Math.max(0.01, rate * (1 - rate));
  const row = new Float64Array(size);
  for (let at = 0; at < size; at++)
    row[at] = move * slope * (at === 0 ? 1 : (visitor[at - 1] ?? 0));
  const across = new Float64Array(size);
  let [expected, spread] = [0, slope];
  for (let at = 0; at < size; at++) {
    let sum = 0;
    for (let to = 0; to < size; to++) sum += (covariance[at * size + to] ?? 0) * (row[to] ?? 0);
    across[at] = sum;
    expected += (mean[at] ?? 0) * (row[at] ?? 0);
    spread += sum * (row[at] ?? 0);
  }
  const step = (unexplained - expected) / spread;
  for (let at = 0; at < size; at++) {
    const one = across[at] ?? 0;
    mean[at] = (mean[at] ?? 0) + one * step;
    for (let to = 0; to < size; to++)
      covariance[at * size + to] =
        (covariance[at * size + to] ?? 0) - (one * (across[to] ?? 0)) / spread;
  }
}

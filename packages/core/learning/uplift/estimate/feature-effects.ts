// What each feature of a visitor adds to the effect of inviting, learnt from randomised decisions
// alone: this is what a manager may be told of who gains. Effects are in log odds of the goal. It
// decides nothing: if few answer, it is less precise than what engagement-gain.ts learns from the
// answers.
import type { Belief } from './effect-bounds.ts';
import { learnLine, newLeastSquares } from './least-squares.ts';
import type { LeastSquares } from './least-squares.ts';

/** Prior variances: with few outcomes every visitor has the average effect. */
const AVERAGE_VARIANCE = 0.25;
const INTERACTION_VARIANCE = 0.03;

/** The effect of inviting an average visitor, then what each feature adds. */
export function newFeatureEffects(features: number): LeastSquares {
  const each = new Array<number>(features).fill(INTERACTION_VARIANCE);
  return newLeastSquares([AVERAGE_VARIANCE, ...each]);
}

/** The prior of an effect that moves each feature this far. */
export function featureBelief(move: readonly number[]): Belief {
  const squares = move.reduce((sum, by) => sum + by * by, 0);
  return { mean: 0, variance: INTERACTION_VARIANCE * squares };
}

/**
 * Learns one randomised outcome. Regresses the unexplained part on (invited − its probability) ×
 * the slope of the rate × features, with the variance of a rate. The regression of X. Nie and S.
 * Wager, Quasi-oracle estimation of heterogeneous treatment effects (2021).
 */
export function learnEffects(
  effects: LeastSquares,
  visitor: ArrayLike<number>,
  { move, rate, unexplained }: { move: number; rate: number; unexplained: number },
): void {
  const slope = Math.max(0.01, rate * (1 - rate));
  const row = effects.room.emptyRow();
  row[0] = move * slope;
  for (let at = 1; at < effects.size; at++) row[at] = move * slope * (visitor[at - 1] ?? 0);
  learnLine(effects, row, unexplained, slope);
}

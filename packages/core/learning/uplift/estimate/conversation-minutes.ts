// How much longer a conversation with this visitor takes than others of its skill. Learns from
// every conversation that took time. Minutes by skill are in skill-time.ts.
import { fitted, learnLine, newLeastSquares } from './least-squares.ts';
import type { LeastSquares } from './least-squares.ts';

/**
 * Prior variance of what a feature changes, and the variance of one conversation around the line.
 */
const FEATURE_VARIANCE = 0.05;
const NOISE = 0.6;
/** The expectation is at most this many times shorter or longer than the mean. */
const MOST = 3;

/** Predicts the relative difference from the mean minutes; 0.5 is half longer. */
export function newConversationMinutes(features: number): LeastSquares {
  return newLeastSquares(new Array<number>(features).fill(FEATURE_VARIANCE));
}

/** Expected minutes, given the skill's mean. */
export function minutesOf(model: LeastSquares, visitor: ArrayLike<number>, mean: number): number {
  return mean * Math.min(MOST, Math.max(1 / MOST, 1 + fitted(model, visitor)));
}

export function learnConversation(
  model: LeastSquares,
  visitor: ArrayLike<number>,
  minutes: number,
  mean: number,
): void {
  learnLine(model, visitor, Math.min(MOST * MOST, minutes / Math.max(1e-9, mean)) - 1, NOISE);
}

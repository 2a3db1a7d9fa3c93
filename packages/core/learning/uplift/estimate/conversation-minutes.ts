// How much longer than others of its skill a conversation with this visitor takes. It learns from every
// conversation that took time; minutes by skill are in skill-time.ts.
import { fitted, learnLine, newLeastSquares } from './least-squares.ts';
import type { LeastSquares } from './least-squares.ts';

/** Prior variance of what a feature changes, and the variance of one conversation around the line. */
const FEATURE_VARIANCE = 0.05;
const NOISE = 0.6;
/** No conversation is expected to be so many times shorter or longer than the mean. */
const MOST = 3;

/** Of the part by which minutes differ from their mean; 0.5 is half longer. */
export function newConversationMinutes(features: number): LeastSquares {
  return newLeastSquares(new Array<number>(features).fill(FEATURE_VARIANCE));
}

/** Minutes to be expected, where the mean of the skill is so many. */
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

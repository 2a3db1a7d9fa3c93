// What a "what if" answer measures: whether a visitor reached the goal, or the value they brought,
// capped as in results. Outcomes lie between 0 and 1; a value is a share of the largest possible
// one.
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import type { FirstDecision } from './what-if-decisions.ts';

export interface Measure {
  /** What an outcome of 1 stands for, in the account's currency. 1 for the rate. */
  readonly most: number;
  outcomeOf(row: FirstDecision): number;
  /** The expected value of reaching the goal, as of the decision. */
  worthOf(row: FirstDecision): number;
  /** The expected variance of an outcome, fixed in advance. The interval is narrowest there. */
  readonly plannedArms: number;
  /** The expected variance of a delay's score. */
  readonly plannedDelay: number;
}

/** Assumes a goal that 5 % reach. A delay is drawn about one time in twenty. */
const plannedRate = 0.05;
const plannedDelay = 1;
/**
 * Mean square of an order divided by the square of its mean: for a lognormal one with deviation
 * 0.8.
 */
const orderSquare = 1.9;
/**
 * An order is assumed to be at least this share of the largest, because nothing is known before the
 * first one.
 */
const leastOrder = 0.1;

export const rateMeasure: Measure = {
  most: 1,
  outcomeOf: ({ converted }) => Number(converted === 1),
  worthOf: () => 1,
  plannedArms: plannedRate,
  plannedDelay,
};

/**
 * Null if the goal has no value, or nobody brought any. The largest value observed in any arm is
 * the scale, because a cap that nobody comes near says nothing about outliers. The planned variance
 * uses the goal's worth as recorded by the first decision.
 */
export function valueMeasure(
  { value }: Pick<Goal, 'value'>,
  rows: readonly FirstDecision[],
): Measure | null {
  const most = rows.reduce((largest, row) => Math.max(largest, row.value), 0);
  if (value.type === 'none' || most === 0) return null;
  const first = Math.max(leastOrder, (rows[0]?.worth ?? 0) / most);
  const square = Math.min(1, orderSquare * first * first);
  return {
    most,
    outcomeOf: (row) => Math.min(1, row.value / most),
    worthOf: (row) => Math.min(1, row.worth / most),
    plannedArms: plannedRate * square,
    plannedDelay: plannedDelay * square,
  };
}

// What an answer to "what if" measures: whether a visitor reached the goal, or what they brought, capped
// as in results. Outcomes lie between 0 and 1; a value is a part of the most that one can be.
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import type { FirstDecision } from './what-if-decisions.ts';

export interface Measure {
  /** What an outcome of 1 is, in the account's currency; 1 for the rate. */
  readonly most: number;
  outcomeOf(row: FirstDecision): number;
  /** What one who reaches the goal was thought to bring, when it was decided. */
  worthOf(row: FirstDecision): number;
  /** Expected variance of an outcome, fixed before the first: where the interval is narrowest. */
  readonly plannedArms: number;
  /** That of a score of a delay. */
  readonly plannedDelay: number;
}

/** A goal that 5 % reach; a delay is drawn about one time in twenty. */
const plannedRate = 0.05;
const plannedDelay = 1;
/** Mean square of an order by the square of its mean: of a lognormal one, with the deviation 0.8. */
const orderSquare = 1.9;
/** An order is thought to be at least this part of the most: before the first one nothing is known. */
const leastOrder = 0.1;

export const rateMeasure: Measure = {
  most: 1,
  outcomeOf: ({ converted }) => Number(converted === 1),
  worthOf: () => 1,
  plannedArms: plannedRate,
  plannedDelay,
};

/**
 * Null where the goal has no value, or nobody brought any. The most is the largest value there is, in
 * any arm: a cap that nobody comes near says nothing of what could outweigh the rest. The planned
 * variance rests on what the first decision recorded that the goal is worth.
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

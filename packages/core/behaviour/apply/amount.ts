// What counts as an amount: a price, a quantity, a sum. The intake refuses standard events beyond the
// bound; a goal may read its value from any property, and older logs have what was taken before.
import { intakeLimits } from '@opportune/protocol/limits.ts';

/** A number from 0 to the bound; what is beyond it counts as not said. */
export function isAmount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= intakeLimits.amount;
}

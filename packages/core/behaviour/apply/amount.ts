// What counts as an amount: a price, a quantity, a sum. Intake refuses standard events beyond the
// bound. This check is still needed because a goal may read its value from any property, and older
// logs may hold larger numbers.
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';

/** A number from 0 to the bound. A number beyond it counts as missing. */
export function isAmount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= intakeLimits.amount;
}

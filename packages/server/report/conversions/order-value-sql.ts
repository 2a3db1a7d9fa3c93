// What an order is worth and what a refund names, in SQL: the rule of core/behaviour/apply/order-value.ts over
// the stored properties of an event. An order's value is 0 where it names none.
import { orderValueProperties } from '@opportune/core/behaviour/apply/order-value.ts';
import { intakeLimits } from '@opportune/protocol/limits.ts';

const numberIn = (name: string): string => `JSONExtractFloat(properties, '${name}')`;
/** Older logs hold numbers beyond the bound of the intake, and texts. */
const isNamed = (name: string): string =>
  `JSONType(properties, '${name}') IN ('Int64', 'UInt64', 'Double') AND abs(${numberIn(name)}) <= ${intakeLimits.amount}`;

const namedSql = `multiIf(${orderValueProperties.map((name) => `${isNamed(name)}, ${numberIn(name)}`).join(', ')}, 0.)`;

/** The value of an order. */
export const orderValueSql = `greatest(0., ${namedSql})`;

/** The sum that a refund names, whatever its sign; 0 where it names none. */
export const returnedSumSql = `abs(${namedSql})`;
/** Whether it names one, 0 included. */
export const namesSumSql = `(${orderValueProperties.map((name) => `(${isNamed(name)})`).join(' OR ')})`;

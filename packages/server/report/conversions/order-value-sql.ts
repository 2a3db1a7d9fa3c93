// The value of an order and the amount of a refund, in SQL: the rule of
// core/behaviour/apply/order-value.ts over an event's stored properties. An order without a value
// has the value 0.
import { orderValueProperties } from '@opportune/core/behaviour/apply/order-value.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';

const numberIn = (name: string): string => `JSONExtractFloat(properties, '${name}')`;
/** Older logs contain texts, and numbers beyond the intake's bound. */
const isNamed = (name: string): string =>
  `JSONType(properties, '${name}') IN ('Int64', 'UInt64', 'Double') AND abs(${numberIn(name)}) <= ${intakeLimits.amount}`;

const namedSql = `multiIf(${orderValueProperties.map((name) => `${isNamed(name)}, ${numberIn(name)}`).join(', ')}, 0.)`;

/** The value of an order. */
export const orderValueSql = `greatest(0., ${namedSql})`;

/** The amount that a refund names, regardless of its sign. 0 if it names none. */
export const returnedSumSql = `abs(${namedSql})`;
/** Whether it names an amount, including 0. */
export const namesSumSql = `(${orderValueProperties.map((name) => `(${isNamed(name)})`).join(' OR ')})`;

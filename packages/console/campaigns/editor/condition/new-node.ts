// The initial form of an added condition, and the choices for it: kinds, operators and values.
import type { Condition, Operator } from '@opportune/protocol/campaign/condition.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import {
  customerFactPrefix,
  factDefinition,
  openOperators,
  operatorsOf,
  type FactType,
} from '@opportune/protocol/behaviour/facts.ts';

/** The placeholder for a text that is not set yet. A campaign that contains it cannot go live. */
export const unset = '…';

export const behaviourKinds = [
  'performed',
  'sequence',
  'absence',
  'dwell',
  'idle',
  'leaving',
  'score',
] as const;
export type BehaviourKind = (typeof behaviourKinds)[number];

/** Event names that the product knows, offered as suggestions. Any other name can be typed. */
export const standardEvents: readonly string[] = [
  eventName.page,
  eventName.productsSearched,
  eventName.productListViewed,
  eventName.productViewed,
  eventName.productAdded,
  eventName.productRemoved,
  eventName.cartViewed,
  eventName.cartUpdated,
  eventName.checkoutStarted,
  eventName.checkoutStepViewed,
  eventName.checkoutStepCompleted,
  eventName.orderCompleted,
  eventName.orderRefunded,
  eventName.orderCancelled,
  eventName.formStarted,
  eventName.formLeft,
  eventName.formSubmitted,
  eventName.elementClicked,
  eventName.scrollReached,
  eventName.errorMet,
  'Payment Failed',
];

export function newBehaviour(kind: BehaviourKind): Condition {
  return behaviours[kind];
}

const behaviours: Readonly<Record<BehaviourKind, Condition>> = {
  performed: { performed: { event: 'Product Viewed' }, count: { op: 'gte', value: 2 } },
  sequence: { sequence: [{ event: 'Product Viewed' }, { event: 'Product Viewed' }], withinS: 600 },
  absence: {
    absence: { event: 'Order Completed' },
    after: { event: 'Checkout Started' },
    withinS: 120,
  },
  dwell: { dwell: { on: 'page', forS: 30 } },
  idle: { idle: { forS: 30 } },
  leaving: { leaving: true },
  score: { score: { fact: 'intent.score', rises: 70, falls: 30 } },
};

/** The order in which operators are offered, the most used first. */
const usual: readonly Operator[] = [
  'gte',
  'eq',
  'ne',
  'gt',
  'lt',
  'lte',
  'in',
  'notIn',
  'contains',
  'startsWith',
  'endsWith',
  'matches',
  'between',
  'withinLast',
  'withinNext',
  'before',
  'after',
  'exists',
];

/**
 * A comparison of a fact with a valid value, ready to be edited. `declared` is the type of a custom
 * attribute.
 */
export function newFact(fact: string, declared?: FactType): Condition {
  const type = declared ?? factDefinition(fact)?.type ?? 'text';
  const op = (declared === undefined ? operatorsFor(fact)[0] : usualOperator(declared)) ?? 'exists';
  return { fact, op, value: valueFor(fact, op, type) };
}

/** The operators of an event's property, which holds no instants. */
export const propertyOperators: readonly Operator[] = operatorsFor(`${customerFactPrefix}x`).filter(
  (op) => !operatorsOf.instant.includes(op) || op === 'exists',
);

/**
 * The operators of a fact, the usual one first. `declared` is the type of a custom attribute, if it
 * is known.
 */
export function operatorsFor(fact: string, declared?: FactType): readonly Operator[] {
  const type = declared ?? factDefinition(fact)?.type ?? 'text';
  const group = factDefinition(fact)?.group;
  const isOpen = group === 'customer' || (group === 'custom' && declared === undefined);
  const allowed: readonly string[] = isOpen ? openOperators : operatorsOf[type];
  const first = usualOperator(type);
  const known = usual.filter((op) => allowed.includes(op));
  return [...known.filter((op) => op === first), ...known.filter((op) => op !== first)];
}

function usualOperator(type: FactType): Operator {
  if (type === 'text' || type === 'boolean') return 'eq';
  if (type === 'list') return 'contains';
  return type === 'instant' ? 'withinLast' : 'gte';
}

/** A value that the operator accepts, as close to the previous one as possible. */
export function valueFor(
  fact: string,
  op: Operator,
  type: FactType,
  before?: unknown,
): string | number | boolean | (string | number | boolean)[] {
  const values = factDefinition(fact)?.values;
  const numeric = type === 'number' || type === 'money' || type === 'seconds' || type === 'percent';
  const kept = scalarOf(before, numeric);
  const closed =
    values !== undefined && !values.some((each) => each === kept) ? values[0] : undefined;
  const one = closed ?? kept ?? (numeric ? standardNumber(type) : unset);
  switch (op) {
    case 'exists':
      return true;
    case 'between':
      return [numberOf(before) ?? 0, (numberOf(before) ?? 0) + standardNumber(type)];
    case 'in':
    case 'notIn':
      return Array.isArray(before) && before.length > 0 ? before.filter(isScalar) : [one];
    case 'withinLast':
    case 'withinNext':
      return numberOf(before) ?? 86_400;
    case 'before':
    case 'after':
      return '2026-01-01';
    default:
      return type === 'boolean' ? true : one;
  }
}

function standardNumber(type: FactType): number {
  return type === 'money' ? 100 : type === 'seconds' ? 30 : type === 'percent' ? 50 : 2;
}
function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
function scalarOf(before: unknown, numeric: boolean): string | number | undefined {
  return numeric ? numberOf(before) : textOf(before);
}
function numberOf(before: unknown): number | undefined {
  if (typeof before === 'number') return before;
  return Array.isArray(before) && typeof before[0] === 'number' ? before[0] : undefined;
}
function textOf(before: unknown): string | undefined {
  if (typeof before === 'string') return before;
  return Array.isArray(before) && typeof before[0] === 'string' ? before[0] : undefined;
}

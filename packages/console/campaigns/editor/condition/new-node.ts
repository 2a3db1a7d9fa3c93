// What a condition begins as when it is added, and what its choices are: kinds, operators, units.
import type { Condition, Operator } from '@opportune/protocol/campaign/condition.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import {
  customerFactPrefix,
  factDefinition,
  openOperators,
  operatorsOf,
  type FactType,
} from '@opportune/protocol/behaviour/facts.ts';

/** What stands for a text that was not set yet; nothing goes live with it. */
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

/** Events that the product knows, offered where an event is named; any other name may be typed. */
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

/** As they are offered, those that are chosen most first. */
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

/** A comparison of a fact with a value that fits, to be changed; `declared` is an attribute's type. */
export function newFact(fact: string, declared?: FactType): Condition {
  const type = declared ?? factDefinition(fact)?.type ?? 'text';
  const op = (declared === undefined ? operatorsFor(fact)[0] : usualOperator(declared)) ?? 'exists';
  return { fact, op, value: valueFor(fact, op, type) };
}

/** Of a property of an event, which holds no instants. */
export const propertyOperators: readonly Operator[] = operatorsFor(`${customerFactPrefix}x`).filter(
  (op) => !operatorsOf.instant.includes(op) || op === 'exists',
);

/** The operators of a fact, the usual one first; `declared` is an attribute's type, where it is known. */
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

/** A value that the operator takes, near the one there was. */
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

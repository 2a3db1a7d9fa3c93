// Which operators fit a fact, and which values fit an operator and a type. Each answer is a
// sentence for the author of the condition. The place in the condition is not known here.
import type { FactCondition } from '@opportune/protocol/campaign/condition.ts';
import {
  openOperators,
  operatorsOf,
  type FactDefinition,
} from '@opportune/protocol/behaviour/facts.ts';
import { parseInstant } from '../../world/instant.ts';
import { compileExpression } from './compare.ts';

/** Operators that fit a fact. Traits may be of any type, which only their values show. */
export function operatorsFor({ group, type }: FactDefinition): readonly string[] {
  return group === 'customer' ? openOperators : operatorsOf[type];
}

type Operand = FactCondition['value'];

/** Why a value does not fit the operator. Null if it does. */
export function wrongValue(op: FactCondition['op'], value: Operand): string | null {
  switch (op) {
    case 'exists':
      return value === undefined || typeof value === 'boolean' ? null : 'No value belongs here.';
    case 'in':
    case 'notIn':
      return Array.isArray(value) && value.length > 0 ? null : 'Name a list of at least one value.';
    case 'between':
      return isPair(value) ? null : 'Name two numbers, the smaller first.';
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return typeof value === 'string' && value !== '' ? null : 'Name a text.';
    case 'matches':
      return wrongExpression(value);
    case 'withinLast':
    case 'withinNext':
      return typeof value === 'number' && value > 0 ? null : 'Name a number of seconds.';
    case 'before':
    case 'after':
      return isInstant(value) ? null : 'Name a date such as 2026-03-01 or a time in UTC.';
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return typeof value === 'number' || typeof value === 'string'
        ? null
        : 'Name a value to compare with.';
    case 'eq':
    case 'ne':
      return value !== undefined && !Array.isArray(value) ? null : 'Name one value.';
    default:
      return op satisfies never;
  }
}

function isPair(value: Operand): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [least, most] = value;
  return typeof least === 'number' && typeof most === 'number' && least <= most;
}

function isInstant(value: Operand): boolean {
  return typeof value === 'number' || (typeof value === 'string' && parseInstant(value) !== null);
}

function wrongExpression(value: Operand): string | null {
  if (typeof value !== 'string' || value === '') return 'Name an expression.';
  return compileExpression(value) === null
    ? 'This is not a valid RE2 expression. RE2 has no look-around and no back-references.'
    : null;
}

/** What a fact of each type can be compared with. Instants have forms of their own. */
const operands = {
  number: 'number',
  money: 'number',
  seconds: 'number',
  percent: 'number',
  text: 'string',
  list: 'string',
  boolean: 'boolean',
} as const;

/** Why a value does not fit the type of the fact. */
export function wrongForType(
  { fact, group, type, values }: FactDefinition,
  op: FactCondition['op'],
  value: Operand,
): string | null {
  if (op === 'exists' || type === 'instant' || group === 'customer') return null;
  const items = Array.isArray(value) ? value : [value];
  const wanted = operands[type];
  if (items.some((item) => typeof item !== wanted))
    return `"${fact}" is compared with a ${wanted === 'string' ? 'text' : wanted}.`;
  if (values === undefined || !['eq', 'ne', 'in', 'notIn'].includes(op)) return null;
  const strange = items.find((item) => !values.some((known) => known === item));
  return strange === undefined ? null : `"${fact}" is one of ${values.join(', ')}.`;
}

// Compiles one comparison of the grammar: from operator and value to a test of values. An unknown
// value (null, undefined) or one of another type makes it false, never an error.
import { RE2JS } from 're2js';
import type { FactCondition, Operator } from '@opportune/protocol/campaign/condition.ts';

export type Comparable = string | number | boolean | readonly unknown[] | null | undefined;
export type Comparison = (value: unknown) => boolean;
type Operand = FactCondition['value'];

const no: Comparison = () => false;

/** The test of one value. A value that does not fit the operator compiles to "false". */
export function compileComparison(op: Operator, operand: Operand): Comparison {
  switch (op) {
    case 'eq':
      return (value) => isScalar(value) && value === operand;
    case 'ne':
      return (value) => typeof value === typeof operand && isScalar(value) && value !== operand;
    case 'gt':
      return ordered(operand, (order) => order > 0);
    case 'gte':
      return ordered(operand, (order) => order >= 0);
    case 'lt':
      return ordered(operand, (order) => order < 0);
    case 'lte':
      return ordered(operand, (order) => order <= 0);
    case 'between':
      return between(operand);
    case 'in':
      return Array.isArray(operand) ? among(operand) : no;
    case 'notIn':
      return Array.isArray(operand) ? notAmong(operand) : no;
    case 'contains':
      return contains(operand);
    case 'startsWith':
      return ofText(operand, (text, part) => text.startsWith(part));
    case 'endsWith':
      return ofText(operand, (text, part) => text.endsWith(part));
    case 'matches':
      return matches(operand);
    case 'exists':
      return operand === false ? (value) => !isKnown(value) : isKnown;
    case 'before':
    case 'after':
    case 'withinLast':
    case 'withinNext':
      // Instants are compiled with their clock in fact-leaf.ts.
      return no;
    default:
      return op satisfies never;
  }
}

function isKnown(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== null && value !== undefined && value !== '';
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Compares numbers with numbers, texts with texts. */
function ordered(operand: Operand, test: (order: number) => boolean): Comparison {
  if (typeof operand === 'number')
    return (value) => typeof value === 'number' && test(value - operand);
  if (typeof operand !== 'string') return no;
  return (value) =>
    typeof value === 'string' && test(value < operand ? -1 : value > operand ? 1 : 0);
}

/** Both ends are included. */
function between(operand: Operand): Comparison {
  if (!Array.isArray(operand)) return no;
  const [least, most] = operand;
  if (typeof least !== 'number' || typeof most !== 'number') return no;
  return (value) => typeof value === 'number' && value >= least && value <= most;
}

function among(operand: readonly unknown[]): Comparison {
  const wanted = new Set(operand);
  return (value) =>
    Array.isArray(value)
      ? value.some((item) => wanted.has(item))
      : isScalar(value) && wanted.has(value);
}

function notAmong(operand: readonly unknown[]): Comparison {
  const unwanted = new Set(operand);
  const types = new Set(operand.map((item) => typeof item));
  return (value) =>
    Array.isArray(value)
      ? !value.some((item) => unwanted.has(item))
      : isScalar(value) && types.has(typeof value) && !unwanted.has(value);
}

/** A text within a text, or an item of a list. */
function contains(operand: Operand): Comparison {
  return (value) =>
    Array.isArray(value)
      ? value.includes(operand)
      : typeof value === 'string' && typeof operand === 'string' && value.includes(operand);
}

function ofText(operand: Operand, test: (text: string, part: string) => boolean): Comparison {
  return typeof operand === 'string'
    ? (value) => typeof value === 'string' && test(value, operand)
    : no;
}

/** Matches anywhere in the text, in linear time (RE2). */
function matches(operand: Operand): Comparison {
  const pattern = typeof operand === 'string' ? compileExpression(operand) : null;
  return pattern === null
    ? no
    : (value) => typeof value === 'string' && pattern.matcher(value).find();
}

/** The expression in RE2's syntax. Null if invalid (back-references, look-around, errors). */
export function compileExpression(text: string): RE2JS | null {
  try {
    return RE2JS.compile(text);
  } catch {
    return null;
  }
}

// An event pattern, compiled: the name, and what the properties must be. `path` is dotted; numbers
// in it count from 0 in lists; a key that holds a dot is found by its whole name first.
import type { EventPattern } from '@opportune/protocol/condition.ts';
import type { Json, JsonObject } from '@opportune/protocol/event.ts';
import { compileComparison, type Comparison } from './compare.ts';
import type { RecentEvent, Scalar } from './profile.ts';

export interface Pattern {
  readonly event: string;
  /** A property that must equal a value, where there is one, to index by; `sure`: nothing else is asked. */
  readonly key: { readonly path: string; readonly value: Scalar; readonly sure: boolean } | null;
  matches(event: RecentEvent): boolean;
}

export function compilePattern({ event, where = [] }: EventPattern): Pattern {
  const tests = where.map(({ path, op, value }) => compileTest(path, compileComparison(op, value)));
  const key = keyOf(where);
  const [only] = tests;
  if (only === undefined) return { event, key, matches: (recent) => recent.name === event };
  if (tests.length === 1) return { event, key, matches: (recent) => recent.name === event && only(recent.subject) };
  return { event, key, matches: (recent) => recent.name === event && tests.every((test) => test(recent.subject)) };
}

function keyOf(where: NonNullable<EventPattern['where']>): Pattern['key'] {
  for (const { path, op, value } of where) {
    if (op === 'eq' && value !== undefined && typeof value !== 'object') return { path, value, sure: where.length === 1 };
  }
  return null;
}

function compileTest(path: string, test: Comparison): (subject: JsonObject | null) => boolean {
  if (!path.includes('.')) return (subject) => test(subject === null ? undefined : ownField(subject, path));
  return (subject) => test(readPath(subject, path));
}

/** The value at a dotted path, or undefined. */
export function readPath(subject: JsonObject | null, path: string): Json | undefined {
  if (subject === null) return undefined;
  const whole = ownField(subject, path);
  if (whole !== undefined || !path.includes('.')) return whole;
  let value: Json | undefined = subject;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = ownField(value as JsonObject, key);
  }
  return value;
}

/** Names come from outside: `constructor` must not find what the language put there. */
function ownField(subject: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(subject, key) ? subject[key] : undefined;
}

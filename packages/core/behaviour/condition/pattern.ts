// A compiled event pattern: the name, and the conditions on properties. `path` is dotted; numbers
// in it are list indexes from 0. A key that contains a dot is found by its whole name first.
import type { EventPattern } from '@opportune/protocol/campaign/condition.ts';
import type { Json, JsonObject } from '@opportune/protocol/behaviour/event.ts';
import { canonical } from './canonical.ts';
import { compileComparison, type Comparison } from './compare.ts';
import type { RecentEvent } from '../recent/event-block.ts';
import { propertyAsKept } from '../facts/kept-text.ts';
import type { Scalar } from '../profile.ts';

export interface Pattern {
  /** Its number in the book it was compiled into. */
  readonly id: number;
  readonly event: string;
  /**
   * A property that must equal a value, if there is one, for indexing. `sure`: nothing else is
   * required.
   */
  readonly key: { readonly path: string; readonly value: Scalar; readonly sure: boolean } | null;
  /** Whether the properties match. The caller compares the name. */
  fits(subject: JsonObject | null): boolean;
  matches(event: RecentEvent): boolean;
}

/** The patterns of one configuration, by content. */
export type PatternBook = Map<string, Pattern>;

/** Compiles the pattern, once for a book. */
export function compilePattern(source: EventPattern, book: PatternBook = new Map()): Pattern {
  const content = canonical(source);
  const known = book.get(content);
  if (known !== undefined) return known;
  const pattern = compileNew(source, book.size);
  book.set(content, pattern);
  return pattern;
}

function compileNew({ event, where: asked = [] }: EventPattern, id: number): Pattern {
  const where = asked.map((each) => propertyAsKept(event, each));
  const tests = where.map(({ path, op, value }) => compileTest(path, compileComparison(op, value)));
  const key = keyOf(where);
  const fits = allOf(tests);
  return {
    id,
    event,
    key,
    fits,
    matches: (recent) => recent.name === event && fits(recent.subject),
  };
}

type SubjectTest = (subject: JsonObject | null) => boolean;

function allOf(tests: readonly SubjectTest[]): SubjectTest {
  const [only] = tests;
  if (only === undefined) return () => true;
  return tests.length === 1 ? only : (subject) => tests.every((test) => test(subject));
}

function keyOf(where: NonNullable<EventPattern['where']>): Pattern['key'] {
  for (const { path, op, value } of where) {
    if (op === 'eq' && value !== undefined && typeof value !== 'object')
      return { path, value, sure: where.length === 1 };
  }
  return null;
}

function compileTest(path: string, test: Comparison): SubjectTest {
  if (!path.includes('.'))
    return (subject) => test(subject === null ? undefined : ownField(subject, path));
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

/** Names come from outside: `constructor` must not find a property of the language. */
function ownField(subject: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(subject, key) ? subject[key] : undefined;
}

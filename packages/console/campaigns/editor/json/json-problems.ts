// Checks a part of a campaign written as JSON: its syntax, its grammar, and whether it makes sense.
// Returns the problems with their lines, or the parsed part if there are none.
import { checkCondition } from '@opportune/core/behaviour/condition/check-condition.ts';
import type { CustomAttribute } from '@opportune/protocol/behaviour/attributes.ts';
import { Condition } from '@opportune/protocol/campaign/condition.ts';
import type { z } from 'zod';
import { lineOf, linesOf, syntaxLine } from './json-places.ts';

export interface JsonProblem {
  readonly line: number;
  readonly path: string;
  readonly kind: 'syntax' | 'grammar' | 'unknown-field' | 'sense';
  readonly message: string;
}
export type JsonReading<Value> =
  | { readonly type: 'value'; readonly value: Value }
  | { readonly type: 'problems'; readonly problems: readonly JsonProblem[] };

type Sense = { readonly path: string; readonly message: string };

/** `attributes` are the custom attributes that the account declares, as the server requires. */
export function readConditionJson(
  text: string,
  attributes: readonly CustomAttribute[],
): JsonReading<Condition> {
  return readJson(text, Condition, (condition) => checkCondition(condition, attributes));
}

/** `check` finds what the schema cannot. Its paths are relative to the part. */
export function readJson<Value>(
  text: string,
  schema: z.ZodType<Value>,
  check: (value: Value) => readonly Sense[],
): JsonReading<Value> {
  const raw = readSyntax(text);
  if (raw.type === 'problems') return raw;
  const lines = linesOf(text);
  const parsed = schema.safeParse(raw.value);
  const found: Omit<JsonProblem, 'line'>[] = parsed.success
    ? check(parsed.data).map(({ path, message }) => ({ path, kind: 'sense', message }))
    : parsed.error.issues.flatMap((issue) => flatten(issue, []));
  if (parsed.success && found.length === 0) return { type: 'value', value: parsed.data };
  const problems = found.map((each) => ({ ...each, line: lineOf(lines, each.path) }));
  return { type: 'problems', problems: problems.sort((a, b) => a.line - b.line) };
}

function readSyntax(text: string): JsonReading<unknown> {
  try {
    return { type: 'value', value: JSON.parse(text) };
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const line = syntaxLine(text, message);
    return { type: 'problems', problems: [{ line, path: '', kind: 'syntax', message }] };
  }
}

type Issue = z.core.$ZodIssue;

/**
 * For a failed union, reports the branch that was probably meant: the one whose errors cost least.
 * An error of the whole value and unknown keys cost most.
 */
function flatten(issue: Issue, above: readonly PropertyKey[]): Omit<JsonProblem, 'line'>[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const meant = issue.errors.reduce((best, branch) =>
      costOf(branch) < costOf(best) ? branch : best,
    );
    return meant.flatMap((inner) => flatten(inner, path));
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key].map(String).join('.'),
      kind: 'unknown-field',
      message: key,
    }));
  }
  return [{ path: path.map(String).join('.'), kind: 'grammar', message: issue.message }];
}

function costOf(branch: readonly Issue[]): number {
  return branch.reduce((sum, issue) => {
    if (issue.code === 'unrecognized_keys' && issue.path.length === 0)
      return sum + 3 * issue.keys.length;
    return sum + (issue.path.length === 0 ? 5 : issue.path.length === 1 ? 2 : 1);
  }, 0);
}

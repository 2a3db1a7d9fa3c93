// How a draft's condition differs from the live one: new places, changed values and removed parts.
// Parts are matched by their subject, not by their position.
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import { isGroup, join, partsOf, type Group } from './condition-edit.ts';

export interface ConditionDiff {
  /** By path in the draft. `was` is the live value; absent if the whole part is new. */
  readonly marks: ReadonlyMap<string, { readonly was?: unknown }>;
  /** By path of the draft's group: the live parts that the draft does not have. */
  readonly removed: ReadonlyMap<string, readonly Condition[]>;
}

export const noDiff: ConditionDiff = { marks: new Map(), removed: new Map() };

export function diffConditions(live: Condition, draft: Condition): ConditionDiff {
  const marks = new Map<string, { was?: unknown }>();
  const removed = new Map<string, readonly Condition[]>();

  function compare(before: Condition, after: Condition, path: string): void {
    if (same(before, after)) return;
    if ('not' in before && 'not' in after) return compare(before.not, after.not, join(path, 'not'));
    if (isGroup(before) && isGroup(after)) return compareGroups(before, after, path);
    // A lone condition is compared as a group of one, so that only its new siblings are marked.
    if (isGroup(after) && !('not' in before))
      return compareGroups('all' in after ? { all: [before] } : { any: [before] }, after, path);
    if (subjectOf(before) === subjectOf(after)) return compareFields(before, after, path);
    marks.set(path, {});
    if (path === '') removed.set('', [before]);
  }

  function compareGroups(before: Group, after: Group, path: string): void {
    const logic = 'all' in after ? 'all' : 'any';
    if (!(logic in before)) marks.set(join(path, logic), { was: 'all' in before ? 'all' : 'any' });
    const left = [...partsOf(before)];
    const pairs = partsOf(after).map((part, at) => ({
      part,
      path: join(path, `${logic}.${at}`),
      match: take(left, (old) => same(old, part)),
    }));
    for (const pair of pairs)
      pair.match ??= take(left, (old) => subjectOf(old) === subjectOf(pair.part));
    for (const { part, path: place, match } of pairs) {
      if (match === undefined) marks.set(place, {});
      else compare(match, part, place);
    }
    if (left.length > 0) removed.set(path, left);
  }

  function compareFields(before: unknown, after: unknown, path: string): void {
    if (same(before, after)) return;
    if (!isRecord(before) || !isRecord(after) || Array.isArray(before) !== Array.isArray(after)) {
      marks.set(path, { was: before });
      return;
    }
    for (const [key, value] of Object.entries(after))
      compareFields(before[key], value, join(path, key));
    for (const key of Object.keys(before))
      if (!(key in after)) marks.set(join(path, key), { was: before[key] });
  }

  compare(live, draft, '');
  return { marks, removed };
}

function take(from: Condition[], fits: (one: Condition) => boolean): Condition | undefined {
  const at = from.findIndex(fits);
  return at < 0 ? undefined : from.splice(at, 1)[0];
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The subject of a part: its kind, with the fact or the event. */
function subjectOf(node: Condition): string {
  if ('not' in node) return `not ${subjectOf(node.not)}`;
  if (isGroup(node)) return 'group';
  if ('fact' in node) return `fact ${node.fact}`;
  if ('performed' in node) return `performed ${node.performed.event}`;
  if ('absence' in node) return `absence ${node.absence.event}`;
  if ('score' in node) return `score ${node.score.fact}`;
  return Object.keys(node).sort().join(' ');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

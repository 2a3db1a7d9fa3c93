// Edits a condition by path: dotted keys such as `all.1.not.performed.event`, empty for the whole.
// Every function returns a new condition and leaves the old one unchanged. It knows nothing of
// words or the screen.
import { Condition } from '@opportune/protocol/campaign/condition.ts';

export type Logic = 'all' | 'any' | 'not';
export type Group = { readonly all: readonly Condition[] } | { readonly any: readonly Condition[] };

export function isGroup(condition: Condition): condition is Group {
  return 'all' in condition || 'any' in condition;
}

export function partsOf(group: Group): readonly Condition[] {
  return 'all' in group ? group.all : group.any;
}

/** The node at a path; undefined if there is none. */
export function nodeAt(condition: Condition, path: string): Condition | undefined {
  const found = Condition.safeParse(valueAt(condition, path));
  return found.success ? found.data : undefined;
}

/** Any value at a path, such as the one that a chip shows. */
export function valueAt(whole: unknown, path: string): unknown {
  return keysOf(path).reduce<unknown>((at, key) => child(at, key), whole);
}

/**
 * The condition with another value at a path. `undefined` removes the key. Null if the result
 * breaks the grammar.
 */
export function setAt(condition: Condition, path: string, value: unknown): Condition | null {
  const changed = Condition.safeParse(setIn(condition, keysOf(path), value));
  return changed.success ? changed.data : null;
}

/** The condition with another node at a path. Unchanged if the result breaks the grammar. */
export function replaceAt(condition: Condition, path: string, node: Condition): Condition {
  return setAt(condition, path, node) ?? condition;
}

/** Removes a node, with a `not` around it and with groups that it leaves empty. */
export function removeAt(condition: Condition, path: string): Condition {
  const keys = keysOf(path);
  const last = keys.at(-1);
  if (last === undefined) return { all: [] };
  const parentPath = keys.slice(0, -1);
  if (last === 'not') return removeAt(condition, parentPath.join('.'));
  const siblings = valueAt(condition, parentPath.join('.'));
  if (!Array.isArray(siblings)) return condition;
  const left = siblings.filter((_, at) => String(at) !== last);
  const group = parentPath.slice(0, -1);
  if (left.length === 0) return removeAt(condition, group.join('.'));
  return replaceParts(condition, parentPath, left);
}

/** Adds a node to the group at a path. If the node there is no group, both go into a new one. */
export function addTo(condition: Condition, path: string, node: Condition): Condition {
  const target = nodeAt(condition, path);
  if (target === undefined) return condition;
  const grown: Condition =
    'all' in target
      ? { all: [...target.all, node] }
      : 'any' in target
        ? { any: [...target.any, node] }
        : { all: [target, node] };
  return replaceAt(condition, path, grown);
}

/** The group at a path with another logic. `not` means none of its parts. */
export function setLogic(condition: Condition, path: string, logic: Logic): Condition {
  const node = nodeAt(condition, path);
  if (node === undefined) return condition;
  const inner = 'not' in node ? node.not : node;
  if (!isGroup(inner)) return condition;
  const parts = partsOf(inner);
  const next: Condition =
    logic === 'all' ? { all: parts } : logic === 'any' ? { any: parts } : { not: { any: parts } };
  return replaceAt(condition, path, next);
}

/** Negates the node at a path, or removes its negation. */
export function negateAt(condition: Condition, path: string): Condition {
  const node = nodeAt(condition, path);
  if (node === undefined) return condition;
  return replaceAt(condition, path, 'not' in node ? node.not : { not: node });
}

/** Wraps the node at a path in a group of its own. */
export function wrapAt(condition: Condition, path: string, logic: 'all' | 'any'): Condition {
  const node = nodeAt(condition, path);
  if (node === undefined) return condition;
  return replaceAt(condition, path, logic === 'all' ? { all: [node] } : { any: [node] });
}

/** Moves the parts of the group at a path into the group around it. The outermost group stays. */
export function unwrapAt(condition: Condition, path: string): Condition {
  const node = nodeAt(condition, path);
  const keys = keysOf(path);
  const place = Number(keys.at(-1));
  const siblings = valueAt(condition, keys.slice(0, -1).join('.'));
  if (node === undefined || !isGroup(node) || !Array.isArray(siblings) || !Number.isInteger(place))
    return condition;
  return replaceParts(condition, keys.slice(0, -1), siblings.toSpliced(place, 1, ...partsOf(node)));
}

/** Moves a part within its group by one place. At the ends it stays. */
export function moveAt(condition: Condition, path: string, by: -1 | 1): Condition {
  const keys = keysOf(path);
  const place = Number(keys.at(-1));
  const siblings = valueAt(condition, keys.slice(0, -1).join('.'));
  if (!Array.isArray(siblings) || !Number.isInteger(place)) return condition;
  const to = place + by;
  if (to < 0 || to >= siblings.length) return condition;
  const moved: unknown[] = siblings.toSpliced(place, 1).toSpliced(to, 0, siblings[place]);
  return replaceParts(condition, keys.slice(0, -1), moved);
}

function replaceParts(
  condition: Condition,
  arrayPath: readonly string[],
  parts: readonly unknown[],
): Condition {
  return setAt(condition, arrayPath.join('.'), parts) ?? condition;
}

export function keysOf(path: string): string[] {
  return path === '' ? [] : path.split('.');
}

export function join(path: string, more: string): string {
  return path === '' ? more : `${path}.${more}`;
}

function child(at: unknown, key: string): unknown {
  if (Array.isArray(at)) return at[Number(key)];
  return typeof at === 'object' && at !== null
    ? Object.entries(at).find(([name]) => name === key)?.[1]
    : undefined;
}

function setInList(
  list: readonly unknown[],
  place: number,
  rest: readonly string[],
  value: unknown,
): readonly unknown[] {
  if (rest.length === 0 && value === undefined) return list.toSpliced(place, 1);
  const changed = list.map((each, at) => (at === place ? setIn(each, rest, value) : each));
  return place === list.length ? [...changed, setIn(undefined, rest, value)] : changed;
}

function setIn(at: unknown, keys: readonly string[], value: unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (Array.isArray(at)) return setInList(at, Number(key), rest, value);
  const entries = typeof at === 'object' && at !== null ? Object.entries(at) : [];
  const changed = setIn(child(at, key), rest, value);
  const others = entries.filter(([name]) => name !== key);
  if (changed === undefined) return Object.fromEntries(others);
  const known = entries.some(([name]) => name === key);
  return Object.fromEntries(
    known
      ? entries.map(([name, old]) => [name, name === key ? changed : old])
      : [...entries, [key, changed]],
  );
}

// Masks every text within a value of JSON. The key determines how, so that ids and frame names stay
// unchanged. Keys only lose cards. If nothing is masked, the same value is returned, not a copy.
import { cardsOnly, compileMask, maskNumber } from './mask.ts';

type MaskText = (text: string) => string;

/**
 * How the texts under a key are masked. Null: the value stays as it is. Depth 1 is the outermost.
 */
export type MaskingOf = (key: string, depth: number) => MaskText | null;

/**
 * Whether a value of JSON may hold anything to mask. Nearly every event does not, and then this is
 * the only cost: each text is scanned once, and nothing is allocated. Skips some keys of the
 * outermost object.
 */
export function mayHold(
  value: unknown,
  mayChange: (text: string) => boolean,
  apart: ReadonlySet<string> | null,
  depth = 1,
): boolean {
  if (typeof value === 'string') return mayChange(value);
  if (typeof value === 'number') return value >= 1e12 && mayChange(String(value));
  if (typeof value !== 'object' || value === null) return false;
  if (depth > deepest) return true;
  if (Array.isArray(value)) return mayHoldAny(value, mayChange, depth);
  if (!isRecord(value)) return false;
  for (const key in value) {
    if (apart !== null && apart.has(key)) continue;
    if (key.length > 12 && mayChange(key)) return true;
    if (mayHold(value[key], mayChange, null, depth + 1)) return true;
  }
  return false;
}

function mayHoldAny(
  items: readonly unknown[],
  mayChange: (text: string) => boolean,
  depth: number,
): boolean {
  for (let at = 0; at < items.length; at++)
    if (mayHold(items[at], mayChange, null, depth + 1)) return true;
  return false;
}

function isRecord(value: object): value is Fields {
  return !Array.isArray(value);
}

const maskKey = compileMask(cardsOnly).text;

/**
 * Masks texts, whole numbers and keys of an object or list. What is deeper than this is cut off.
 */
export const deepest = 20;

/** Never throws. What is too deep is replaced by null: intake accepts no such value. */
export function maskJson(value: unknown, masking: MaskingOf): unknown {
  return within(value, masking, 1);
}

function within(value: unknown, masking: MaskingOf, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest) return null;
  if (Array.isArray(value)) return list(value, masking, '', depth);
  return isRecord(value) ? record(value, masking, depth) : value;
}

type Fields = Record<string, unknown>;

/** The present key, the new key, and the new value. */
type Change = readonly [key: string, named: string, after: unknown];

function record(value: Fields, masking: MaskingOf, depth: number): Fields {
  const changes: Change[] = [];
  for (const key in value) {
    const mask = masking(key, depth);
    if (mask === null) continue;
    const given = value[key];
    const after = one(given, mask, masking, key, depth);
    const named = maskKey(key);
    if (after !== given || named !== key) changes.push([key, named, after]);
  }
  return changes.length === 0 ? value : changed(value, changes);
}

/**
 * Renamed keys come last. The copy is filled key by key: deleting slows down objects of many keys,
 * and so does making one from a list of them.
 */
function changed(value: Fields, changes: readonly Change[]): Fields {
  const copy: Fields = {};
  let at = 0;
  for (const key in value) {
    const change = changes[at];
    if (change === undefined || change[0] !== key) put(copy, key, value[key]);
    else {
      at++;
      if (change[1] === key) put(copy, key, change[2]);
    }
  }
  if (changes.some(([key, named]) => named !== key))
    for (const [, named, after] of changes) put(copy, named, after);
  return copy;
}

/** Assigned, that one name would replace the prototype. */
function put(fields: Fields, key: string, value: unknown): void {
  if (key !== '__proto__') fields[key] = value;
  else Object.defineProperty(fields, key, { value, ...asAssigned });
}
const asAssigned = { writable: true, enumerable: true, configurable: true } as const;

/** Items are masked by the key of their list. */
function list(
  items: readonly unknown[],
  masking: MaskingOf,
  key: string,
  depth: number,
): readonly unknown[] {
  let copy: unknown[] | null = null;
  const mask = masking(key, depth);
  for (let at = 0; at < items.length; at++) {
    const after = mask === null ? items[at] : one(items[at], mask, masking, key, depth);
    if (after === items[at]) continue;
    copy ??= [...items];
    copy[at] = after;
  }
  return copy ?? items;
}

function one(
  given: unknown,
  mask: MaskText,
  masking: MaskingOf,
  key: string,
  depth: number,
): unknown {
  if (typeof given === 'string') return mask(given);
  if (typeof given === 'number') return maskNumber(given, mask);
  if (!Array.isArray(given)) return within(given, masking, depth + 1);
  return depth >= deepest ? null : list(given, masking, key, depth + 1);
}

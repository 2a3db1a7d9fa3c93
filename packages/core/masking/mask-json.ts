// Masks every text within a value of JSON: what it is called says how, so that ids and the names of
// frames stay what they are. Keys lose cards and nothing else. A value in which nothing is masked is answered itself, not a copy.
import { cardsOnly, compileMask, maskNumber } from './mask.ts';

type MaskText = (text: string) => string;

/** How the texts under a key are masked; null: the value stays as it is. Depth 1 is the outermost. */
export type MaskingOf = (key: string, depth: number) => MaskText | null;

/**
 * Whether a value of JSON may hold anything to mask. Nearly every event does not, and this is all
 * that it then costs: each text is looked at once, and nothing is made. Of the outermost object some
 * keys are left out.
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
  if (Array.isArray(value)) return value.some((item) => mayHold(item, mayChange, null, depth + 1));
  if (!isRecord(value)) return false;
  for (const key in value) {
    if (apart !== null && apart.has(key)) continue;
    if (key.length > 12 && mayChange(key)) return true;
    if (mayHold(value[key], mayChange, null, depth + 1)) return true;
  }
  return false;
}

function isRecord(value: object): value is Fields {
  return !Array.isArray(value);
}

const maskKey = compileMask(cardsOnly).text;

/** Masks texts, whole numbers and keys of an object or list. Deeper than this is cut off. */
export const deepest = 20;

/** Never throws. What lies too deep is replaced by null: no way in takes it. */
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

/** What a key is called, what it will be called, and what it will hold. */
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

/** What is called otherwise stands behind the rest. Nothing is deleted: that slows an object of many keys. */
function changed(value: Fields, changes: readonly Change[]): Fields {
  const gone = new Set(changes.flatMap(([key, named]) => (key === named ? [] : [key])));
  const copy =
    gone.size === 0
      ? { ...value }
      : Object.fromEntries(Object.entries(value).filter(([key]) => !gone.has(key)));
  for (const [, named, after] of changes) copy[named] = after;
  return copy;
}

/** Items are called what their list is called. */
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

// Text that people write, as it may be stored: well-formed Unicode without the null character,
// which PostgreSQL refuses. Invalid characters become U+FFFD and are never removed: two parts of a
// text that were separate when it was masked never join. Everything else is kept as written.
import { z } from 'zod';

const nulls = /\u0000/g;

/** With unpaired surrogates and null characters as U+FFFD. */
export function storable(text: string): string {
  return text.toWellFormed().replace(nulls, '\ufffd');
}

/** A person's text of at most this many UTF-16 units, made storable. */
export function textOf(maxLength: number, minLength = 0) {
  return z.string().overwrite(storable).min(minLength).max(maxLength);
}

/** Intake accepts nothing deeper. */
const deepest = 64;

/**
 * Every text and key of a value of JSON made storable. Returns the same value if nothing changes.
 */
export function storableJson(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return storable(value);
  if (typeof value !== 'object' || value === null || depth >= deepest) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => storableJson(item, depth + 1));
    return items.some((item, at) => item !== value[at]) ? items : value;
  }
  const entries = Object.entries(value);
  const kept = entries.map(
    ([key, item]) => [storable(key), storableJson(item, depth + 1)] as const,
  );
  const same = kept.every(
    ([key, item], at) => key === entries[at]?.[0] && item === entries[at]?.[1],
  );
  return same ? value : Object.fromEntries(kept);
}

// Text that people write, as it may be stored: well-formed Unicode without the null character, which
// PostgreSQL refuses. What it cannot be becomes U+FFFD, never nothing: no two parts of a text come
// together that were apart when it was masked. Everything else is kept as it was written.
import { z } from 'zod';

const nulls = /\u0000/g;

/** With unpaired surrogates and null characters as U+FFFD. */
export function storable(text: string): string {
  return text.toWellFormed().replace(nulls, '\ufffd');
}

/** A text of people, at most so many UTF-16 units, made storable. */
export function textOf(maxLength: number, minLength = 0) {
  return z.string().overwrite(storable).min(minLength).max(maxLength);
}

/** No way in takes anything that lies deeper. */
const deepest = 64;

/** Every text and key of a value of JSON made storable; a value in which nothing changes is answered itself. */
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

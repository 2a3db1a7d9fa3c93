// How much memory a parsed JSON value takes, about: on the high side, and without writing it anew.
import type { Json } from '@opportune/protocol/behaviour/event.ts';

const objectBytes = 48;
const textBytes = 24;

/** Bytes, about. The value is nested no deeper than the intake lets it be. */
export function jsonBytes(value: Json): number {
  if (typeof value === 'string') return textBytes + 2 * value.length;
  if (typeof value !== 'object' || value === null) return 16;
  let bytes = objectBytes;
  if (Array.isArray(value)) for (const item of value) bytes += 8 + jsonBytes(item);
  else
    for (const [name, item] of Object.entries(value)) bytes += 24 + name.length + jsonBytes(item);
  return bytes;
}

// Estimates the memory of a plain value, such as parsed JSON, on the high side, without serialising it.

const objectBytes = 48;
const textBytes = 24;

/** Approximate bytes. The value must be nested no deeper than intake allows. */
export function jsonBytes(value: unknown): number {
  if (typeof value === 'string') return textBytes + 2 * value.length;
  if (typeof value !== 'object' || value === null) return 16;
  let bytes = objectBytes;
  if (Array.isArray(value)) for (const item of value) bytes += 8 + jsonBytes(item);
  else
    for (const [name, item] of Object.entries(value)) bytes += 24 + name.length + jsonBytes(item);
  return bytes;
}

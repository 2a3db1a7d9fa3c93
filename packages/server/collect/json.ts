// From bytes to JSON: valid UTF-8 or nothing, and text that every store can hold. It checks no
// schema; what it returns is unknown and goes straight to a parser.
import { isUtf8 } from 'node:buffer';

export type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/** Half of a surrogate pair, as JSON writes it; a title cut in the middle of an emoji has one. */
const mayHoldLoneSurrogate = /\\u[dD][89a-fA-F]/;

/** Parses bytes; `ok: false` for invalid UTF-8 and for what is not JSON. Lone surrogates become U+FFFD. */
export function parseJson(bytes: Buffer): Parsed {
  if (!isUtf8(bytes)) return { ok: false };
  const text = bytes.toString('utf8');
  try {
    if (!mayHoldLoneSurrogate.test(text)) return { ok: true, value: JSON.parse(text) };
    return { ok: true, value: JSON.parse(text, wellFormed) };
  } catch {
    return { ok: false };
  }
}

function wellFormed(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed() : value;
}

/** What was parsed, as text again; null where it is nested too deep to be written. */
export function jsonOf(value: unknown): string | null {
  try {
    return JSON.stringify(value) ?? null;
  } catch {
    return null;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// From bytes to JSON: valid UTF-8 or nothing, and text that every store can hold. It checks no
// schema. What it returns is unknown and goes straight to a parser.
import { isUtf8 } from 'node:buffer';

export type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/** Half of a surrogate pair, as JSON writes it. A title cut in the middle of an emoji has one. */
const mayHoldLoneSurrogate = /\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|\\u[dD][c-fC-F]/;

/** Every escape, so that the second of two backslashes begins none. Whole pairs come first. */
const escapes =
  /\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[dD][89a-fA-F][0-9a-fA-F]{2}|[^])/g;
const surrogateEscapeLength = 6;

/** Parses bytes; `ok: false` for invalid UTF-8 and for what is not JSON. Lone surrogates become U+FFFD. */
export function parseJson(bytes: Buffer): Parsed {
  if (!isUtf8(bytes)) return { ok: false };
  const text = bytes.toString('utf8');
  try {
    const value: unknown = JSON.parse(
      mayHoldLoneSurrogate.test(text) ? text.replaceAll(escapes, wellFormed) : text,
    );
    return { ok: true, value };
  } catch {
    return { ok: false };
  }
}

/** In the text and not in the values: a reviver would be called for each of a million values. */
function wellFormed(escape: string): string {
  return escape.length === surrogateEscapeLength ? '\\ufffd' : escape;
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

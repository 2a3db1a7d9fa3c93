// Parses bytes as JSON: valid UTF-8 only, and with text that every store can hold. It checks no
// schema. The result is unknown and goes straight to a parser.
import { isUtf8 } from 'node:buffer';

export type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/** Half of a surrogate pair, as JSON escapes it. A title cut within an emoji contains one. */
const mayHoldLoneSurrogate = /\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|\\u[dD][c-fC-F]/;

/**
 * Parses bytes. Returns `ok: false` for invalid UTF-8 and invalid JSON. Lone surrogates become
 * U+FFFD.
 */
export function parseJson(bytes: Buffer): Parsed {
  if (!isUtf8(bytes)) return { ok: false };
  const text = bytes.toString('utf8');
  try {
    const given =
      text.includes('\\u') && mayHoldLoneSurrogate.test(text)
        ? wellFormed(bytes).toString('utf8')
        : text;
    const value: unknown = JSON.parse(given);
    return { ok: true, value };
  } catch {
    return { ok: false };
  }
}

/**
 * A copy with U+FFFD for each lone surrogate, whose escape is as long. Repairs the bytes instead of
 * the values: a reviver would be called for each of a million values.
 */
function wellFormed(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = 0; at < copy.length; at++) {
    if (copy[at] !== backslash) continue;
    const half = halfAt(copy, at);
    if (half === 'high' && halfAt(copy, at + escapeBytes) === 'low') at += 2 * escapeBytes - 1;
    else if (half !== null) {
      copy.set(replacement, at);
      at += escapeBytes - 1;
    } else at++;
  }
  return copy;
}

const backslash = 0x5c;
const replacement = Buffer.from(String.raw`\ufffd`);
const escapeBytes = replacement.length;

/** The half of a surrogate pair whose escape begins there. */
function halfAt(bytes: Buffer, at: number): 'high' | 'low' | null {
  if (bytes[at] !== backslash || bytes[at + 1] !== 0x75) return null;
  if (hexadecimal(bytes[at + 2]) !== 0xd) return null;
  const next = hexadecimal(bytes[at + 3]);
  if (next < 8 || hexadecimal(bytes[at + 4]) < 0 || hexadecimal(bytes[at + 5]) < 0) return null;
  return next < 0xc ? 'high' : 'low';
}

/** The value of a hexadecimal digit. Negative for any other byte. */
function hexadecimal(byte = 0): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = (byte | 0x20) - 0x61;
  return letter >= 0 && letter < 6 ? letter + 10 : -1;
}

/** Serialises a parsed value again. Null if it is nested too deeply. */
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

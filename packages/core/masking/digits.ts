// What counts as a digit and as a gap between digits, in every script and in percent-encoded text.
// A number counts also if it is typed in fullwidth or Arabic-Indic digits or is in a URL.

/** The zeros of Unicode's sets of ten digits (category Nd, Unicode 16). */
const zeros = [
  0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6,
  0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50,
  0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0,
  0x10d30, 0x10d40, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0,
  0x116d0, 0x116da, 0x11730, 0x118e0, 0x11950, 0x11bf0, 0x11c50, 0x11d50, 0x11da0, 0x11f50, 0x16130,
  0x16a60, 0x16ac0, 0x16b50, 0x16d70, 0x1ccf0, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140,
  0x1e2f0, 0x1e4f0, 0x1e5f1, 0x1e950, 0x1fbf0,
] as const;

/**
 * Spaces, dashes, dots, and invisible characters between digits: controls, format characters,
 * combining marks.
 */
const gaps =
  /[\s\p{Z}\p{Pd}\p{Cc}\p{Cf}\p{Cs}\p{Mn}\p{Me}\u2212\ufffd_.\u00b7\u2022\u2024\u2027\u2219\u22c5\u30fb\u3002\uff0e\uff61]/u;

export const kind = { other: 10, gap: 11 } as const;

/** By code unit: the digit's value, a gap, or other. For surrogate pairs by the first half only. */
export const kinds: Uint8Array = new Uint8Array(0x1_0000).fill(kind.other);
/** By code unit: whether it is a digit or half of one. */
const maybeDigit = new Uint8Array(0x1_0000);
const astral = new Map<number, number>();

for (let code = 0; code < 0x1_0000; code++)
  if (gaps.test(String.fromCharCode(code))) kinds[code] = kind.gap;
for (const zero of zeros) {
  for (let value = 0; value < 10; value++) {
    const code = zero + value;
    if (code < 0x1_0000) {
      kinds[code] = value;
      maybeDigit[code] = 1;
    } else {
      astral.set(code, value);
      maybeDigit[String.fromCodePoint(code).charCodeAt(1)] = 1;
    }
  }
}

/** Whether a text may hold a number of 13 digits. */
export function mayHoldNumber(text: string): boolean {
  return firstNumber(text) >= 0;
}

/**
 * What a character is to the beginning of a number of 13 digits: no part of it, or its first. Any
 * other character may be within.
 */
const role = { none: 1, percent: 2, first: 3 } as const;
const roles = new Uint8Array(0x1_0000).fill(role.first, 0x660);
for (let code = 0x21; code < 0x7f; code++)
  if (!'+-._0123456789'.includes(String.fromCharCode(code))) roles[code] = role.none;
roles.fill(role.first, 0x30, 0x3a);
roles[0x25] = role.percent;

const leastDigits = 13;

/**
 * Where the first number of 13 digits may begin that is not percent-encoded: a digit and twelve
 * more characters that are digits or gaps. The length of the text if all of them may be encoded; -1
 * if there is none. Called for every text of every event, so it allocates nothing and reads the text
 * once, up to the thirteenth digit.
 */
export function firstNumber(text: string): number {
  const { length } = text;
  if (length < leastDigits) return -1;
  let [digits, begun, found, holdsPercent] = [0, -1, -1, false];
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    const is = roles[code];
    if (is === role.none || is === role.percent) {
      begun = -1;
      if (is === role.percent) holdsPercent = true;
      continue;
    }
    if (is === role.first) {
      if (begun < 0) begun = at;
      digits += maybeDigit[code] ?? 0;
    }
    if (found < 0 && begun >= 0 && at - begun === leastDigits - 1) found = begun;
    if (found >= 0 && digits >= leastDigits) return found;
  }
  // An encoded digit also counts, by the digits of its code.
  if (digits < leastDigits) return -1;
  return holdsPercent && mayHoldEncoded(text) ? length : -1;
}

/**
 * The character at a place. The lowest four bits are a digit's value or a `kind`; above them is its
 * length in code units. One number, so that nothing is allocated.
 */
export function signAt(text: string, at: number, encoded: boolean): number {
  const code = text.charCodeAt(at);
  if (code === percent) return encoded ? encodedAt(text, at) : oneOther;
  return (code & 0xfc00) === 0xd800 ? pairAt(text, at, code) : unit | (kinds[code] ?? kind.other);
}

const percent = 0x25;
/** A length of one. */
const unit = 16;
const oneOther = unit | kind.other;

/** Half of a pair alone is a gap: it is stored as U+FFFD. */
function pairAt(text: string, at: number, code: number): number {
  const point = text.codePointAt(at) ?? code;
  if (point === code) return unit | (kinds[code] ?? kind.other);
  const value = astral.get(point);
  return value === undefined ? oneOther : (2 * unit) | value;
}

/** Any encoded byte: also what is no digit matters, because digits of its code are none. */
const encodedSign = /%[0-9a-f]{2}/i;

/** Whether reading percent-encoding makes a difference. */
export function isEncoded(text: string): boolean {
  return text.includes('%') && encodedSign.test(text);
}

/** Whether 13 digits are together, decoded, with any gaps between them. */
function mayHoldEncoded(text: string): boolean {
  if (!encodedSign.test(text)) return false;
  let digits = 0;
  for (let at = 0; at < text.length;) {
    const sign = signAt(text, at, true);
    if ((sign & 15) < 10) {
      if (++digits === leastDigits) return true;
    } else if ((sign & 15) === kind.other && !isPlus(text, at, at + (sign >> 4))) digits = 0;
    at += sign >> 4;
  }
  return false;
}
/** Whether a sign is a plus, which may be encoded. */
export function isPlus(text: string, at: number, end: number): boolean {
  return end - at === 1 ? text.charCodeAt(at) === plus : encodedPlus.test(text.slice(at, end));
}

const plus = 0x2b;
const encodedPlus = /^%(?:25)*2b$/i;

/**
 * `%34`, `%20`, `%22`, `%C2%A0`, and what was encoded twice. In `%2541` the percent sign alone is
 * encoded: nobody encodes letters.
 */
function encodedAt(text: string, at: number): number {
  const byte = byteBefore(text, at + 3);
  if (byte >= 0 && byte < 0x80 && byte !== percent) return unencoded(kinds[byte], 3);
  let end = byteEnd(text, at);
  const lead = byteBefore(text, end);
  if (lead < 0) return oneOther;
  const following = lead < 0x80 ? 0 : lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
  let code = following === 0 ? lead : lead & (0x3f >> following);
  for (let count = 0; count < following; count++) {
    end = byteEnd(text, end);
    const next = byteBefore(text, end);
    if (next < 0) return oneOther;
    code = (code << 6) | (next & 0x3f);
  }
  if (end - at > 3 && isLetter(code)) return (3 * unit) | kind.other;
  return unencoded(code < 0x1_0000 ? kinds[code] : astral.get(code), end - at);
}

function unencoded(found: number = kind.other, length: number): number {
  return (length * unit) | found;
}

/** A letter of ASCII. */
function isLetter(code: number): boolean {
  const letter = code | 0x20;
  return code < 0x80 && letter >= 0x61 && letter <= 0x7a;
}

/** How often a byte may have been encoded in addition to the first time. */
const encodings = 3;

/**
 * The end of the encoded byte that begins at a place, `%(25){0,3}` and two hexadecimal digits; -1
 * for none.
 */
function byteEnd(text: string, at: number): number {
  if (text.charCodeAt(at) !== percent) return -1;
  let end = at + 1;
  for (let count = 0; count < encodings && is25(text, end); count++) end += 2;
  if (byteBefore(text, end + 2) >= 0) return end + 2;
  // The last `25` is the byte itself.
  return end > at + 1 ? end : -1;
}

function is25(text: string, at: number): boolean {
  return text.charCodeAt(at) === 0x32 && text.charCodeAt(at + 1) === 0x35;
}

/** The byte whose two hexadecimal digits end at a place. Negative for none. */
function byteBefore(text: string, end: number): number {
  if (end < 2 || end > text.length) return -1;
  return (hexadecimal(text.charCodeAt(end - 2)) << 4) | hexadecimal(text.charCodeAt(end - 1));
}

function hexadecimal(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = (code | 0x20) - 0x61;
  return letter >= 0 && letter < 6 ? letter + 10 : -1;
}

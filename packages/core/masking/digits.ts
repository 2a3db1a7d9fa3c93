// What counts as a digit and as a gap between digits, in every script and in percent-encoded text.
// A number is a number whether it is typed in fullwidth or Arabic-Indic digits or sits in a URL.

/** The zeros of the sets of ten digits of Unicode (category Nd, Unicode 16). */
const zeros = [
  0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6,
  0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50,
  0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0,
  0x10d30, 0x10d40, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0,
  0x116d0, 0x116da, 0x11730, 0x118e0, 0x11950, 0x11bf0, 0x11c50, 0x11d50, 0x11da0, 0x11f50, 0x16130,
  0x16a60, 0x16ac0, 0x16b50, 0x16d70, 0x1ccf0, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140,
  0x1e2f0, 0x1e4f0, 0x1e5f1, 0x1e950, 0x1fbf0,
] as const;

/** Spaces, dashes, dots, and what is not seen between digits: controls, formats, marks upon them. */
const gaps =
  /[\s\p{Z}\p{Pd}\p{Cc}\p{Cf}\p{Cs}\p{Mn}\p{Me}\u2212\ufffd_.\u00b7\u2022\u2024\u2027\u2219\u22c5\u30fb\u3002\uff0e\uff61]/u;

export const kind = { other: 10, gap: 11 } as const;

/** By code unit: the digit's value, a gap, or other. Of pairs only the first half is known. */
const kinds = new Uint8Array(0x1_0000).fill(kind.other);
/** By code unit: whether it is a digit or a half of one. */
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

/** A digit and twelve more signs that are digits or gaps: every number of 13 digits begins so. */
const digitsAndGaps = /[0-9\u0660-\uffff][^!-*,/:-^`-~]{12}/;

/** Whether a text may hold a number of 13 digits. */
export function mayHoldNumber(text: string): boolean {
  return firstNumber(text) >= 0;
}

/**
 * Where the first number of 13 digits may begin that is not percent-encoded: the length of the text where
 * all of them may be encoded; -1: there is none. Asked of every text of every event, so it makes nothing
 * and lets the engine of expressions skip what has no digits.
 */
export function firstNumber(text: string): number {
  if (text.length < 13) return -1;
  const isEncoded = text.includes('%');
  if (isEncoded && !hasDigits(text)) return -1;
  const plain = text.search(digitsAndGaps);
  if (plain >= 0) return isEncoded || hasDigits(text) ? plain : -1;
  return isEncoded && mayHoldEncoded(text) ? text.length : -1;
}

/** Whether it has 13 digits at all. An encoded digit counts too, by the digits of its code. */
function hasDigits(text: string): boolean {
  const { length } = text;
  let digits = 0;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x3a ? code > 0x2f : code > 0x65f && maybeDigit[code] === 1) {
      if (++digits === 13) return true;
    }
  }
  return false;
}

/**
 * What stands at a place: in the lowest four bits a digit's value or a `kind`, above them how many code
 * units it takes. One number, so that nothing is made for each.
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

/** One half alone is a gap: it is stored as U+FFFD. */
function pairAt(text: string, at: number, code: number): number {
  const point = text.codePointAt(at) ?? code;
  if (point === code) return unit | (kinds[code] ?? kind.other);
  const value = astral.get(point);
  return value === undefined ? oneOther : (2 * unit) | value;
}

/** A digit or a gap of ASCII, or anything beyond, encoded up to four times. */
const encodedSign = /%(?:25){0,3}(?:3[0-9]|2[0de]|5f|7f|[0189a-f][0-9a-f])/i;

/** Whether 13 digits stand together, read as percent-encoding, whatever gaps are between them. */
function mayHoldEncoded(text: string): boolean {
  if (!encodedSign.test(text)) return false;
  let digits = 0;
  for (let at = 0; at < text.length;) {
    const sign = signAt(text, at, true);
    if ((sign & 15) < 10) {
      if (++digits === 13) return true;
    } else if (sign === oneOther && text.charCodeAt(at) !== plus) digits = 0;
    at += sign >> 4;
  }
  return false;
}
const plus = 0x2b;

/** `%34`, `%20`, `%C2%A0`, and what was encoded twice. */
function encodedAt(text: string, at: number): number {
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
  const found = (code < 0x1_0000 ? kinds[code] : astral.get(code)) ?? kind.other;
  return found === kind.other ? oneOther : ((end - at) * unit) | found;
}

/** How often a byte may have been encoded beside the first time. */
const encodings = 3;

/** Behind the encoded byte that begins at a place, `%(25){0,3}` and two hexadecimal digits; -1: none. */
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

/** The byte whose two hexadecimal digits end at a place; below 0: none. */
function byteBefore(text: string, end: number): number {
  if (end < 2 || end > text.length) return -1;
  return (hexadecimal(text.charCodeAt(end - 2)) << 4) | hexadecimal(text.charCodeAt(end - 1));
}

function hexadecimal(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = (code | 0x20) - 0x61;
  return letter >= 0 && letter < 6 ? letter + 10 : -1;
}

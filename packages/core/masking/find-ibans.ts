// Finds international bank account numbers in a text (ISO 13616): country, two check digits, and as
// many letters and digits as the country has, the whole being 1 modulo 97.
import type { Span } from './digit-runs.ts';

/** Lengths by country, from the registry of SWIFT (release 99). */
const lengths =
  'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 ' +
  'DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 ' +
  'IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 ' +
  'MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 ' +
  'SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30';

/** Digits have their value, letters 10 to 35 in either case. Gaps may be between them. */
const other = 36;
const gap = 37;
const gapsInARow = 3;

/** By code unit. */
const values = new Uint8Array(0x1_0000).fill(other);
for (const sign of ' \u00a0\u2009\u202f\r\n\t.-') values[sign.charCodeAt(0)] = gap;
for (let value = 0; value < other; value++) {
  const sign = value.toString(36);
  values[sign.charCodeAt(0)] = value;
  values[sign.toUpperCase().charCodeAt(0)] = value;
}

/** By the two letters of a country; 0 for none. */
const lengthOf = new Uint8Array(other * other);
for (const each of lengths.split(' '))
  lengthOf[valueAt(each, 0) * other + valueAt(each, 1)] = Number(each.slice(2));

/** Outside the text it is other. */
function valueAt(text: string, at: number): number {
  return values[text.charCodeAt(at)] ?? other;
}

/** Whether any part begins like one. */
export function mayHoldIban(text: string): boolean {
  return nextBeginning(text, 0) >= 0;
}

/** In order, without overlaps. Each candidate reads at most 34 characters, so time is linear. */
export function findIbans(text: string): readonly Span[] {
  const found: Span[] = [];
  for (let at = nextBeginning(text, 0); at >= 0;) {
    const iban = readIban(text, at);
    if (iban !== null) found.push(iban);
    at = nextBeginning(text, iban?.end ?? at + 1);
  }
  return found;
}

const leastSigns = 15;

/** The next place of a country and its check digits outside a word; -1 for none. */
function nextBeginning(text: string, from: number): number {
  const last = text.length - leastSigns;
  let isInWord = from > 0 && valueAt(text, from - 1) < other;
  for (let at = from; at <= last; at++) {
    const value = values[text.charCodeAt(at)] ?? other;
    if (value >= 10 && value < other && !isInWord && isBeginning(text, at)) return at;
    isInWord = value < other;
  }
  return -1;
}

/** Two letters, and two digits with at most one gap before each. */
function isBeginning(text: string, at: number): boolean {
  const second = valueAt(text, at + 1);
  if (second < 10 || second >= other) return false;
  const digit = behindGap(text, at + 2);
  return valueAt(text, digit) < 10 && valueAt(text, behindGap(text, digit + 1)) < 10;
}

function behindGap(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code === 0x20 || code === 0x2d || code === 0xa0 || code === 0x202f ? at + 1 : at;
}

/**
 * As long as its country requires and 1 modulo 97, with its first four characters read last (ISO
 * 7064, MOD 97-10).
 */
function readIban(text: string, start: number): Span | null {
  const length = lengthOf[valueAt(text, start) * other + valueAt(text, start + 1)] ?? 0;
  if (length === 0) return null;
  let first = 0;
  let rest = 0;
  let signs = 0;
  let gaps = 0;
  let at = start;
  for (; at < text.length && signs < length; at++) {
    const value = valueAt(text, at);
    if (value < other) {
      if (signs < 4) first = append(first, value);
      else rest = append(rest, value) % 97;
      signs++;
      gaps = 0;
    } else if (value === other || ++gaps > gapsInARow) return null;
  }
  if (signs < length || valueAt(text, at) < other) return null;
  // Two letters and two digits, six decimal digits in all.
  if ((rest * 1e6 + first) % 97 !== 1) return null;
  return { start, end: at };
}

/** Appends the decimal digits of a character to a number. */
function append(number: number, value: number): number {
  return number * (value > 9 ? 100 : 10) + value;
}

/** The last four letters and digits of a found one, in upper case. */
export function lastFourOf(text: string, { start, end }: Span): string {
  return text
    .slice(start, end)
    .replace(/[^0-9a-z]/gi, '')
    .slice(-4)
    .toUpperCase();
}

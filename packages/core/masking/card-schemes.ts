// Which numbers are payment cards: the ranges of the schemes, their lengths, and the check digit.

/** First six digits from and to, and the lengths in use. */
type Range = readonly [from: number, to: number, lengths: readonly number[]];

const long = [16, 17, 18, 19] as const;
const anyLength = [13, 14, 15, 16, 17, 18, 19] as const;

/**
 * From ISO/IEC 7812 and the schemes' publications. Left out on purpose: UATP (1, with 15 digits),
 * whose range is that of most order numbers and of timestamps.
 */
const ranges: readonly Range[] = [
  [220000, 220499, long], // Mir
  [222100, 272099, [16]], // Mastercard
  [300000, 305999, [14, 16]], // Diners Club
  [309500, 309599, [14, 16]],
  [340000, 349999, [15]], // American Express
  [352800, 358999, long], // JCB
  [360000, 369999, [14, 16]], // Diners Club
  [370000, 379999, [15]], // American Express
  [380000, 399999, [14, 16]], // Diners Club
  [400000, 499999, [13, 16, 19]], // Visa
  [501800, 502099, anyLength], // Maestro, Dankort
  [503800, 503899, anyLength], // Maestro
  [506099, 509999, [16, 18, 19]], // Verve, Elo, RuPay
  [510000, 559999, [16]], // Mastercard
  [561400, 561499, [16]], // UzCard
  [589300, 589399, anyLength], // Maestro
  [600000, 609999, [16]], // RuPay, Hipercard
  [601100, 601199, long], // Discover
  [620000, 629999, long], // UnionPay
  [630400, 630499, anyLength], // Maestro
  [636000, 636999, long], // InterPayment, Elo
  [637000, 639999, [16]], // InstaPayment
  [644000, 659999, long], // Discover, RuPay, Troy, Elo, Verve
  [675900, 676999, anyLength], // Maestro
  [810000, 829999, long], // UnionPay, RuPay
  [860000, 860099, [16]], // UzCard
  [979200, 979299, [16]], // Troy
  [986000, 986099, [16]], // Humo
];

export const cardLength = { least: 13, most: 19 } as const;

/**
 * By the first six digits: the lengths in use, one bit each, the lowest bit for the least length.
 */
const lengthsOf = new Uint8Array(1_000_000);
for (const [from, to, lengths] of ranges)
  for (let first = from; first <= to; first++)
    for (const length of lengths) lengthsOf[first] = (lengthsOf[first] ?? 0) | bitOf(length);

/** By the first two digits: 1 if some card begins with them. Small, unlike the table of six. */
const mayBegin = new Uint8Array(100);
for (const [from, to] of ranges)
  for (let first = Math.floor(from / 10_000); first <= Math.floor(to / 10_000); first++)
    mayBegin[first] = 1;

function bitOf(length: number): number {
  return 1 << (length - cardLength.least);
}

/** Lengths in use by cards that begin with the six digits at a place. */
function lengthsAt(digits: ArrayLike<number>, from: number): number {
  let first = (digits[from] ?? 0) * 10 + (digits[from + 1] ?? 0);
  if (mayBegin[first] === 0) return 0;
  for (let at = from + 2; at < from + 6; at++) first = first * 10 + (digits[at] ?? 0);
  return lengthsOf[first] ?? 0;
}

/** Whether some card begins with the six digits at a place. */
export function beginsCard(digits: ArrayLike<number>, from: number): boolean {
  return lengthsAt(digits, from) !== 0;
}

/**
 * The check sums of digits up to a place (ISO/IEC 7812-1, annex B, Luhn), modulo ten. The upper
 * four bits: if the last digit counts once. The lower four: if it counts doubled. Before the first
 * digit: 0.
 */
const sumsAfter = new Uint8Array(0x1000);
for (let once = 0; once < 10; once++)
  for (let doubled = 0; doubled < 10; doubled++)
    for (let digit = 0; digit < 10; digit++) {
      const twice = digit > 4 ? digit * 2 - 9 : digit * 2;
      sumsAfter[(once << 8) | (doubled << 4) | digit] =
        (((doubled + digit) % 10) << 4) | ((once + twice) % 10);
    }

/** The check sums after one more digit. */
export function appendDigit(sums: number, digit: number): number {
  return sumsAfter[(sums << 4) | digit] ?? 0;
}

export interface Digits {
  readonly digits: ArrayLike<number>;
  readonly count: number;
  /** The check sums of the digits before each place, at least up to one. */
  sumsUpTo(end: number): ArrayLike<number>;
}

/**
 * The lengths at which the digits from a place are a card with a correct check digit: a set for
 * `hasLength`, 0 for none. Called for every group of a text, so its time does not depend on the
 * number of digits.
 */
export function cardLengths(run: Digits, from: number): number {
  const most = Math.min(cardLength.most, run.count - from);
  if (most < cardLength.least) return 0;
  const used = lengthsAt(run.digits, from);
  if (used === 0) return 0;
  const sums = run.sumsUpTo(from + most);
  const before = sums[from] ?? 0;
  let found = 0;
  for (let length = cardLength.least; length <= most; length++) {
    if ((used & bitOf(length)) === 0) continue;
    // The digit before the card, counted from the check digit, counts once if the length is even.
    const left = (length & 1) === 0 ? before >> 4 : before & 15;
    if ((sums[from + length] ?? 0) >> 4 === left) found |= bitOf(length);
  }
  return found;
}

/** A set of `cardLengths` without 13. */
export function withoutLeast(lengths: number): number {
  return lengths & ~bitOf(cardLength.least);
}

/** Whether a length is in a set of `cardLengths`. */
export function hasLength(lengths: number, length: number): boolean {
  return length >= cardLength.least && length <= cardLength.most && (lengths & bitOf(length)) !== 0;
}

/** The check digit of an EAN-13 (GS1 General Specifications, 7.9): such a number is an article. */
export function isArticle(digits: ArrayLike<number>, from: number): boolean {
  let sum = 0;
  for (let at = 0; at < 13; at++) sum += (digits[from + at] ?? 0) * (at % 2 === 0 ? 1 : 3);
  return sum % 10 === 0;
}

// Finds payment card numbers in a text. A run of digits that as a whole is a card is one in any
// grouping. Next to other digits (an expiry date, a security code) it must be in groups in which
// cards are written. Other long numbers are recognised: articles, telephones, decimals, UUIDs.
import {
  beginsCard,
  cardLength,
  cardLengths,
  hasLength,
  isArticle,
  withoutLeast,
} from './card-schemes.ts';
import { DigitRuns, type Runs, type Span } from './digit-runs.ts';

export interface FoundNumber extends Span {
  /** Its last four digits as one number. */
  readonly lastFour: number;
}

export interface FoundCards {
  /** In order, without overlaps. */
  readonly cards: readonly FoundNumber[];
  /** False if the text may hold further cards once these are replaced. */
  readonly isFinal: boolean;
}

/**
 * Finds cards. Text in `apart` is known to be something else. Takes time linear in the text. Reads
 * it with `run` and keeps nothing there.
 */
export function findCards(run: DigitRuns, text: string, within: Runs): FoundCards {
  const cards: FoundNumber[] = [];
  let isFinal = true;
  run.begin(text, cardLength.least, within);
  while (run.next()) isFinal = findIn(run, cards) && isFinal;
  return { cards, isFinal };
}

/**
 * The last four digits of a text that is a card, or null. Only for a text of ASCII digits and
 * nothing else, as `findCards` reads it.
 */
export function wholeCard(run: DigitRuns, digits: string): number | null {
  run.begin(digits, cardLength.least, wholeText);
  let four: number | null = null;
  while (run.next()) if (isWhole(run, 0, 0)) four = lastFourOf(run.digits, run.count);
  return four;
}
const wholeText: Runs = { encoded: false, apart: [], from: 0 };

/**
 * What remains on either side of a card is examined as a run of its own, and read in the same way
 * once the card is replaced. A full stop is the exception: behind a card it follows a digit, and
 * behind a replacement it does not. Returns whether there is none.
 */
function findIn(run: DigitRuns, found: FoundNumber[]): boolean {
  let from = 0;
  let isFinal = true;
  const last = run.groups - 1;
  for (let at = 0; at <= last; at++) {
    const end = at === from && isWhole(run, from, last) ? last : usual(run, at);
    if (end === null) continue;
    if (at > from && isWhole(run, from, at - 1)) found.push(numberOf(run, from, at - 1));
    found.push(numberOf(run, at, end));
    if (end < last && run.isAfterStop(end + 1)) isFinal = false;
    from = end + 1;
    at = end;
  }
  return isFinal;
}

/** All the groups together are one card, in any grouping. */
function isWhole(run: DigitRuns, from: number, last: number): boolean {
  const length = lengthOf(run, from, last);
  if (length > cardLength.most) return false;
  const start = run.first(from);
  if (!hasLength(cardLengths(run, start), length)) return false;
  if (isTelephone(run, from, length) || isDecimal(run, from, last)) return false;
  return !(length === 13 && from === last && isArticle(run.digits, start));
}

/** The last group of the longest card that begins with this one in usual groups, or null. */
function usual(run: DigitRuns, from: number): number | null {
  const start = run.first(from);
  const lengths = withoutLeast(cardLengths(run, start));
  if (lengths === 0) return null;
  const { firsts, groups } = run;
  const firstSize = run.size(from);
  let found: number | null = null;
  let even = true;
  let large = true;
  let end = start;
  for (let at = from; at < groups; at++) {
    const begun = end;
    end = firsts[at + 1] ?? end;
    const [length, size] = [end - start, end - begun];
    if (length > cardLength.most) break;
    const fits = (even && size <= firstSize) || large;
    if (fits && hasLength(lengths, length) && mayBe(run, from, at, length)) found = at;
    even &&= size === firstSize && firstSize !== 2;
    large &&= size >= 4;
    if (!even && !large) break;
  }
  return found;
}

function mayBe(run: DigitRuns, from: number, last: number, length: number): boolean {
  if (isTelephone(run, from, length)) return false;
  if (length === 14 && from !== last) return last - from === 2 && run.size(from) === 4;
  return !(from === last && from > 0 && run.isAfterStop(from) && run.size(from - 1) < 4);
}

/** A telephone number with `+` and country code has at most 15 digits (ITU-T E.164). */
function isTelephone(run: DigitRuns, first: number, length: number): boolean {
  return length <= 15 && run.isAfterPlus(first);
}

/** `52.52000659999999` */
function isDecimal(run: DigitRuns, from: number, last: number): boolean {
  return last - from === 1 && run.size(from) < 4 && run.isAfterStop(last);
}

function lengthOf(run: DigitRuns, from: number, last: number): number {
  return run.first(last + 1) - run.first(from);
}

function numberOf(run: DigitRuns, from: number, last: number): FoundNumber {
  const end = run.first(last + 1);
  return { start: run.start(from), end: run.end(last), lastFour: lastFourOf(run.digits, end) };
}

function lastFourOf(digits: Uint8Array, end: number): number {
  let four = 0;
  for (let at = end - 4; at < end; at++) four = four * 10 + (digits[at] ?? 0);
  return four;
}

/** A card is recognised when this many of its digits are typed. */
const begunLength = 7;

/** Numbers at the end of a run that may become cards as somebody types on. */
export function findBegun(text: string): readonly Span[] {
  const found: Span[] = [];
  const run = new DigitRuns();
  run.begin(text, begunLength, { encoded: false, apart: [], from: 0 });
  while (run.next()) {
    const span = begunIn(run);
    if (span !== null) found.push(span);
  }
  return found;
}

function begunIn(run: DigitRuns): Span | null {
  for (let at = 0; at < run.groups; at++) {
    const left = run.count - run.first(at);
    if (left < begunLength) return null;
    const isShort = left <= cardLength.most;
    if (isShort && !run.isAfterPlus(at) && beginsCard(run.digits, run.first(at)))
      return { start: run.start(at), end: run.end(run.groups - 1) };
  }
  return null;
}

// Where payment card numbers stand in a text. A run of digits that is a card as a whole is one in
// whatever groups; beside other digits (an expiry date, a security code) only in groups that cards
// are written in. What else has long numbers is told apart: articles, telephones, decimals, UUIDs.
import { beginsCard, cardLength, cardLengths, hasLength, isArticle } from './card-schemes.ts';
import { DigitRuns, type Span } from './digit-runs.ts';

export interface FoundNumber extends Span {
  /** In ASCII digits. */
  readonly lastFour: string;
}

/**
 * In their order, none overlapping. `encoded`: percent-encoding is read too. `apart`: spans that are
 * known to be something else. `from`: no number begins before. Time is linear in the text.
 */
export function findCards(
  text: string,
  encoded: boolean,
  apart: readonly Span[],
  from = 0,
): readonly FoundNumber[] {
  const found: FoundNumber[] = [];
  const run = new DigitRuns(text, encoded, apart, cardLength.least, from);
  while (run.next()) findIn(run, found);
  return found;
}

/** What is left on either side of a card that was found is looked at as a run of its own. */
function findIn(run: DigitRuns, found: FoundNumber[]): void {
  let from = 0;
  const last = run.groups - 1;
  for (let at = 0; at <= last; at++) {
    const end = at === from && isWhole(run, from, last) ? last : usual(run, at);
    if (end === null) continue;
    if (at > from && isWhole(run, from, at - 1)) found.push(numberOf(run, from, at - 1));
    found.push(numberOf(run, at, end));
    from = end + 1;
    at = end;
  }
}

/** All the groups together are one card, however they are cut. */
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
  const lengths = cardLengths(run, start);
  if (lengths === 0) return null;
  const firstSize = run.size(from);
  let found: number | null = null;
  let even = true;
  let large = true;
  for (let at = from; at < run.groups; at++) {
    const length = run.first(at + 1) - start;
    if (length > cardLength.most) break;
    const size = run.size(at);
    const fits = (even && size <= firstSize) || large;
    if (fits && length > 13 && hasLength(lengths, length) && mayBe(run, from, at, length))
      found = at;
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

/** With `+` and its country a telephone number has at most 15 digits (ITU-T E.164). */
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
  const lastFour = run.digits.slice(end - 4, end).join('');
  return { start: run.start(from), end: run.end(last), lastFour };
}

/** What a card begins with when this many digits of it are typed. */
const begunLength = 7;

/** Numbers at the end of a run that may become cards while somebody types on. */
export function findBegun(text: string): readonly Span[] {
  const found: Span[] = [];
  const run = new DigitRuns(text, false, [], begunLength);
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

// Where payment card numbers stand in a text. A run of digits that is a card as a whole is one in
// whatever groups; beside other digits (an expiry date, a security code) only in groups that cards
// are written in. What else has long numbers is told apart: articles, telephones, decimals, UUIDs.
import { beginsCard, cardLength, cardLengths, hasLength, isArticle } from './card-schemes.ts';
import { DigitRuns, type Group, type Run, type Span } from './digit-runs.ts';

export interface FoundNumber extends Span {
  /** In ASCII digits. */
  readonly lastFour: string;
}

/**
 * In their order, none overlapping. `encoded`: percent-encoding is read too. `apart`: spans that are
 * known to be something else. Time is linear in the text.
 */
export function findCards(
  text: string,
  encoded: boolean,
  apart: readonly Span[],
): readonly FoundNumber[] {
  const found: FoundNumber[] = [];
  const runs = new DigitRuns(text, encoded, apart, cardLength.least);
  for (let run = runs.next(); run !== null; run = runs.next()) findIn(run, found);
  return found;
}

/** What is left on either side of a card that was found is looked at as a run of its own. */
function findIn(run: Run, found: FoundNumber[]): void {
  let from = 0;
  const last = run.groups.length - 1;
  for (let at = 0; at <= last; at++) {
    const end = at === from ? wholeOr(run, from, last) : usual(run, at, last);
    if (end === null) continue;
    if (at > from && isWhole(run, from, at - 1)) found.push(numberOf(run, from, at - 1));
    found.push(numberOf(run, at, end));
    from = end + 1;
    at = end;
  }
}

function wholeOr(run: Run, from: number, last: number): number | null {
  return isWhole(run, from, last) ? last : usual(run, from, last);
}

/** All the groups together are one card, however they are cut. */
function isWhole(run: Run, from: number, last: number): boolean {
  const { length, first, start } = extent(run, from, last);
  if (first === undefined || length > cardLength.most) return false;
  if (!hasLength(cardLengths(run.digits, start), length)) return false;
  if (isTelephone(first, length) || isDecimal(run, from, last)) return false;
  return !(length === 13 && from === last && isArticle(run.digits, start));
}

/** The last group of the longest card that begins with this one in usual groups, or null. */
function usual(run: Run, from: number, last: number): number | null {
  const { digits, groups } = run;
  const first = groups[from];
  if (first === undefined) return null;
  const lengths = cardLengths(digits, first.from);
  if (lengths === 0) return null;
  let found: number | null = null;
  let even = true;
  let large = true;
  for (let at = from; at <= last; at++) {
    const group = groups[at];
    if (group === undefined) break;
    const length = group.from + group.size - first.from;
    if (length > cardLength.most) break;
    const fits = (even && group.size <= first.size) || large;
    if (fits && length > 13 && hasLength(lengths, length) && mayBe(run, from, at, length))
      found = at;
    even &&= group.size === first.size && first.size !== 2;
    large &&= group.size >= 4;
    if (!even && !large) break;
  }
  return found;
}

function mayBe(run: Run, from: number, last: number, length: number): boolean {
  const first = run.groups[from];
  if (first === undefined || isTelephone(first, length)) return false;
  if (length === 14 && from !== last) return last - from === 2 && first.size === 4;
  const before = run.groups[from - 1];
  const fraction = from === last && first.after === 'stop' && (before?.size ?? 4) < 4;
  return !fraction;
}

/** With `+` and its country a telephone number has at most 15 digits (ITU-T E.164). */
function isTelephone(first: Group, length: number): boolean {
  return first.after === 'plus' && length <= 15;
}

/** `52.52000659999999` */
function isDecimal({ groups }: Run, from: number, last: number): boolean {
  return last - from === 1 && (groups[from]?.size ?? 4) < 4 && groups[last]?.after === 'stop';
}

function extent({ digits, groups }: Run, from: number, last: number) {
  const first = groups[from];
  const start = first?.from ?? 0;
  const end = groups[last + 1]?.from ?? digits.length;
  return { first, start, length: end - start };
}

function numberOf(run: Run, from: number, last: number): FoundNumber {
  const { start, length } = extent(run, from, last);
  const lastFour = run.digits.slice(start + length - 4, start + length).join('');
  return { start: run.groups[from]?.start ?? 0, end: run.groups[last]?.end ?? 0, lastFour };
}

/** What a card begins with when this many digits of it are typed. */
const begunLength = 7;

/** Numbers at the end of a run that may become cards while somebody types on. */
export function findBegun(text: string): readonly Span[] {
  const found: Span[] = [];
  const runs = new DigitRuns(text, false, [], begunLength);
  for (let run = runs.next(); run !== null; run = runs.next()) {
    const span = begunIn(run);
    if (span !== null) found.push(span);
  }
  return found;
}

function begunIn({ digits, groups }: Run): Span | null {
  for (const group of groups) {
    const left = digits.length - group.from;
    if (left < begunLength) return null;
    if (group.after !== 'plus' && left <= cardLength.most && beginsCard(digits, group.from))
      return { start: group.start, end: groups.at(-1)?.end ?? group.end };
  }
  return null;
}

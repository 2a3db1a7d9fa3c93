// Masking replaces what must not be stored or shown, before anything else reads a text. Cards
// always, keeping their last four digits; IBANs and an account's own patterns if it wants that.
// Masking twice changes nothing more. A card or IBAN never makes a text longer.
import type { MaskSettings } from '@opportune/protocol/rest/conversation/masking.ts';
import { cardLength } from './card-schemes.ts';
import { firstNumber, isEncoded, mayHoldNumber } from './digits.ts';
import { DigitRuns, type Span } from './digit-runs.ts';
import { findBegun, findCards, wholeCard } from './find-cards.ts';
import { findIbans, lastFourOf, mayHoldIban } from './find-ibans.ts';
import { compilePatterns, type OwnPattern, replaceOwn } from './own-patterns.ts';

/** The masking of one account's texts. */
export interface Mask {
  /** Masks what people write to each other. */
  text(text: string): string;
  /** Masks only cards and bank accounts in it. */
  numbers(text: string): string;
  /** Whether `text` replaces more than numbers. */
  readonly hasOwn: boolean;
  /** Masks what a page reports. Own patterns apply only if they are set to apply to events. */
  event(text: string): string;
  /**
   * Masks what was put together of texts that `event` masked, if other letters keep their digits
   * apart: only own patterns may match it.
   */
  composed(text: string): string;
  /** A cheap check whether `event` may change a text at all. */
  mayChange(text: string): boolean;
  /** Masks what is being typed: a number that may become a card is hidden before it is one. */
  preview(text: string): string;
}

export const cardsOnly: MaskSettings = { ibans: false, patterns: [] };

/** Replaces a number that is being typed. */
const begun = '[••••]';
/** Replaces a text whose patterns never converge. */
const everything = '[••••••••]';
/**
 * Rounds until nothing changes. More than two are only needed for patterns that match each other's
 * results.
 */
const rounds = 8;

export function compileMask({ ibans, patterns }: MaskSettings): Mask {
  const own = compilePatterns(patterns);
  const ownInEvents = compilePatterns(patterns.filter(({ events }) => events));
  const runs = new DigitRuns();
  const said: Masking = { ibans, own, runs, addresses: false };
  const numbers: Masking = { ...said, own: [] };
  const reported: Masking = { ...said, own: ownInEvents, addresses: true };
  const text = (given: string): string => mask(given, said);
  const event = (given: string): string => mask(given, reported);
  return {
    text,
    numbers: (given) => mask(given, numbers),
    hasOwn: own.length > 0,
    event,
    composed: ownInEvents.length > 0 ? event : (given) => given,
    mayChange:
      ownInEvents.length > 0
        ? () => true
        : (given) => mayHoldNumber(given) || (ibans && mayHoldIban(given)),
    preview: (given) => {
      const shown = text(given);
      return replaceSpans(shown, findBegun(shown), () => begun);
    },
  };
}

interface Masking {
  readonly ibans: boolean;
  readonly own: readonly OwnPattern[];
  readonly runs: DigitRuns;
  /** Texts that are addresses are read as such. */
  readonly addresses: boolean;
}

function mask(given: string, { ibans, own, ...reading }: Masking): string {
  let before = given;
  for (let round = 0; round < rounds; round++) {
    const numbers = ibans ? maskNumbers(reading, before) : maskCards(reading, before);
    const text = numbers?.text ?? before;
    const after = own.length === 0 ? text : replaceOwn(text, own);
    if (after === before || (own.length === 0 && numbers?.isFinal === true)) return after;
    before = after;
  }
  return everything;
}

interface Masked {
  readonly text: string;
  /** Whether it is known that no number is left in it. */
  readonly isFinal: boolean;
}

type Reading = Pick<Masking, 'runs' | 'addresses'>;

/** Null if there is none. */
function maskNumbers(reading: Reading, given: string): Masked | null {
  const accounts = findIbans(given);
  if (accounts.length === 0) return maskCards(reading, given, accounts);
  const text = replaceSpans(given, accounts, (each) => masked(lastFourOf(given, each)));
  return maskCards(reading, text) ?? { text, isFinal: false };
}

/**
 * Read as it is, and again as percent-encoding if there may be any. `accounts`: known bank
 * accounts. Null if there is no card.
 */
function maskCards(
  { runs, addresses }: Reading,
  given: string,
  accounts: readonly Span[] | null = null,
): Masked | null {
  const from = firstNumber(given);
  if (from < 0) return null;
  if (isNumber(given)) return maskNumberText(runs, given);
  const others = otherNumbers(given, accounts);
  const isAddress = addresses && address.test(given);
  const plusFrom = isAddress ? queryOf(given) : Infinity;
  const plain = findCards(runs, given, { encoded: false, apart: others, from, plusFrom });
  const { isFinal } = plain;
  const cards = isAddress
    ? plain.cards.filter(({ start }) => !isWithinCode(given, start))
    : plain.cards;
  const once = replaceSpans(given, cards, maskedCard);
  const left = cards.length === 0 ? others : otherNumbers(once, null);
  // No replacement brings a percent sign, and a text that was just put together is slow to search.
  if (isEncoded(given) && (cards.length === 0 || (isEncoded(once) && mayHoldNumber(once)))) {
    const query = isAddress ? queryOf(once) : Infinity;
    const encoded = findCards(runs, once, { encoded: true, apart: left, from: 0, plusFrom: query });
    if (encoded.cards.length > 0)
      return { text: replaceSpans(once, encoded.cards, maskedCard), isFinal: false };
  }
  if (cards.length === 0) return null;
  return { text: once, isFinal: isFinal && others.length === 0 && left.length === 0 };
}

/** An address or its path or query. In it a percent sign begins an encoded byte. */
const address = /^(?:[a-z][a-z0-9+.-]*:\/\/|[/?])\S*$/i;

/** Where the query begins, in which a plus is a space. */
function queryOf(text: string): number {
  const at = text.indexOf('?');
  return at < 0 ? Infinity : at;
}

/**
 * Whether a place is within the code of an encoded byte. Nobody encodes letters, so a percent sign
 * before the code of one stands for itself.
 */
function isWithinCode(text: string, at: number): boolean {
  const from = Math.max(0, at - mostBefore);
  return [at + 1, at + 2].some((end) => encodedByte.test(text.slice(from, end)));
}
const encodedByte = /%(?:25){0,3}(?:2[0-9a-f]|3[a-f]|40|5[b-f]|60|7[b-f]|[89a-f][0-9a-f])$/i;
/** Characters of a code before its last, at most. */
const mostBefore = 8;

/** Whether a text is as long as a card and of ASCII digits alone. */
function isNumber(text: string): boolean {
  if (text.length > cardLength.most) return false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}

/** As `maskCards`: such a text holds neither a bank account nor a UUID, and nothing encoded. */
function maskNumberText(runs: DigitRuns, given: string): Masked | null {
  const lastFour = wholeCard(runs, given);
  return lastFour === null ? null : { text: maskedCard({ lastFour }), isFinal: true };
}

const uuid = /(?<![0-9a-z])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-z])/gi;

/** Whether four hyphens are placed as in a UUID: many texts have hyphens, few have these. */
function mayHoldUuid(text: string): boolean {
  const isHyphen = (at: number): boolean => text.charCodeAt(at) === hyphen;
  for (let at = text.indexOf('-', 8); at >= 0; at = text.indexOf('-', at + 1))
    if (isHyphen(at + 5) && isHyphen(at + 10) && isHyphen(at + 15)) return true;
  return false;
}
const hyphen = 0x2d;

/** Numbers known not to be cards: bank accounts and UUIDs. In order. */
function otherNumbers(text: string, accounts: readonly Span[] | null): readonly Span[] {
  const ibans = accounts ?? findIbans(text);
  if (!mayHoldUuid(text)) return ibans;
  const spans = [...ibans];
  for (const { index, 0: found } of text.matchAll(uuid))
    spans.push({ start: index, end: index + found.length });
  return spans.sort((a, b) => a.start - b.start);
}

/** By the last four digits. To put one together takes longer than to find the card. */
const maskedCards: readonly string[] = Array.from({ length: 10_000 }, (_, lastFour) =>
  masked(String(lastFour).padStart(4, '0')),
);

function maskedCard({ lastFour }: { readonly lastFour: number }): string {
  return maskedCards[lastFour] ?? everything;
}

function masked(lastFour: string): string {
  return `[•••• ${lastFour}]`;
}

function replaceSpans<Found extends Span>(
  text: string,
  found: readonly Found[],
  replacement: (found: Found) => string,
): string {
  if (found.length === 0) return text;
  let masking = '';
  let from = 0;
  for (const each of found) {
    if (each.start > from) masking += text.slice(from, each.start);
    masking += replacement(each);
    from = each.end;
  }
  return from < text.length ? masking + text.slice(from) : masking;
}

/**
 * Whole numbers of 13 to 19 digits. Those that JSON cannot represent exactly are read as they
 * print.
 */
const cardNumbers = { least: 1e12, most: 1e19 } as const;

/** A number of JSON: itself, or the text that replaces it. */
export function maskNumber(value: number, text: (given: string) => string): number | string {
  if (value < cardNumbers.least || value >= cardNumbers.most || !Number.isInteger(value))
    return value;
  const written = String(value);
  const after = text(written);
  return after === written ? value : after;
}

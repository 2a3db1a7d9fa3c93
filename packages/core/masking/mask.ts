// Masking: what must not be stored or shown is replaced in a text before anything else sees it.
// Cards always, keeping their last four digits; IBANs and an account's own patterns where it wants.
// Masking what is masked changes nothing, and a text never grows by a card or an IBAN.
import type { MaskSettings } from '@opportune/protocol/rest/conversation/masking.ts';
import { firstNumber, mayHoldNumber } from './digits.ts';
import type { Span } from './digit-runs.ts';
import { findBegun, findCards, type FoundNumber } from './find-cards.ts';
import { findIbans, mayHoldIban } from './find-ibans.ts';
import { compilePatterns, type OwnPattern, replaceOwn } from './own-patterns.ts';

/** What masks the texts of one account. */
export interface Mask {
  /** What people write to each other. */
  text(text: string): string;
  /** Of that cards and bank accounts alone. */
  numbers(text: string): string;
  /** Whether `text` replaces more than numbers. */
  readonly hasOwn: boolean;
  /** What a page reports: own patterns only where they are said to hold there. */
  event(text: string): string;
  /** Cheaply: whether `event` may change a text at all. */
  mayChange(text: string): boolean;
  /** What is being typed: a number that may become a card is hidden before it is one. */
  preview(text: string): string;
}

export const cardsOnly: MaskSettings = { ibans: false, patterns: [] };

/** In place of a number that is being typed. */
const begun = '[••••]';
/** What is left of patterns that never come to rest. */
const everything = '[••••••••]';
/** Rounds until nothing changes; more than two take patterns that feed on each other. */
const rounds = 8;

export function compileMask({ ibans, patterns }: MaskSettings): Mask {
  const own = compilePatterns(patterns);
  const ownInEvents = compilePatterns(patterns.filter(({ events }) => events));
  const text = (given: string): string => mask(given, ibans, own);
  return {
    text,
    numbers: (given) => mask(given, ibans, []),
    hasOwn: own.length > 0,
    event: (given) => mask(given, ibans, ownInEvents),
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

function mask(given: string, ibans: boolean, own: readonly OwnPattern[]): string {
  let before = given;
  for (let round = 0; round < rounds; round++) {
    const numbers = maskNumbers(before, ibans);
    const after = own.length === 0 ? numbers : replaceOwn(numbers, own);
    if (after === before) return after;
    before = after;
  }
  return everything;
}

function maskNumbers(given: string, ibans: boolean): string {
  if (!ibans) return maskCards(given);
  const accounts = findIbans(given);
  return maskCards(replaceSpans(given, accounts, masked), accounts.length === 0 ? accounts : null);
}

/** Read as it stands, and once more as percent-encoding where there may be some. `accounts`: known. */
function maskCards(given: string, accounts: readonly Span[] | null = null): string {
  const from = firstNumber(given);
  if (from < 0) return given;
  const others = otherNumbers(given, accounts);
  const once = replaceSpans(given, findCards(given, false, others, from), masked);
  if (!once.includes('%')) return once;
  const left = once === given ? others : otherNumbers(once, null);
  return replaceSpans(once, findCards(once, true, left), masked);
}

const uuid = /(?<![0-9a-z])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-z])/gi;

/** Whether four hyphens stand as in a UUID: many texts have hyphens, and few have these. */
function mayHoldUuid(text: string): boolean {
  const isHyphen = (at: number): boolean => text.charCodeAt(at) === hyphen;
  for (let at = text.indexOf('-', 8); at >= 0; at = text.indexOf('-', at + 1))
    if (isHyphen(at + 5) && isHyphen(at + 10) && isHyphen(at + 15)) return true;
  return false;
}
const hyphen = 0x2d;

/** Numbers that are known to be no cards: bank accounts and UUIDs. In order. */
function otherNumbers(text: string, accounts: readonly Span[] | null): readonly Span[] {
  const spans: Span[] = [...(accounts ?? findIbans(text))];
  if (!mayHoldUuid(text)) return spans;
  for (const { index, 0: found } of text.matchAll(uuid))
    spans.push({ start: index, end: index + found.length });
  return spans.sort((a, b) => a.start - b.start);
}

function masked({ lastFour }: FoundNumber): string {
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
    masking += text.slice(from, each.start) + replacement(each);
    from = each.end;
  }
  return masking + text.slice(from);
}

/** Whole numbers of 13 to 19 digits; those that JSON does not give exactly are taken as they print. */
const cardNumbers = { least: 1e12, most: 1e19 } as const;

/** A number of JSON: itself, or the text that stands in its place. */
export function maskNumber(value: number, text: (given: string) => string): number | string {
  if (value < cardNumbers.least || value >= cardNumbers.most || !Number.isInteger(value))
    return value;
  const written = String(value);
  const after = text(written);
  return after === written ? value : after;
}

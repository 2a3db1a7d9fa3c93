// Masks what a plain text file holds before it is stored: tables, logs and notes are text as messages
// are. Pictures and PDFs are not looked into. A long file is masked piece by piece, and others are
// served between two pieces. A piece has a bound whatever the file holds, and ends where no number
// goes on, which is tried: both sides apart must come to what they come to together.
import type { Examined } from '@opportune/core/attachment/examine.ts';
import { compileMask, type Mask } from '@opportune/core/masking/mask.ts';
import { setImmediate } from 'node:timers/promises';

/** Characters masked at once. */
const pieceLength = { least: 8_192, most: 16_384 } as const;
/**
 * Characters behind a piece by which its end is tried. Whatever the search for cards remembers from
 * before an end is without effect once a run of digits has ended, a card was found, or 40 digits were
 * none; 40 digits with four gaps before each, all of them encoded as long as they may be, are 7,200.
 */
const triedLength = 8_192;
/** No number, IBAN or UUID has one of these in it or looks behind it. */
const parting = ',;|:"<>{}()=';
/** Where a piece may end, behind one of these: lines first, since an own pattern is of one line. */
const ends = ['\n', parting, ' \t\r'] as const;
/** The last places of each kind that are tried. */
const tries = 3;

const numbers = compileMask({ ibans: true, patterns: [] });

export async function maskFile(mask: Mask, examined: Examined): Promise<Examined> {
  if (examined.mediaType !== 'text/plain') return examined;
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(examined.bytes);
  const masked: string[] = [];
  for (let from = 0; from < text.length;) {
    const end = pieceEnd(text, from);
    masked.push(mask.text(text.slice(from, end)));
    from = end;
    await setImmediate();
  }
  const whole = masked.join('');
  return whole === text ? examined : { ...examined, bytes: new TextEncoder().encode(whole) };
}

/** A text in which no place will do, such as encoded digits without an end, is cut all the same. */
function pieceEnd(text: string, from: number): number {
  const tried = text.slice(from, from + pieceLength.most + triedLength);
  if (tried.length <= pieceLength.most) return text.length;
  return from + (placesIn(tried).find((at) => isEnd(tried, at)) ?? pieceLength.most);
}

function placesIn(tried: string): readonly number[] {
  return ends.flatMap((signs) => {
    const places: number[] = [];
    for (let at = pieceLength.most; at > pieceLength.least && places.length < tries; at--)
      if (signs.includes(tried[at - 1] ?? '')) places.push(at);
    return places;
  });
}

/** Between the signs around it that part numbers, both sides apart are what they are together. */
function isEnd(tried: string, at: number): boolean {
  let [start, end] = [at, at];
  while (start > 0 && !parts(tried, start - 1)) start--;
  while (end < tried.length && !parts(tried, end)) end++;
  const apart = numbers.text(tried.slice(start, at)) + numbers.text(tried.slice(at, end));
  return numbers.text(tried.slice(start, end)) === apart;
}

function parts(text: string, at: number): boolean {
  return parting.includes(text[at] ?? '');
}

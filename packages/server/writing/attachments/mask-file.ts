// Masks what a plain text file holds before it is stored: tables, logs and notes are text as messages
// are. Pictures and PDFs are not looked into. A long file is masked piece by piece, and others may go
// first between two pieces. A piece has a bound whatever the file holds, and ends where no number
// goes on, which is tried: what is behind it alone must come to what it comes to together with it.
import type { Examined } from '@opportune/core/attachment/examine.ts';
import type { Mask } from '@opportune/core/masking/mask.ts';

/** Characters masked at once. */
const pieceLength = { least: 8_192, most: 16_384 } as const;
/**
 * Characters behind a piece by which its end is tried. Whatever the search for cards remembers from
 * before an end is without effect once a run of digits has ended, a card was found, or 40 digits were
 * none. 40 digits of two code units with four gaps before each are 240 characters; all of them encoded
 * as long as they may be are 7,200. Neither an IBAN with its gaps nor a UUID is as long as the less.
 */
const triedLength = { plain: 256, encoded: 8_192 } as const;
/** Where a piece may end, behind one of these: lines first, since an own pattern is of one line. */
const ends = ['\n', ',;|:"<>{}()=', ' \t\r'] as const;
/** The last places of each kind that are tried. */
const tries = 8;

interface Piece {
  /** Where it ends in the text. */
  readonly end: number;
  /** With its numbers masked. */
  readonly masked: string;
}

/** `turn` is waited for before each piece. */
export async function maskFile(
  mask: Mask,
  examined: Examined,
  turn: () => Promise<void>,
): Promise<Examined> {
  if (examined.mediaType !== 'text/plain') return examined;
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(examined.bytes);
  const masked: string[] = [];
  for (let from = 0; from < text.length;) {
    await turn();
    const piece = nextPiece(mask, text, from);
    masked.push(mask.hasOwn ? mask.text(text.slice(from, piece.end)) : piece.masked);
    from = piece.end;
  }
  const whole = masked.join('');
  return whole === text ? examined : { ...examined, bytes: new TextEncoder().encode(whole) };
}

function nextPiece(mask: Mask, text: string, from: number): Piece {
  const most = from + pieceLength.most;
  if (text.length <= most) return { end: text.length, masked: mask.numbers(text.slice(from)) };
  return (
    pieceUntilEnd(mask, text, from) ??
      // A text in which no place will do, such as digits without an end, is cut all the same.
      { end: most, masked: mask.numbers(text.slice(from, most)) }
  );
}

/** The piece is masked once, with what is behind it; what that comes to alone is taken off. */
function pieceUntilEnd(mask: Mask, text: string, from: number): Piece | null {
  const tried = text.slice(from, from + pieceLength.most + lengthBehind(text, from));
  const places = placesIn(tried);
  if (places.length === 0) return null;
  const together = mask.numbers(tried);
  for (const at of places) {
    const behind = mask.numbers(tried.slice(at));
    if (together.endsWith(behind))
      return { end: from + at, masked: together.slice(0, together.length - behind.length) };
  }
  return null;
}

function lengthBehind(text: string, from: number): number {
  const near = text.slice(from + pieceLength.least, from + pieceLength.most + triedLength.plain);
  return near.includes('%') ? triedLength.encoded : triedLength.plain;
}

function placesIn(tried: string): readonly number[] {
  const places: readonly number[][] = ends.map(() => []);
  for (let at = pieceLength.most; at > pieceLength.least; at--) {
    const found = places[endKinds[tried.charCodeAt(at - 1)] ?? ends.length];
    if (found !== undefined && found.length < tries) found.push(at);
  }
  return places.flat();
}

/** By code unit of ASCII: which of `ends` it is, or none. */
const endKinds = new Uint8Array(128).fill(ends.length);
for (const [kind, signs] of ends.entries())
  for (const sign of signs) endKinds[sign.charCodeAt(0)] = kind;

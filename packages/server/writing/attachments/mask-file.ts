// Masks a plain text file before it is stored, because tables, logs and notes are text like
// messages. Pictures and PDFs are not inspected. A long file is masked in pieces of bounded size,
// with turns for others in between. A piece ends where no number continues, which is tested: the
// text behind the end must be masked alone as it is masked together with the piece.
import type { Examined } from '@opportune/core/attachment/examine.ts';
import type { Mask } from '@opportune/core/masking/mask.ts';

/** Characters masked at once. */
const pieceLength = { least: 8_192, most: 16_384 } as const;
/**
 * Characters after a piece with which its end is tested. The search for cards keeps nothing from
 * before an end once a run of digits has ended, a card was found, or 40 digits were none. 40 digits
 * of two code units with four gaps before each take 240 characters; fully encoded, 7,200. An IBAN
 * with its gaps and a UUID are shorter than the smaller value.
 */
const triedLength = { plain: 256, encoded: 8_192 } as const;
/**
 * A piece may end behind one of these. Line ends come first, because an account's own pattern
 * covers one line.
 */
const ends = ['\n', ',;|:"<>{}()=', ' \t\r'] as const;
/** How many of the last places of each kind are tried. */
const tries = 8;

interface Piece {
  /** The end in the text. */
  readonly end: number;
  /** The text with its numbers masked. */
  readonly masked: string;
}

/** Awaits `turn` before each piece. */
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
      // A text without a suitable place, such as endless digits, is cut anyway.
      { end: most, masked: mask.numbers(text.slice(from, most)) }
  );
}

/**
 * Masks the piece once, together with the text behind it, and then removes the masked form of that
 * text.
 */
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

/** By ASCII code unit: the index in `ends`, or none. */
const endKinds = new Uint8Array(128).fill(ends.length);
for (const [kind, signs] of ends.entries())
  for (const sign of signs) endKinds[sign.charCodeAt(0)] = kind;

// Masks what a plain text file holds before it is stored: tables, logs and notes are text as messages
// are. Pictures and PDFs are not looked into. A long file is masked piece by piece, so that nobody else
// waits for it; a piece ends where no number goes on.
import type { Examined } from '@opportune/core/attachment/examine.ts';
import type { Mask } from '@opportune/core/masking/mask.ts';
import { setImmediate } from 'node:timers/promises';

/** Characters masked at once, at least. */
const pieceLength = 65_536;
/** After one of these another number begins. */
const ends = /[,;|"<>{}()]/g;

export async function maskFile(mask: Mask, examined: Examined): Promise<Examined> {
  if (examined.mediaType !== 'text/plain') return examined;
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(examined.bytes);
  const masked: string[] = [];
  for (const piece of piecesOf(text)) {
    masked.push(mask.text(piece));
    if (piece.length < text.length) await setImmediate();
  }
  const whole = masked.join('');
  return whole === text ? examined : { ...examined, bytes: new TextEncoder().encode(whole) };
}

function* piecesOf(text: string): Generator<string> {
  for (let from = 0; from < text.length;) {
    ends.lastIndex = from + pieceLength;
    const end = ends.lastIndex < text.length && ends.test(text) ? ends.lastIndex : text.length;
    yield text.slice(from, end);
    from = end;
  }
}

// Splits a text into pieces that fit: at the end of a line, else of a sentence, else of a word,
// else between two graphemes. Only white space at a cut is dropped. A single grapheme that does not
// fit, for example with hundreds of accents, is split between its characters: no limit is ever
// exceeded.
import type { Room } from './room.ts';

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const words = new Intl.Segmenter('und', { granularity: 'word' });
/** How far past the room to look, to see whether a grapheme or a word continues. */
const lookAhead = 64;

/** The dot of `1.` does not end a sentence. */
const sentenceEnd = /(?:[^\s\d][.!?…]+["'”’)\]]*(?=\s)|[。！？])/gu;
/** Scripts written without spaces between words. */
const spaceless =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** The pieces in their order. None for a text without words. */
export function splitText(text: string, room: Room): readonly string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (rest.length > room.longest || !room.fits(rest)) {
    const end = endOfPiece(rest, room);
    pieces.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return rest === '' ? pieces : [...pieces, rest];
}

function endOfPiece(text: string, room: Room): number {
  const most = lastThatFits(text, endsOf(graphemes, text, room), room);
  if (most === null) return endWithinGrapheme(text, room);
  return endOfLine(text, most) ?? endOfSentence(text, most) ?? endOfWord(text, most, room) ?? most;
}

/** Where segments end, as far as a piece may go. Whether the last one continues is unknown. */
function endsOf(segmenter: Intl.Segmenter, text: string, room: Room): readonly number[] {
  const seen = text.slice(0, room.longest + lookAhead);
  const ends = [...segmenter.segment(seen)].map(({ index, segment }) => index + segment.length);
  return seen.length < text.length ? ends.slice(0, -1) : ends;
}

/** By bisection: anything shorter than a text that fits, fits. */
function lastThatFits(text: string, ends: readonly number[], room: Room): number | null {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (room.fits(text.slice(0, ends[middle]).trimEnd())) low = middle + 1;
    else high = middle;
  }
  return ends[low - 1] ?? null;
}

function endWithinGrapheme(text: string, room: Room): number {
  let end = 0;
  for (const character of text) {
    if (end > 0 && !room.fits(text.slice(0, end + character.length))) break;
    end += character.length;
  }
  return end;
}

/** Lines and sentences are kept whole if a piece is at least half full without the next. */
function endOfLine(text: string, most: number): number | null {
  const end = text.lastIndexOf('\n', most);
  return end * 2 >= most ? end : null;
}

function endOfSentence(text: string, most: number): number | null {
  // One more character is read, for the white space after the sentence.
  const ends = [...text.slice(0, most + 1).matchAll(sentenceEnd)].map(
    (found) => found.index + found[0].length,
  );
  const end = ends.findLast((each) => each <= most) ?? 0;
  return end * 2 >= most ? end : null;
}

function endOfWord(text: string, most: number, room: Room): number | null {
  const space = text.slice(0, most + 1).search(/\s\S*$/);
  if (!spaceless.test(text.slice(Math.max(space, 0), most))) return space > 0 ? space : null;
  return endsOf(words, text, room).findLast((end) => end <= most) ?? null;
}

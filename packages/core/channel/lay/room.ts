// How much text fits somewhere, in the channel's own way of counting.
import type { Capabilities, TextCount } from '@opportune/protocol/channel/capabilities.ts';
import { segmentsOf } from './segments.ts';

export interface Room {
  fits(text: string): boolean;
  /** No text with more UTF-16 units fits. */
  readonly longest: number;
}

export function roomOf(count: TextCount, most: number): Room {
  switch (count) {
    case 'utf16':
      return { fits: (text) => text.length <= most, longest: most };
    case 'code-points':
      return { fits: (text) => pointsOf(text) <= most, longest: 2 * most };
    case 'bytes':
      return { fits: (text) => bytesOf(text) <= most, longest: most };
    case 'segments':
      return { fits: (text) => segmentsOf(text) <= most, longest: 160 * most };
  }
}

export function textRoom({ text }: Capabilities): Room {
  return roomOf(text.count, text.most);
}

/** For words on buttons, rows and cards: no channel counts those in segments. */
export function labelRoom({ text }: Capabilities, most: number): Room {
  return roomOf(text.count === 'segments' ? 'utf16' : text.count, most);
}

/** For the words above something, if they have a limit of their own. */
export function bodyRoom(capabilities: Capabilities, most: number | undefined): Room {
  const text = textRoom(capabilities);
  if (most === undefined) return text;
  const own = labelRoom(capabilities, most);
  return {
    fits: (words) => own.fits(words) && text.fits(words),
    longest: Math.min(own.longest, text.longest),
  };
}

function pointsOf(text: string): number {
  let points = 0;
  for (const _ of text) points += 1;
  return points;
}

/** In UTF-8. An unpaired surrogate is encoded as U+FFFD. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}

// In how many SMS a text leaves, with all the pieces into which it is cut for a channel.
import type { Capabilities } from '@opportune/protocol/channel/capabilities.ts';
import { roomOf } from './room.ts';
import { segmentsOf } from './segments.ts';
import { splitText } from './split-text.ts';

export function segmentsOfAll(
  text: string,
  { text: limit }: { readonly text: Pick<Capabilities['text'], 'count' | 'most'> },
): number {
  const pieces = splitText(text, roomOf(limit.count, limit.most));
  return pieces.reduce((sum, piece) => sum + segmentsOf(piece), 0);
}

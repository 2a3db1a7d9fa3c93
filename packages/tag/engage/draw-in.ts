// Draws an engagement into its place in the page, clear of fields that the visitor types into.
import { keepClear } from '@opportune/content/keep-clear.ts';
import {
  renderEngagement,
  type Rendered,
} from '@opportune/content/engagement/render-engagement.ts';
import type { Bridge } from '../core/bridge.ts';
import { fileAddress } from '../file-address.ts';
import type { EngagementContent } from '../wire.ts';
import { keepFoot, placeFor } from './placement.ts';

type Drawing = Parameters<typeof renderEngagement>;

export interface Drawn extends Pick<Rendered, 'dress'> {
  remove(): void;
}

/** Null if the page has no place for it. */
export function drawIn(
  bridge: Bridge,
  engagement: EngagementContent,
  words: Drawing[3],
  acts: Drawing[4],
): Drawn | null {
  const target = placeFor(engagement);
  const look = bridge.welcome()?.settings.look;
  if (!target || !look) return null;
  const faces = engagement.faces?.map(({ name, photo }) => ({
    name,
    photo: photo && fileAddress(photo),
  }));
  const drawn = { ...engagement, faces };
  const { box, dress, remove } = renderEngagement(target, drawn, look, words, acts);
  const { format } = engagement.creative;
  const floats = target === document.documentElement;
  const stops: (() => void)[] = [remove];
  if (floats && format !== 'overlay') stops.unshift(keepClear(box));
  if (floats && format === 'banner') stops.unshift(keepFoot(box));
  return { dress, remove: () => stops.forEach((stop) => stop()) };
}

// Where in the page an engagement goes: over it, or into a slot that the page provides. A banner
// without a slot is at the foot of the screen, in room of its own: at the top it would cover the
// page's heading or shift it.
import { hostName } from '@opportune/content/host-name.ts';
import type { EngagementContent } from '../wire.ts';

/** How much of the screen's foot is taken. Engagements and the chat window read it. */
const foot = '--opportune-foot';
const topSlot = '[data-opportune-zone="top"]';

/** The element to draw in. Null if an embedded engagement has no slot in this page. */
export function placeFor({ creative }: EngagementContent): HTMLElement | null {
  const find = (selector: string): HTMLElement | null => {
    try {
      return document.querySelector<HTMLElement>(selector);
    } catch {
      return null;
    }
  };
  if (creative.format === 'embedded')
    return creative.slot ? find(creative.slot) : find('[data-opportune-zone="inline"]');
  if (creative.format === 'banner') return find(topSlot) ?? document.documentElement;
  return document.documentElement;
}

/**
 * Reserves room at the foot of the page for a floating banner. The page grows below its end, where
 * nothing moves, and other floating elements at the foot move above it. Returns how to release the
 * room.
 */
export function keepFoot(box: HTMLElement): () => void {
  const { documentElement: page } = document;
  const room = document.createElement(hostName);
  const keep = (): void => {
    const height = `${box.offsetHeight}px`;
    room.style.setProperty('height', height, 'important');
    page.style.setProperty(foot, height);
  };
  room.style.setProperty('display', 'block', 'important');
  page.append(room);
  const sizes = new ResizeObserver(keep);
  sizes.observe(box);
  keep();
  return () => {
    sizes.disconnect();
    room.remove();
    page.style.removeProperty(foot);
  };
}

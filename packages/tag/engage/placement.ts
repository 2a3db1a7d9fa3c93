// Where in the page an engagement goes: over it, or into a slot that the page keeps for it. A banner
// without a slot lies under the page's header, so that nothing is shifted and the header stays usable.
import type { EngagementContent } from '../wire.ts';

const topSlot = '[data-opportune-zone="top"]';

/** The element to draw in; null where an embedded engagement has no slot in this page. */
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

/** Keeps a floating banner under the page's header while that is in view; answers how to stop. */
export function followHeader(box: HTMLElement): () => void {
  const header = document.querySelector('header,[role=banner]');
  const place = (): void => {
    const bottom = header?.getBoundingClientRect().bottom ?? 0;
    box.style.top = `${bottom > 0 && bottom < innerHeight / 3 ? bottom : 0}px`;
  };
  const soon = (): void => void requestAnimationFrame(place);
  place();
  const names = ['scroll', 'resize'];
  for (const name of names) addEventListener(name, soon, { capture: true, passive: true });
  return () => {
    for (const name of names) removeEventListener(name, soon, { capture: true });
  };
}

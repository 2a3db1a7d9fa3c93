// One engagement of each format, with the words of a shop, and how it is shown.
import type { Page } from 'playwright-core';
import type { EngagementContent } from '../wire.ts';
import { engagement, type Peer } from './peer.test-support.ts';

export const formats: Record<string, EngagementContent> = {
  toast: engagement(),
  overlay: engagement(
    { zone: 'centre' },
    {
      format: 'overlay',
      headline: 'Trouble paying?',
      text: 'Your cart is kept.',
      action: 'Chat now',
    },
  ),
  'slide-out': engagement(
    { zone: 'edge' },
    { format: 'slide-out', side: 'left', action: 'Ask Tomas' },
  ),
  'sticky-button': engagement({}, { format: 'sticky-button', action: 'Ask about delivery' }),
  banner: engagement(
    { zone: 'top', action: 'content' },
    {
      format: 'banner',
      headline: 'Still in stock.',
      text: '',
      action: 'Go to cart',
      link: '/cart',
    },
  ),
  embedded: engagement(
    { zone: 'inline' },
    { format: 'embedded', slot: '#slot', action: 'Ask for a photo' },
  ),
};

/** Resolves when the page has reported that it is shown. */
export async function show(peer: Peer, content: EngagementContent): Promise<void> {
  peer.send({ type: 'engage', engagement: content });
  await peer.until('shown', () =>
    peer
      .events()
      .some(
        ({ name, properties }) =>
          name === 'Engagement Shown' && properties['decision'] === content.decision,
      ),
  );
}

/** Takes it back, and resolves when the page shows nothing any more. */
export async function withdraw(peer: Peer, page: Page, content: EngagementContent): Promise<void> {
  peer.send({ type: 'withdraw', decision: content.decision });
  // A banner has two parts, of which one keeps its space.
  await page.waitForFunction(() => document.querySelector('opportune-part') === null);
}

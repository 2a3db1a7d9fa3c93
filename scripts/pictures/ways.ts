// The picture of an offer that goes on in messengers: the code on a wide page, the links on a phone.
// It is drawn by the tag that visitors load.
import type { Browser } from 'playwright-core';
import { qrOf } from '@opportune/server/channel/offers/qr-of.ts';
import { opened, shopPage } from '../../packages/tag/test/browser.test-support.ts';
import { engagement, startPeer } from '../../packages/tag/test/peer.test-support.ts';
import type { EngagementContent } from '../../packages/tag/wire.ts';
import type { Take } from './guides.ts';
import { takeSheet } from './sheet.ts';

const words = encodeURIComponent('Hello, I have a question. [K7QM-2XPD-9F3T]');
const links = {
  whatsapp: `https://wa.me/15550783881?text=${words}`,
  telegram: 'https://t.me/aldermoor_bot?start=K7QM2XPD9F3T',
  email: `mailto:help@aldermoor.example?subject=${words}`,
} as const;

function waysOn(isPhone: boolean, chat: boolean): NonNullable<EngagementContent['ways']> {
  const list = (['whatsapp', 'telegram', 'email'] as const).map((kind) => {
    const href = links[kind];
    return { kind, href, ...(!isPhone && kind !== 'email' && { qr: qrOf(href) }) };
  });
  return { chat, list };
}

export async function takeWays(browser: Browser, take: Take): Promise<void> {
  const shots = [await shoot(browser, false), await shoot(browser, true)];
  const look = { name: 'ways', dark: false, phone: false, columns: 2 };
  await takeSheet(browser, shots, look, (page) => take(page, 'offered-channels'));
}

async function shoot(browser: Browser, isPhone: boolean): Promise<string> {
  const peer = await startPeer();
  const viewport = isPhone ? { width: 375, height: 560 } : { width: 640, height: 560 };
  const context = await opened(browser, {
    ...{ viewport, reducedMotion: 'reduce', isMobile: isPhone, hasTouch: isPhone },
  });
  try {
    const page = await context.newPage();
    peer.pages.set('/', { html: shopPage() });
    await page.goto(peer.pageOrigin);
    await peer.until('a page view', () => peer.names().includes('Page'));
    const asked = {
      headline: 'A question before you order?',
      text: 'We are here and answer at once.',
    };
    const content = engagement(
      { ways: waysOn(isPhone, true) },
      { ...asked, format: 'toast', action: 'Chat with us' },
    );
    peer.send({ type: 'engage', engagement: content });
    await page.getByRole('button', { name: 'Or write in another app' }).click();
    if (!isPhone) await page.getByText('WhatsApp', { exact: true }).click();
    await page.waitForLoadState('networkidle');
    const shot = await page.screenshot({ animations: 'disabled', caret: 'hide' });
    return shot.toString('base64');
  } finally {
    await context.close();
    await peer.close();
  }
}

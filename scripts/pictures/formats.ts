// The pictures of the six formats: each in the languages of the chat window's pictures, light and
// dark, on a wide page and on a phone. They are drawn by the tag that visitors load; the other side is
// the peer of the tag's tests.
import type { Browser, BrowserContext } from 'playwright-core';
import { opened } from '../../packages/tag/test/browser.test-support.ts';
import { engagement, type Peer, startPeer } from '../../packages/tag/test/peer.test-support.ts';
import { inArabicLetters } from '../../packages/tag/test/pseudo.test-support.ts';
import type { EngagementContent } from '../../packages/tag/wire.ts';
import type { Take } from './guides.ts';
import { type Offered, offered } from './format-words.ts';
import { lamp, looks, type Look, takeSheet } from './sheet.ts';

type Format = EngagementContent['creative']['format'];
const formats = ['toast', 'overlay', 'slide-out', 'sticky-button', 'banner', 'embedded'] as const;
const zones: Readonly<Record<Format, EngagementContent['zone']>> = {
  toast: 'corner',
  overlay: 'centre',
  'slide-out': 'edge',
  'sticky-button': 'corner',
  banner: 'top',
  embedded: 'inline',
};
/** These have a picture beside or above their words. */
const pictured: ReadonlySet<Format> = new Set(['overlay', 'embedded', 'banner']);

/** One sheet a look: a row for each language, a column for each format. */
export async function takeFormats(browser: Browser, take: Take): Promise<void> {
  for (const look of looks) {
    const shots: string[] = [];
    for (const words of offered) shots.push(...(await shootAll(browser, words, look)));
    const sheet = { ...look, columns: formats.length };
    await takeSheet(browser, shots, sheet, (page) => take(page, `formats-${look.name}`));
  }
}

async function shootAll(browser: Browser, words: Offered, look: Look): Promise<readonly string[]> {
  const peer = await startPeer();
  const size = look.phone ? { width: 375, height: 620 } : { width: 640, height: 440 };
  const context = await opened(browser, {
    ...{ viewport: size, reducedMotion: 'reduce', isMobile: look.phone, hasTouch: look.phone },
    // The sheet has 24 of them.
    deviceScaleFactor: 0.5,
  });
  try {
    peer.pages.set('/', { html: pageOf(words, look.dark) });
    const theme = look.dark ? 'dark' : 'light';
    peer.settings = { ...peer.settings, look: { ...peer.settings.look, theme } };
    const shots = [];
    for (const format of formats) shots.push(await shoot(context, peer, format, words));
    return shots;
  } finally {
    await context.close();
    await peer.close();
  }
}

async function shoot(
  context: BrowserContext,
  peer: Peer,
  format: Format,
  words: Offered,
): Promise<string> {
  const page = await context.newPage();
  await page.route('https://pictures.example/**', (route) =>
    route.fulfill({ contentType: 'image/svg+xml', body: lamp }),
  );
  if (words.dir === 'rtl')
    await page.route('**/tag/words-es.*.js', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: inArabicLetters(await response.text()) });
    });
  const before = peer.names().filter((name) => name === 'Page').length;
  await page.goto(peer.pageOrigin);
  await peer.until(
    'a page view',
    () => peer.names().filter((name) => name === 'Page').length > before,
  );
  peer.send({ type: 'engage', engagement: contentOf(format, words) });
  await page.locator('opportune-part').waitFor({ state: 'attached' });
  await page.locator(`.${format}`).waitFor();
  await page.waitForLoadState('networkidle');
  const shot = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  await page.close();
  return shot.toString('base64');
}

function contentOf(format: Format, words: Offered): EngagementContent {
  const isContent = format === 'banner' || format === 'embedded';
  const { headline, text, action } = words[isContent ? 'content' : 'chat'];
  const isSticky = format === 'sticky-button';
  const image = pictured.has(format)
    ? { url: 'https://pictures.example/lamp.svg', alt: words.product }
    : null;
  return engagement(
    {
      decision: `${format} ${words.page}`,
      zone: zones[format],
      action: isContent ? 'content' : 'chat',
    },
    {
      ...{ format, image, action, link: isContent ? '/delivery' : null },
      ...{ headline: isSticky ? '' : headline, text: isSticky ? '' : text },
      ...{ slot: format === 'embedded' ? '#slot' : null, mutable: !isSticky },
    },
  );
}

/** A page of the invented shop, with a place for embedded ones and for banners. */
function pageOf({ page, dir, product, price, buy }: Offered, dark: boolean): string {
  const [ground, card, ink, site] = dark
    ? ['#121513', '#242926', '#f1f4f0', '#9fc9b4']
    : ['#fbf9f5', '#f0ebe1', '#22201c', '#2f5241'];
  return `<!doctype html><html lang="${page}" dir="${dir}"><head><meta charset="utf-8"><title>${product}</title>
<meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">
<style>body{margin:0;font:15px/22px system-ui,sans-serif;background:${ground};color:${ink}}header{height:52px;display:flex;align-items:center;padding:0 24px;border-bottom:1px solid ${card};font-weight:600}main{display:grid;grid-template-columns:220px 1fr;gap:24px;padding:24px}.pic{background:${card};height:220px;border-radius:10px;display:grid;place-items:center}h1{font-size:20px;line-height:26px;margin:0 0 6px}p{margin:0 0 14px}button.buy{background:${site};color:${ground};border:0;padding:10px 18px;border-radius:7px;font:inherit;margin-bottom:16px}@media(max-width:520px){main{grid-template-columns:1fr;gap:16px;padding:16px}.pic{height:150px}}</style>
<script>window.opportune=window.opportune||function(){(opportune.q=opportune.q||[]).push(arguments)}</script>
<script async src="TAG/tag.js" data-site="wk_test"></script></head>
<body><div data-opportune-zone="top"></div><header>aldermoor</header><main><div class="pic"></div><div><h1>${product}</h1><p>${price}</p><button class="buy">${buy}</button><div id="slot"></div></div></main></body></html>`;
}

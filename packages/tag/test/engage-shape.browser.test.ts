// The shape of engagements of every format: motion, large text, and text from right to left.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { findings } from './axe.test-support.ts';
import { shopPage } from './browser.test-support.ts';
import { formats, show } from './formats.test-support.ts';
import { browserTests } from './setup.test-support.ts';

const setUp = browserTests();
const body = '<div id="slot"></div>';

/** Seconds that something of the engagement moves, the longest last. */
function lasting(page: Page): Promise<readonly number[]> {
  return page.locator('opportune-part').evaluateAll((hosts) =>
    hosts
      .flatMap((host) => [...(host.shadowRoot?.querySelectorAll('*') ?? [])])
      .flatMap((each) => {
        const { animationName, animationDuration, transitionDuration } = getComputedStyle(each);
        const moved = animationName === 'none' ? [] : animationDuration.split(',');
        return [...moved, ...transitionDuration.split(',')].map(parseFloat);
      })
      .filter((each) => each > 0)
      .sort((one, other) => one - other),
  );
}

/** What of the engagement is outside the page, or cut off. */
function outside(page: Page): Promise<readonly string[]> {
  return page.locator('opportune-part').evaluateAll((hosts) =>
    hosts
      .flatMap((host) => [...(host.shadowRoot?.querySelectorAll('*') ?? [])])
      .filter((each) => !(each instanceof HTMLStyleElement) && !each.matches('.hidden'))
      .flatMap((each) => {
        const { left, right } = each.getBoundingClientRect();
        const isCut =
          getComputedStyle(each).overflowX !== 'visible' && each.scrollWidth > each.clientWidth + 1;
        return left < -1 || right > document.documentElement.clientWidth + 1 || isCut
          ? [`${Math.round(left)} to ${Math.round(right)}: ${each.outerHTML.slice(0, 80)}`]
          : [];
      }),
  );
}

for (const [format, content] of Object.entries(formats)) {
  test(`[BN4] ${format}: motion takes at most 150 ms, and there is none if the visitor wants none`, async (each) => {
    for (const reducedMotion of ['no-preference', 'reduce'] as const) {
      const { peer, visit } = await setUp(each, { reducedMotion });
      peer.pages.set('/', { html: shopPage({ body }) });
      const page = await visit();
      await show(peer, content);
      const found = await lasting(page);
      if (reducedMotion === 'reduce') assert.deepEqual(found, []);
      else {
        assert.ok(found.length > 0);
        assert.ok((found.at(-1) ?? 1) <= 0.15, `${found.at(-1)} s`);
      }
    }
  });

  for (const width of [1280, 390])
    test(`[BN5] ${format}: with text at 200 % it grows on a page of ${width} px, and nothing is cut off`, async (each) => {
      const { peer, context, visit } = await setUp(each, { viewport: { width, height: 800 } });
      peer.pages.set('/', { html: shopPage({ body }) });
      const page = await visit();
      const heightOfAction = (): Promise<number> =>
        page
          .getByText(content.creative.action)
          .first()
          .evaluate((of) => {
            const range = document.createRange();
            range.selectNodeContents(of);
            return range.getBoundingClientRect().height;
          });
      await show(peer, content);
      const usual = await heightOfAction();
      const tools = await context.newCDPSession(page);
      await tools.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
      const pages = (): number => peer.names().filter((name) => name === 'Page').length;
      const before = pages();
      await page.reload();
      await peer.until('the page again', () => pages() > before);
      await show(peer, { ...content, decision: 'large' });
      assert.ok(
        (await heightOfAction()) >= 1.9 * usual,
        `${await heightOfAction()} of ${usual} px`,
      );
      assert.deepEqual(await outside(page), []);
      assert.deepEqual(await findings(page), []);
    });

  test(`[BN6] ${format}: from right to left, sentences end at the left, and nothing is outside`, async (each) => {
    const { peer, visit } = await setUp(each, { viewport: { width: 390, height: 800 } });
    const html = shopPage({ body }).replace('<html lang="en"', '<html lang="ar" dir="rtl"');
    peer.pages.set('/', { html });
    const page = await visit();
    const headline = 'هل تبحث عن مصباح؟';
    const isButton = format === 'sticky-button';
    const creative = { ...content.creative, headline, ...(isButton && { action: headline }) };
    await show(peer, { ...content, creative });
    const last = await page
      .getByText(headline)
      .first()
      .evaluate((of) => {
        const walk = document.createTreeWalker(of, NodeFilter.SHOW_TEXT);
        const node = walk.nextNode();
        const range = document.createRange();
        if (!(node instanceof Text)) return Number.NaN;
        range.selectNodeContents(node);
        const all = range.getBoundingClientRect();
        range.setStart(node, node.length - 1);
        const sign = range.getBoundingClientRect();
        return (sign.left + sign.width / 2 - all.left) / all.width;
      });
    assert.ok(last < 0.2, `the question mark stands at ${last} from the left`);
    assert.deepEqual(await outside(page), []);
    assert.deepEqual(await findings(page), []);
  });
}

// The shape of engagements of every format: motion, large text, and text from right to left.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { findings } from './axe.test-support.ts';
import { shopPage } from './browser.test-support.ts';
import type { EngagementContent } from '../wire.ts';
import { formats, show, withdraw } from './formats.test-support.ts';
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

/** Each is a decision of its own: a page shows none twice. */
const decided = (format: string, content: EngagementContent): EngagementContent => ({
  ...content,
  decision: `decision-${format}`,
});
const all = Object.entries(formats).map(([format, content]) => ({
  format,
  content: decided(format, content),
}));

for (const reducedMotion of ['no-preference', 'reduce'] as const)
  test(`[BN4] motion takes at most 150 ms, and there is none if the visitor wants none: ${reducedMotion}`, async (each) => {
    const { peer, visit } = await setUp(each, { reducedMotion });
    peer.pages.set('/', { html: shopPage({ body }) });
    const page = await visit();
    for (const { format, content } of all)
      await each.test(format, async () => {
        await show(peer, content);
        const found = await lasting(page);
        if (reducedMotion === 'reduce') assert.deepEqual(found, []);
        else {
          assert.ok(found.length > 0);
          assert.ok((found.at(-1) ?? 1) <= 0.15, `${found.at(-1)} s`);
        }
        await withdraw(peer, page, content);
      });
  });

for (const width of [1280, 390])
  test(`[BN5] with text at 200 % engagements grow on a page of ${width} px, and nothing is cut off`, async (each) => {
    const { peer, context, visit } = await setUp(each, { viewport: { width, height: 800 } });
    peer.pages.set('/', { html: shopPage({ body }) });
    const page = await visit();
    const heightOfAction = ({ creative }: EngagementContent): Promise<number> =>
      page
        .getByText(creative.action)
        .first()
        .evaluate((of) => {
          const range = document.createRange();
          range.selectNodeContents(of);
          return range.getBoundingClientRect().height;
        });
    const usual = new Map<string, number>();
    for (const { format, content } of all) {
      await show(peer, content);
      usual.set(format, await heightOfAction(content));
      await withdraw(peer, page, content);
    }
    const tools = await context.newCDPSession(page);
    await tools.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
    const pages = (): number => peer.names().filter((name) => name === 'Page').length;
    const before = pages();
    await page.reload();
    await peer.until('the page again', () => pages() > before);
    for (const { format, content } of all)
      await each.test(format, async () => {
        const large = decided(`large-${format}`, content);
        await show(peer, large);
        const [height, was] = [await heightOfAction(large), usual.get(format) ?? Infinity];
        assert.ok(height >= 1.9 * was, `${height} of ${was} px`);
        assert.deepEqual(await outside(page), []);
        assert.deepEqual(await findings(page), []);
        await withdraw(peer, page, large);
      });
  });

test('[BN6] from right to left, sentences end at the left, and nothing is outside', async (each) => {
  const { peer, visit } = await setUp(each, { viewport: { width: 390, height: 800 } });
  const html = shopPage({ body }).replace('<html lang="en"', '<html lang="ar" dir="rtl"');
  peer.pages.set('/', { html });
  const page = await visit();
  for (const { format, content } of all)
    await each.test(format, async () => {
      const headline = 'هل تبحث عن مصباح؟';
      const isButton = format === 'sticky-button';
      const creative = { ...content.creative, headline, ...(isButton && { action: headline }) };
      await show(peer, { ...content, creative });
      const last = await page.getByText(headline).first().evaluate(endOf);
      assert.ok(last < 0.2, `the question mark stands at ${last} from the left`);
      assert.deepEqual(await outside(page), []);
      assert.deepEqual(await findings(page), []);
      await withdraw(peer, page, content);
    });
});

/** Where the last sign of a text stands, from 0 at its left to 1 at its right. */
function endOf(of: Element): number {
  const walk = document.createTreeWalker(of, NodeFilter.SHOW_TEXT);
  const node = walk.nextNode();
  const range = document.createRange();
  if (!(node instanceof Text)) return Number.NaN;
  range.selectNodeContents(node);
  const all = range.getBoundingClientRect();
  range.setStart(node, node.length - 1);
  const sign = range.getBoundingClientRect();
  return (sign.left + sign.width / 2 - all.left) / all.width;
}

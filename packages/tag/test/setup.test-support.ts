// What every browser test of the tag starts from: the tag built once, one Chromium, and for each
// test a fresh peer and browser context.
import { after, before } from 'node:test';
import type { TestContext } from 'node:test';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { buildTag } from '../build.ts';
import { type BrowserOptions, openBrowser, opened, shopPage } from './browser.test-support.ts';
import { startPeer } from './peer.test-support.ts';
import type { Peer } from './peer.test-support.ts';

export interface Stage {
  readonly peer: Peer;
  readonly context: BrowserContext;
  /** Opens a page of the peer's and waits for its page view, unless told not to. */
  visit(path?: string, options?: { readonly quiet?: boolean }): Promise<Page>;
}

/** Once for all files of the process. */
let built: Promise<unknown> | undefined;

/** Call once in a test file. The returned function prepares one test. */
export function browserTests(
  of: BrowserOptions = {},
): (test: TestContext, options?: BrowserContextOptions) => Promise<Stage> {
  let browser: Browser;
  before(async () => {
    await (built ??= buildTag());
    browser = await openBrowser(of);
  });
  after(() => browser.close());
  return async (each, options) => {
    const peer = await startPeer();
    const context = await opened(browser, { reducedMotion: 'reduce', ...options });
    each.after(async () => {
      await context.close();
      await peer.close();
    });
    peer.pages.set('/', { html: shopPage() });
    const visit = async (path = '/', { quiet = false } = {}): Promise<Page> => {
      const page = await context.newPage();
      const before = peer.names().filter((name) => name === 'Page').length;
      await page.goto(peer.pageOrigin + path);
      if (!quiet)
        await peer.until(
          'a page view',
          () => peer.names().filter((name) => name === 'Page').length > before,
        );
      return page;
    };
    return { peer, context, visit };
  };
}

// What every browser test of the tag starts from: the tag as the run has built it, one Chromium, and
// for each test a fresh peer and browser context.
import { after, before } from 'node:test';
import type { TestContext } from 'node:test';
import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  CDPSession,
  Page,
} from 'playwright-core';
import { type BrowserOptions, openBrowser, opened, shopPage } from './browser.test-support.ts';
import { startPeer } from './peer.test-support.ts';
import type { Peer } from './peer.test-support.ts';

export interface Stage {
  readonly peer: Peer;
  readonly context: BrowserContext;
  /** Opens a page of the peer's and waits for its page view, unless told not to. */
  visit(path?: string, options?: { readonly quiet?: boolean }): Promise<Page>;
}

/**
 * Of the tests of a file that ask for nothing of their browser's profile. Its origins are of one site,
 * so its pages are drawn by one process, which an empty page keeps. So what runs in each page, axe
 * above all, is compiled once: a first look costs a sixth. Each peer has ports of its own, and what is
 * stored by a test is removed after it.
 */
interface Common {
  readonly context: BrowserContext;
  /** Keeps the process. */
  readonly empty: Page;
  readonly tools: CDPSession;
}
interface TestOptions extends BrowserOptions {
  /** Each tab has a process of its own, as one that is busy must not hold up another. */
  readonly tabsApart?: boolean;
}

const emptyUrl = 'http://127.0.0.1/empty';
const onePerSite = '--process-per-site';

async function openCommon(browser: Browser): Promise<Common> {
  const context = await opened(browser, { reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.route(emptyUrl, (route) => route.fulfill({ contentType: 'text/html', body: '' }));
  await page.goto(emptyUrl);
  return { context, empty: page, tools: await context.newCDPSession(page) };
}

async function leave({ context, empty, tools }: Common, peer: Peer): Promise<void> {
  const pages = context.pages().filter((page) => page !== empty);
  await Promise.all(pages.map((page) => page.close()));
  await context.clearCookies();
  for (const origin of [peer.pageOrigin, peer.tagOrigin])
    await tools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
}

/**
 * Call once in a test file. The returned function prepares one test. A test that names `context` or
 * options of one has a browser profile of its own. Name it for all that outlasts a page: clocks,
 * routes, scripts and permissions of a context.
 */
export function browserTests({ flags = [], tabsApart = false, ...of }: TestOptions = {}): (
  test: TestContext,
  options?: BrowserContextOptions,
) => Promise<Stage> {
  let browser: Browser;
  let common: Promise<Common> | undefined;
  /** A profile that the test before was given and did not use. */
  let unused: BrowserContext | undefined;
  before(async () => {
    browser = await openBrowser({ ...of, flags: tabsApart ? flags : [...flags, onePerSite] });
  });
  after(() => browser.close());
  return async (each, options) => {
    const peer = await startPeer();
    let usesOwn = tabsApart || options !== undefined;
    const left = usesOwn ? undefined : unused;
    if (left !== undefined) unused = undefined;
    const own = left ?? (await opened(browser, { reducedMotion: 'reduce', ...options }));
    each.after(async () => {
      if (usesOwn) await own.close();
      else unused = own;
      if (common !== undefined) await leave(await common, peer);
      await peer.close();
    });
    peer.pages.set('/', { html: shopPage() });
    const visit = async (path = '/', { quiet = false } = {}): Promise<Page> => {
      const { context } = usesOwn ? { context: own } : await (common ??= openCommon(browser));
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
    return {
      peer,
      visit,
      get context() {
        usesOwn = true;
        return own;
      },
    };
  };
}

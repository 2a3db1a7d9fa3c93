// A shop on another origin whose pages load an unchanged client library in a real Chromium, and the
// server that collects from it.
import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page } from 'playwright-core';
import { openBrowser, opened } from '../../packages/tag/test/browser.test-support.ts';
import { startCollect, type TestCollect } from './collect.test-support.ts';

/** A page of the shop, before the library starts. */
export interface ShopPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Every host that got a request. */
  readonly asked: ReadonlySet<string>;
  /** Paths of all POST requests, in order. */
  readonly posted: readonly string[];
}

export interface LibraryShop {
  readonly origin: string;
  readonly server: TestCollect;
  /** Opens `/lamps`, as if from an e-mail. */
  visit(timeZone: string): Promise<ShopPage>;
  /** A page of the shop on another origin, which no site allows. */
  elsewhere(): Promise<Omit<ShopPage, 'asked' | 'posted'>>;
  close(): Promise<void>;
}

/** `script` is what the pages load. `fileOf` maps a path of the library to its file. */
export async function startLibraryShop(
  script: string,
  fileOf: (path: string) => string | null,
): Promise<LibraryShop> {
  const shop = createServer(({ url = '/' }, response) => {
    const file = fileOf(url);
    if (file !== null) return void createReadStream(file).pipe(response);
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(`<!doctype html><title>Lamps</title><script src="${script}"></script>`);
  });
  await new Promise<void>((resolve) => void shop.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
  const server = await startCollect({ origins: [origin] });
  const chrome = await openBrowser();
  return {
    origin,
    server,
    async visit(timezoneId) {
      const context = await opened(chrome, { locale: 'en-GB', timezoneId });
      const page = await context.newPage();
      const asked = new Set<string>();
      const posted: string[] = [];
      page.on('request', (request) => {
        const { origin: host, pathname } = new URL(request.url());
        asked.add(host);
        if (request.method() === 'POST') posted.push(pathname);
      });
      await page.goto(`${origin}/lamps?utm_source=letter`);
      return { page, context, asked, posted };
    },
    async elsewhere() {
      const context = await opened(chrome);
      const page = await context.newPage();
      await page.goto(origin.replace('127.0.0.1', 'localhost'));
      return { page, context };
    },
    async close() {
      await chrome.close();
      await server.close();
      shop.closeAllConnections();
      shop.close();
    },
  };
}

// The brand of a site through the whole product: an administrator edits it beside its preview and
// publishes it, and a visitor of the shop sees it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { png } from '@opportune/core/attachment/test/pictures.test-support.ts';
import type { Site } from '@opportune/protocol/rest/site.ts';
import { lookAt, picture } from './looks.test-support.ts';
import { goTo, newPerson, openConsole, startWithBrowser } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

let product: Product;
let browser: Browser;
let page: Page;
let shop: Shop;

before(async () => {
  shop = await openShop();
  [product, browser] = await startWithBrowser({
    environment: { OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' },
  });
  page = await openConsole(browser, product, '/settings/brand');
});
after(async () => {
  await browser?.close();
  await product?.close();
  shop?.server.close();
});

interface Shop {
  readonly server: Server;
  readonly origin: string;
  /** Until it is called, nothing is answered. */
  readonly answer: () => void;
}

/** A page with colours. */
async function openShop(): Promise<Shop> {
  const held = Promise.withResolvers<void>();
  const server = createServer(async (request, response) => {
    await held.promise;
    const isPage = request.url === '/';
    response.writeHead(200, { 'content-type': isPage ? 'text/html' : 'text/css' });
    response.end(isPage ? shopPage : shopStyles);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the shop has no port');
  return { server, origin: `http://127.0.0.1:${address.port}`, answer: held.resolve };
}

const shopPage = `<!DOCTYPE html><meta name="theme-color" content="#2f5241">
  <link rel="stylesheet" href="/shop.css"><header>Shop</header>`;
const shopStyles = `:root { --color-accent: hsl(340, 76%, 43%) }
  header { background: #203a8f } a { color: #0b7285 }
  .btn { background: #ffcf24 } .btn-large { background-color: #ffcf24 }`;

const lookNow = async (): Promise<Site['look'] | undefined> =>
  (await product.call<{ items: Site[] }>('GET', '/sites')).items[0]?.look;

describe('the brand of a site', () => {
  it('[BR1.1] [BR3.2] is previewed, names the colours that it changed, and is seen by nobody before it is published', async () => {
    const before = await lookNow();
    await page.getByRole('img', { name: 'Home of the messenger, Dark' }).waitFor();
    const buttons = page.getByRole('textbox', { name: 'Buttons', exact: true });
    await buttons.fill('#ffd9e0');
    await page
      .getByText(/^Light: links use #[0-9a-f]{6}, because #ffd9e0 has only 1\.2:1/)
      .waitFor();
    await page.getByText(/^Light: buttons use #[0-9a-f]{6}/).waitFor();
    await page.getByRole('textbox', { name: 'Head, banners', exact: true }).fill('#12');
    assert.equal(await page.getByRole('button', { name: 'Publish brand' }).isDisabled(), true);
    await page.getByRole('textbox', { name: 'Head, banners', exact: true }).fill('#203a8f');
    await page.getByText('Contrast of every text').click();
    await page.getByLabel('What to show', { exact: true }).selectOption('conversation');
    await page.getByRole('img', { name: 'A conversation, Dark' }).waitFor();
    assert.deepEqual(await lookAt(page), []);
    assert.deepEqual(await lookNow(), before);
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByText(/^Light: links use/).waitFor({ state: 'detached' });
  });

  it('[BR9.1] [BR9.2] [BR9.4] takes colours of the site’s own page into the draft, and says why there are none', async () => {
    const before = await lookNow();
    const [site] = (await product.call<{ items: Site[] }>('GET', '/sites')).items;
    const origins = site?.origins ?? [];
    const readFrom = async (origin: string): Promise<void> => {
      await product.call('PATCH', `/sites/${site?.id}`, { origins: [origin, ...origins] });
      await page.getByRole('button', { name: 'Read colours from the site' }).click();
    };
    await readFrom('http://127.0.0.1:1');
    await page.getByText('The site does not answer at its first origin').waitFor();
    await readFrom(shop.origin);
    await page.getByText('Reading the site…').waitFor();
    shop.answer();
    const found = page.getByRole('list', { name: `Found on ${shop.origin}/` });
    await found.waitFor();
    assert.deepEqual(await found.getByRole('listitem').locator('.brand-where').allTextContents(), [
      ...['Theme colour of the page', '--color-accent', 'Buttons, in 2 places'],
      ...['Head of the page, in 1 place', 'Links, in 1 place'],
    ]);
    await page.getByRole('button', { name: '#ffcf24 for: Buttons' }).click();
    await page.getByRole('button', { name: '#203a8f for: Head, banners' }).click();
    await page.getByText('2 changes, seen by nobody yet').waitFor();
    await page.getByText(/^Light: links use #[0-9a-f]{6}, because #ffcf24 has only/).waitFor();
    assert.deepEqual(await lookAt(page), []);
    await picture(page, 'colours of the site');
    assert.deepEqual(await lookNow(), before);
    await product.call('PATCH', `/sites/${site?.id}`, { origins });
    // The page holds an older revision of the site.
    await goTo(page, '/settings/brand');
  });

  it('[BR1.3] shows the messenger and each format, light and dark, on a desktop and a phone', async () => {
    const shows = page.getByLabel('What to show');
    for (const view of await shows.locator('option').allTextContents()) {
      await shows.selectOption({ label: view });
      for (const device of ['Phone', 'Desktop']) {
        await page.getByRole('radio', { name: device }).check();
        for (const theme of ['Light', 'Dark']) {
          const stage = page.getByRole('img', { name: `${view}, ${theme}` });
          await stage.locator('opportune-part').waitFor({ state: 'attached' });
        }
      }
      await picture(page, `formats ${view}`);
    }
  });

  it('[BR10.1] [BR10.2] is tried on the site’s own page by one browser, and seen by no other', async () => {
    const before = await lookNow();
    await page.getByRole('textbox', { name: 'Buttons', exact: true }).fill('#7a1fa2');
    await page.getByLabel('What to show').selectOption('overlay');
    await page.getByRole('button', { name: 'Try it on the site' }).click();
    const link = page.getByRole('link', { name: 'Open it' });
    await link.waitFor();
    await picture(page, 'trial link');
    const address = await link.getAttribute('href');
    await page.keyboard.press('Escape');
    const colourOn = async (url: string, button: string) => {
      const visitor = await newPerson(browser);
      await visitor.goto(url);
      const pressed = visitor.getByRole('button', { name: button });
      await pressed.waitFor();
      const colour = await pressed.evaluate((each) => getComputedStyle(each).backgroundColor);
      return { visitor, colour };
    };
    const trying = await colourOn(address ?? '', 'Ask Mara');
    assert.equal(trying.colour, 'rgb(122, 31, 162)');
    await trying.visitor.getByText('Trial').waitFor();
    await picture(trying.visitor, 'brand on the site');
    const other = await colourOn(product.shopUrl, 'Ask us');
    assert.notEqual(other.colour, trying.colour);
    assert.equal(await other.visitor.getByRole('dialog').count(), 0);
    await trying.visitor.close();
    await other.visitor.close();
    assert.deepEqual(await lookNow(), before);
    await page.getByRole('button', { name: 'Discard' }).click();
  });

  it('[BR1.1] [BR1.2] is published by an administrator, and a visitor sees it', async () => {
    await page.getByRole('textbox', { name: 'Head, banners', exact: true }).fill('#203a8f');
    await page.getByRole('textbox', { name: 'Buttons', exact: true }).fill('#c2185b');
    await page.getByRole('radio', { name: 'Round' }).check();
    await page.getByLabel('Light or dark', { exact: true }).selectOption({ label: 'Dark' });
    await page.getByLabel('Font').selectOption({ label: 'As on the site' });
    await page.getByText('5 changes, seen by nobody yet').waitFor();
    await page.getByRole('button', { name: 'Publish brand' }).click();
    await page.getByText('Visitors see the brand from their next page on.').waitFor();
    assert.deepEqual(await lookNow(), {
      ...{ colour: '#c2185b', head: '#203a8f', radiusPx: 20, name: 'Aldermoor' },
      ...{ theme: 'dark', font: 'page' },
    });
    const visitor = await newPerson(browser);
    await visitor.goto(product.shopUrl);
    const button = visitor.getByRole('button', { name: 'Ask us' });
    await button.waitFor();
    const colour = await button.evaluate((element) => getComputedStyle(element).backgroundColor);
    assert.notEqual(colour, 'rgba(0, 0, 0, 0)');
    await visitor.close();
  });

  it('[BR6.2] [BR7.1] [BR7.2] has a logo and the photos of agents, which visitors see', async () => {
    await goTo(page, '/settings/brand');
    const file = { name: 'picture.png', mimeType: 'image/png' };
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ ...file, buffer: png(600, 160) });
    const logo = page.getByRole('img', { name: 'Logo', exact: true });
    await logo.waitFor();
    assert.equal(await logo.evaluate((each: HTMLImageElement) => each.naturalWidth), 480);
    await page.getByRole('switch', { name: /^Show the photos/ }).click();
    await page.getByRole('button', { name: 'Publish brand' }).click();
    await page.getByText('Visitors see the brand from their next page on.').waitFor();
    assert.deepEqual(await lookAt(page), []);
    await page.getByRole('button', { name: /^You: / }).click();
    await page
      .locator('input[type=file]')
      .last()
      .setInputFiles({ ...file, buffer: png(900, 500) });
    await page.getByRole('button', { name: 'Replace' }).nth(1).waitFor();
    await picture(page, 'own photo');
    await page.keyboard.press('Escape');
    const [site] = (await product.call<{ items: Site[] }>('GET', '/sites')).items;
    const home = { shown: true, greeting: '', items: [] };
    await product.call('PATCH', `/sites/${site?.id}`, { home });
    const visitor = await newPerson(browser);
    await visitor.goto(product.shopUrl);
    await visitor.getByRole('button', { name: 'Ask us' }).click();
    const window = visitor.getByRole('dialog');
    await window.getByRole('img', { name: 'Aldermoor' }).waitFor();
    const face = window.locator('.hm-faces img');
    await face.waitFor({ state: 'attached' });
    await face.evaluate((each: HTMLImageElement) => each.decode());
    assert.equal(await face.evaluate((each: HTMLImageElement) => each.naturalWidth), 256);
    await picture(visitor, 'photos');
    await visitor.close();
  });
});

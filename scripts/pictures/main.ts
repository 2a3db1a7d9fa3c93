// `npm run pictures` starts the product with its sample shop, plays the main job in real browsers, and
// writes the pictures of the documents to docs/pictures. Words behind it take a part of them: `product`,
// `pocket`, `messenger`, `formats` or `ways`. All people in them are invented.
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { takeFormats } from './formats.ts';
import { seedGuides, takeGuides } from './guides.ts';
import { takeMessenger } from './messenger.ts';
import { takePocket } from './pocket.ts';
import {
  enterSample,
  type Product,
  newPerson,
  openBrowser,
  openConsole,
  startProduct,
} from './product.ts';
import { takeSample } from './sample.ts';
import { takeWays } from './ways.ts';

const folder = path.resolve(import.meta.dirname, '..', '..', 'docs', 'pictures');
const mostBytes = 200_000;
/** The pages that each of the other people in the shop opens. */
const strolls: readonly (readonly string[])[] = [
  ['/', '/category/lighting'],
  ['/category/seating', '/product/sund'],
  ['/product/brae'],
  ['/search?q=oak', '/product/halla'],
  ['/help'],
];
const offered = 'A question before you order?';

/** What can be taken by itself. */
const parts = {
  product: (browser: Browser) => onProduct((product) => play(product, browser)),
  pocket: (browser: Browser) => onProduct((product) => takePocket(product, browser, take)),
  messenger: (browser: Browser) => takeMessenger(browser, take),
  formats: (browser: Browser) => takeFormats(browser, take),
  ways: (browser: Browser) => takeWays(browser, take),
} as const;

await main(process.argv.slice(2));

async function main(asked: readonly string[]): Promise<void> {
  const known = Object.entries(parts);
  const unknown = asked.find((each) => !(each in parts));
  if (unknown !== undefined)
    throw new Error(`no such part: ${unknown}. Parts: ${Object.keys(parts).join(' ')}`);
  mkdirSync(folder, { recursive: true });
  const browser = await openBrowser();
  try {
    for (const [name, part] of known)
      if (asked.length === 0 || asked.includes(name)) await part(browser);
  } finally {
    await browser.close();
  }
}

async function onProduct(work: (product: Product) => Promise<void>): Promise<void> {
  const data = mkdtempSync(path.join(tmpdir(), 'opportune-pictures-'));
  try {
    const product = await startProduct(data);
    try {
      await work(product);
    } finally {
      await product.close();
    }
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

async function play(product: Product, browser: Browser): Promise<void> {
  await seedGuides(product);
  const agent = await openConsole(browser, product);
  await agent.getByRole('button', { name: /Online/ }).waitFor();
  for (const pages of strolls) await stroll(await newPerson(browser), product, pages);
  const visitor = await invited(product, browser);
  await take(visitor, 'invitation');
  await takeVisitors(agent, visitor);
  await takeChat(agent, visitor, product);
  await takeGuides(agent, product, take);
  await enterSample(agent, product);
  await takeSample(agent, product, take);
}

async function stroll(page: Page, { shopUrl }: Product, pages: readonly string[]): Promise<void> {
  for (const at of pages) await page.goto(shopUrl + at);
}

/** Sends people to the checkout, about to leave, until one of them is not in control. */
async function invited(product: Product, browser: Browser): Promise<Page> {
  for (let tried = 0; tried < 20; tried++) {
    const page = await newPerson(browser);
    await page.goto(`${product.shopUrl}/product/orla`);
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByRole('link', { name: 'To the checkout' }).click();
    await page.getByRole('heading', { name: 'Checkout' }).waitFor();
    await visitorId(page);
    await page.mouse.move(600, 300);
    await page.evaluate(() => {
      document.dispatchEvent(
        new MouseEvent('mouseout', { clientY: -1, relatedTarget: null, bubbles: true }),
      );
    });
    const shown = page.getByText(offered).waitFor({ timeout: 8000 });
    if (
      await shown.then(
        () => true,
        () => false,
      )
    )
      return page;
    await page.context().close();
  }
  throw new Error('none of twenty visitors was invited');
}

async function visitorId(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((resolve) =>
        (window as never as { opportune: (...call: unknown[]) => void }).opportune(
          'visitor',
          resolve,
        ),
      ),
  );
}

async function takeVisitors(agent: Page, visitor: Page): Promise<void> {
  const name = `Visitor ${(await visitorId(visitor)).slice(-4)}`;
  await agent.getByText(name).first().waitFor();
  await take(agent, 'visitors');
  await agent.getByText(name).first().click();
  const why = agent.locator('section.why').first();
  await why.waitFor();
  await why.scrollIntoViewIfNeeded();
  await take(agent, 'why');
}

async function takeChat(agent: Page, visitor: Page, { url }: Product): Promise<void> {
  await agent.goto(`${url}/inbox`);
  await agent.getByRole('button', { name: /Online/ }).waitFor();
  await visitor.getByRole('button', { name: 'Chat with us' }).click();
  const box = visitor.getByRole('textbox', { name: /message/i });
  await box.fill('Will the lamp arrive before Friday? It is a present.');
  await visitor.keyboard.press('Enter');
  const name = `Visitor ${(await visitorId(visitor)).slice(-4)}`;
  await agent.getByText(name).first().click();
  const reply = agent.getByRole('textbox', { name: /reply/i }).first();
  await reply.fill(
    'It will: ordered today, it is with you on Thursday. Shall I add gift wrapping?',
  );
  await agent.keyboard.press('Enter');
  await visitor.getByText('it is with you on Thursday').waitFor();
  await take(visitor, 'chat-window');
  await box.pressSequentially('Yes please, and could the');
  await agent.locator('.preview', { hasText: 'and could the' }).waitFor();
  await take(agent, 'inbox');
}

/** Takes a picture once fonts and images are loaded, with animations off. */
async function take(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle', { timeout: 3000 }).catch(() => {});
  await page.evaluate(() => document.fonts.ready.then(() => {}));
  await page.locator('.bones').first().waitFor({ state: 'detached' });
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  const { size } = statSync(file);
  process.stdout.write(`docs/pictures/${name}.png ${size} B\n`);
  if (size > mostBytes) throw new Error(`${name}.png is larger than ${mostBytes} B`);
}

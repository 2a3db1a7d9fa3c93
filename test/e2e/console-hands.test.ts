// The console under the hands of somebody who sits in it all day, in real browsers: a colleague whispers
// and joins, the inbox without a mouse, several conversations open, alerts, panels, right to left.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import {
  barriers,
  eventually,
  inviteUser,
  newPerson,
  openConsole,
  startWithBrowser,
} from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

declare global {
  interface Window {
    tones?: number;
    shown?: Notification[];
  }
}

let product: Product;
let browser: Browser;
let mara: Page;
let tomas: Page;

async function lookAt(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    found.push(...(await barriers(page)).map((finding) => `${width}: ${finding}`));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) found.push(`${width}: ${wide} px wide`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  return found;
}

async function asks(text: string): Promise<Page> {
  const page = await newPerson(browser);
  page.setDefaultTimeout(15_000);
  await page.goto(`${product.shopUrl}/product/orla`);
  await page.getByRole('button', { name: 'Ask us' }).click();
  await page.getByLabel('Your question').fill(text);
  await page.getByRole('button', { name: 'Start chat' }).click();
  return page;
}

before(async () => {
  [product, browser] = await startWithBrowser();
  const person = await inviteUser(product, {
    email: 'tomas@aldermoor.example',
    name: 'Tomas Weber',
    role: 'agent',
  });
  tomas = await openConsole(browser, product, '/inbox', person);
  mara = await openConsole(browser, product, '/inbox');
  for (const page of [mara, tomas]) page.setDefaultTimeout(15_000);
});
after(async () => {
  await browser?.close();
  await product?.close();
});

describe('a conversation of a colleague', () => {
  let visitor: Page;

  it('[C32] is whispered into by whoever watches, and the visitor gets nothing of it', async () => {
    for (const page of [tomas, mara])
      await page.locator('.me-button', { hasText: 'Online' }).waitFor();
    await palette(mara, 'be away');
    await mara.locator('.me-button', { hasText: 'Away' }).waitFor();
    visitor = await asks('Do you have two of them?');
    await tomas.getByText('Do you have two of them?').first().click();
    await mara.getByText('Do you have two of them?').first().click();
    await mara.getByRole('textbox', { name: 'Whisper to agents' }).fill('Offer the second lamp');
    await mara.keyboard.press('Enter');
    await tomas.getByText('Offer the second lamp').first().waitFor();
  });

  it('[C32] is joined: both write, and the visitor reads who came and who went', async () => {
    await mara.getByRole('button', { name: 'Join' }).click();
    await visitor.getByText('Administrator joined the chat').waitFor();
    await mara.getByRole('textbox', { name: /Reply/ }).fill('I help with the delivery');
    await mara.keyboard.press('Enter');
    await visitor.getByText('I help with the delivery').waitFor();
    await tomas.getByText('I help with the delivery').first().waitFor();
    await tomas.getByRole('textbox', { name: /Reply/ }).fill('And I with the lamps');
    await tomas.keyboard.press('Enter');
    await mara.getByText('And I with the lamps').first().waitFor();
    assert.deepEqual(await lookAt(mara), []);
    await mara.getByRole('button', { name: 'Leave' }).click();
    await visitor.getByText('Administrator left the chat').waitFor();
    assert.equal(await visitor.getByText('second lamp').count(), 0);
    await mara.getByRole('textbox', { name: 'Whisper to agents' }).waitFor();
  });
});

describe('the keyboard alone', () => {
  it('[KB3] does by the palette what its name says, found by a few letters', async () => {
    await mara.keyboard.press('ControlOrMeta+k');
    const field = mara.getByRole('combobox', { name: 'Command or name of a visitor' });
    await field.fill('dark');
    await mara.getByRole('option', { name: 'Dark appearance', selected: true }).waitFor();
    assert.deepEqual(await barriers(mara), []);
    await mara.keyboard.press('Enter');
    await mara.waitForFunction(() => document.documentElement.dataset['theme'] === 'dark');
    await palette(mara, 'light');
    await mara.waitForFunction(() => document.documentElement.dataset['theme'] === 'light');
  });

  it('[KB2] letters are shortcuts outside text boxes only, and not once they are switched off', async () => {
    await tomas.getByRole('textbox', { name: /Reply/ }).click();
    await tomas.keyboard.type('gv?');
    assert.equal(await tomas.getByRole('textbox', { name: /Reply/ }).inputValue(), 'gv?');
    assert.match(tomas.url(), /inbox/);
    await tomas.getByRole('textbox', { name: /Reply/ }).fill('');
    await tomas.keyboard.press('Escape');
    await tomas.keyboard.press('t');
    await tomas.getByRole('dialog', { name: 'Transfer' }).waitFor();
    await tomas.keyboard.press('Escape');
    await tomas.getByRole('log').focus();
    await tomas.keyboard.press('?');
    const sheet = tomas.getByRole('dialog', { name: 'Shortcuts' });
    await sheet.waitFor();
    assert.deepEqual(await lookAt(tomas), []);
    await sheet.getByRole('switch', { name: 'Single letters work' }).click();
    await tomas.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await tomas.getByRole('log').focus();
    await tomas.keyboard.press('g');
    await tomas.keyboard.press('v');
    await tomas.keyboard.press('n');
    await palette(tomas, 'single-letter');
    await tomas.getByText('Single-letter shortcuts are on').waitFor();
    assert.match(tomas.url(), /inbox/);
    await tomas.getByRole('log').focus();
    await tomas.keyboard.press('g');
    await tomas.keyboard.press('v');
    await tomas.waitForURL(/visitors/);
    await tomas.keyboard.press('g');
    await tomas.keyboard.press('i');
    await tomas.waitForURL(/inbox/);
  });

  it('[KB1] carries a conversation from its beginning to its end', async () => {
    await asks('Is the lamp dimmable?');
    await tomas.getByText('Is the lamp dimmable?').first().waitFor();
    await tomas.keyboard.press('u');
    await tomas.getByRole('log').getByText('Is the lamp dimmable?').waitFor();
    await tomas.keyboard.press('r');
    await tomas.keyboard.type('Yes, it is');
    await tomas.keyboard.press('Enter');
    await tomas.getByRole('log').getByText('Yes, it is').waitFor();
    await tomas.keyboard.press('Escape');
    await tomas.keyboard.press('n');
    await tomas.keyboard.type('Asked about dimming');
    await tomas.keyboard.press('Enter');
    await tomas.keyboard.press('Escape');
    await tomas.keyboard.press('e');
    await tomas.getByText('Conversation ended').waitFor();
    await tomas.getByRole('log').focus();
    await tomas.keyboard.press('e');
    await tomas.getByText('Conversation put away').waitFor();
  });
});

describe('several conversations open', () => {
  it('[KB4] stand above the one in front with what is unread, over a reload, and are closed one by one', async () => {
    const first = await asks('Do you ship to Norway?');
    const second = await asks('Is there a matching table?');
    for (const words of ['Do you ship to Norway?', 'Is there a matching table?']) {
      await tomas.getByRole('link').getByText(words).click();
      await tomas.getByRole('log').getByText(words).waitFor();
    }
    const strip = tomas.getByRole('navigation', { name: 'Open conversations' });
    const before = await strip.getByRole('listitem').count();
    assert.ok(before >= 2);
    await first.getByRole('textbox').fill('To Bergen, I mean');
    await first.keyboard.press('Enter');
    await strip.getByText('1 unread message').waitFor();
    assert.deepEqual(await barriers(tomas), []);
    await tomas.getByRole('log').focus();
    await tomas.keyboard.press(',');
    await tomas.getByRole('log').getByText('To Bergen, I mean').waitFor();
    await tomas.reload();
    await strip.waitFor();
    assert.equal(await strip.getByRole('listitem').count(), before);
    await tomas.getByRole('log').getByText('To Bergen, I mean').waitFor();
    await tomas.getByRole('log').focus();
    await tomas.keyboard.press('x');
    await eventually(
      () => strip.getByRole('listitem').count(),
      (count) => count === before - 1 || (before === 2 && count === 0),
    );
    await second.close();
  });
});

describe('alerts', () => {
  let second: Page;

  /** What a tab made heard, and showed. */
  const told = (page: Page) =>
    page.evaluate(() => ({ tones: window.tones ?? 0, shown: (window.shown ?? []).length }));

  before(async () => {
    const context = tomas.context();
    await context.grantPermissions(['notifications']);
    await context.addInitScript(watchAlerts);
    second = await context.newPage();
    second.setDefaultTimeout(15_000);
    await second.goto(`${product.url}/inbox`);
    await tomas.goto(`${product.url}/inbox`);
    for (const page of [second, tomas])
      await page.locator('.me-button', { hasText: 'Online' }).waitFor();
  });

  it('[KB5] are set for the browser, whose leave is asked by a click only', async () => {
    await tomas.locator('.me-button').click();
    await tomas.getByRole('button', { name: 'Sounds and notifications' }).click();
    const dialog = tomas.getByRole('dialog', { name: 'Sounds and notifications' });
    await dialog.waitFor();
    assert.deepEqual(await told(tomas), { tones: 0, shown: 0 });
    await dialog.getByRole('switch', { name: 'Desktop notifications' }).click();
    await dialog
      .getByRole('checkbox', { name: 'Notification: A visitor of yours wrote' })
      .waitFor();
    assert.deepEqual(await lookAt(tomas), []);
    await tomas.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('[KB5] come from one tab of two, count in the title and on the icon, and lead to the conversation', async () => {
    await asks('Do you repair lamps, too?');
    for (const page of [tomas, second])
      await page.getByText('Do you repair lamps, too?').first().waitFor();
    const [one, other] = await eventually(
      () => Promise.all([told(tomas), told(second)]),
      ([first, next]) => first.shown + next.shown > 0,
    );
    assert.equal(one.tones + other.tones, 2);
    assert.equal(one.shown + other.shown, 1);
    await tomas.waitForFunction(() => /^\(\d+\) Inbox/.test(document.title));
    const icon = await tomas.locator('link[rel=icon]').getAttribute('href');
    assert.match(icon ?? '', /^data:image\/svg/);
    const speaker = one.shown === 1 ? tomas : second;
    await speaker.evaluate(() => window.shown?.[0]?.onclick?.(new Event('click')));
    await speaker.getByRole('log').getByText('Do you repair lamps, too?').waitFor();
    await second.close();
  });
});

/** In the page: counts tones and notifications, and has it stand behind other windows. */
function watchAlerts(): void {
  window.tones = 0;
  window.shown = [];
  const create = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function counted() {
    window.tones = (window.tones ?? 0) + 1;
    return create.call(this);
  };
  window.Notification = class extends Notification {
    constructor(title: string, options?: NotificationOptions) {
      super(title, options);
      window.shown?.push(this);
    }
  };
  Object.defineProperty(Document.prototype, 'visibilityState', { get: () => 'hidden' });
}

/** Does a command by the palette. */
async function palette(page: Page, name: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: 'Command or name of a visitor' }).fill(name);
  await page.getByRole('option', { selected: true }).waitFor();
  await page.keyboard.press('Enter');
}

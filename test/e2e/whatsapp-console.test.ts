// WhatsApp in a real browser: an administrator connects a number and tries it, an agent sees how long
// free replies last, and sends a template after that.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { deliver, written } from '../support/provider-talk.test-support.ts';
import { startWhatsappTwin, type WhatsappTwin } from '../twins/whatsapp-twin.test-support.ts';
import { lookAt } from './looks.test-support.ts';
import { openConsole, type Product, startWithBrowser } from './product.test-support.ts';

let product: Product;
let browser: Browser;
let twin: WhatsappTwin;
let page: Page;

const hourMs = 3_600_000;

before(async () => {
  twin = await startWhatsappTwin();
  const body = { type: 'BODY', text: 'Hello {{name}}, your order {{1}} left.' };
  twin.templates = [
    {
      ...{ name: 'order_shipped', language: 'en_US', status: 'APPROVED', category: 'UTILITY' },
      components: [body, { type: 'FOOTER', text: 'Aldermoor' }],
    },
    {
      ...{ name: 'summer_news', language: 'en_US', status: 'PENDING', category: 'MARKETING' },
      components: [body],
    },
  ];
  [product, browser] = await startWithBrowser({
    environment: { OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' },
  });
  page = await openConsole(browser, product, '/settings/channels');
});
after(async () => {
  await browser?.close();
  await product?.close();
  await twin?.stop();
});

interface WhatsappChannel {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly webhookUrl: string;
}

async function channelOf(): Promise<WhatsappChannel> {
  type List = { readonly channels: readonly WhatsappChannel[] };
  const { channels } = await product.call<List>('GET', '/channels');
  const found = channels.find(({ kind }) => kind === 'whatsapp');
  assert.ok(found);
  return found;
}

/** Someone wrote so long ago. */
async function writes(name: string, agoMs: number): Promise<void> {
  const at = Date.now() - agoMs;
  const told = { ...written, address: name, externalId: name, at };
  await deliver((await channelOf()).webhookUrl, twin.tell([told], 0, at));
}

const dialog = () => page.getByRole('dialog');
const open = (name: RegExp) => page.getByRole('link', { name }).first().click();

it('[CN5] shows the steps at Meta, and keeps the ids but no credentials', async () => {
  await page.getByRole('button', { name: 'Add a channel' }).click();
  await dialog().getByLabel('WhatsApp', { exact: true }).check();
  await dialog().getByText('create a business app with WhatsApp').waitFor();
  assert.deepEqual(await lookAt(page), []);
  const { phoneNumberId, businessAccountId, accessToken, appSecret } = twin.settings;
  for (const [label, text] of [
    ['Name', 'Shop on WhatsApp'],
    ['Phone number ID', phoneNumberId],
    ['WhatsApp Business Account ID', businessAccountId],
    ['Access token', accessToken],
    ['App secret', appSecret],
  ] as const)
    await dialog().getByLabel(label, { exact: true }).fill(text);
  await dialog().getByRole('button', { name: 'Add' }).click();
  await dialog().getByText('Shop on WhatsApp is added').waitFor();
  assert.deepEqual(await lookAt(page), []);
  await dialog().getByRole('button', { name: 'I have it' }).click();
  const { id, settings } = await channelOf();
  assert.deepEqual(settings, { phoneNumberId, businessAccountId });
  // From now on over the twin: the form has no field for it.
  await product.call('PATCH', `/channels/${id}`, {
    settings: { ...twin.settings, apiBase: twin.base },
  });
});

it('[RW2] says how long free replies last', async () => {
  await writes('ada', 22.5 * hourMs);
  await page.goto(`${product.url}/inbox`);
  await open(/Ada/);
  await page.getByText('Free replies close in 1 h').waitFor();
  assert.deepEqual(await lookAt(page), []);
});

it('[CN10] shows inserts as the channel shows them', async () => {
  await page.getByRole('button', { name: 'Insert replies, cards or a form' }).click();
  await page.getByRole('menuitem', { name: 'Quick replies' }).click();
  await dialog().getByLabel('Question').fill('Which of these did you order from our shop?');
  await dialog().getByRole('textbox', { name: 'Reply 1' }).fill('The armchair in green wool');
  await dialog().getByText('On Shop on WhatsApp').waitFor();
  await dialog().getByText('Opens a list').waitFor();
  assert.deepEqual(await lookAt(page), []);
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
});

it('[RW3] fills an approved template in, and sends it', async () => {
  await page.getByRole('button', { name: 'Template', exact: true }).click();
  await dialog()
    .getByRole('button', { name: /summer news/ })
    .waitFor();
  assert.ok(
    await dialog()
      .getByRole('button', { name: /summer news/ })
      .isDisabled(),
  );
  await dialog()
    .getByRole('button', { name: /order shipped/ })
    .click();
  await dialog().getByLabel('Variable name').fill('Ada');
  assert.ok(await dialog().getByRole('button', { name: 'Send' }).isDisabled());
  await dialog().getByLabel('Variable 1').fill('20131');
  await dialog().getByText('Hello Ada, your order 20131 left.').waitFor();
  assert.deepEqual(await lookAt(page), []);
  await dialog().getByRole('button', { name: 'Send' }).click();
  await page.getByRole('log').getByText('Hello Ada, your order 20131 left.').waitFor();
  await page
    .getByRole('log')
    .getByText(/ · sent$/)
    .waitFor();
  assert.equal(twin.taken.at(-1)?.words, 'order_shipped');
});

it('[RW2] offers nothing but a template once the time is over', async () => {
  await writes('bea', 30 * hourMs);
  await page.goto(`${product.url}/inbox`);
  await open(/Bea/);
  await page.getByText('The time for free replies is over').waitFor();
  await page.getByRole('textbox', { name: /Reply to/ }).fill('Hello?');
  assert.ok(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled());
  assert.deepEqual(await lookAt(page), []);
});

it('[CK5] says what became of a test message', async () => {
  await page.goto(`${product.url}/settings/channels`);
  await page.getByRole('button', { name: 'More of Shop on WhatsApp' }).click();
  await page.getByRole('menuitem', { name: 'Send a test message' }).click();
  await dialog().getByLabel('Address').fill('DE.1234');
  await dialog().getByRole('button', { name: 'Send' }).click();
  await dialog().getByText('the time to answer is over').waitFor();
  assert.deepEqual(await lookAt(page), []);
});

// The contacts area in a real browser: the list with its filters, and one contact with details, permission,
// notes, conversations and visits.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import type { ContactDetail, ListedContact } from '@opportune/protocol/rest/contact/contacts.ts';
import { type CustomSystem, customSystem } from './custom-system.test-support.ts';
import { lookAt } from './looks.test-support.ts';
import {
  eventually,
  newPerson,
  openConsole,
  startWithBrowser,
  type Product,
} from './product.test-support.ts';

let product: Product;
let browser: Browser;
let page: Page;
let desk: CustomSystem;

before(async () => {
  [product, browser] = await startWithBrowser({
    environment: { OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' },
  });
  page = await openConsole(browser, product, '/inbox');
  desk = await customSystem(product, { name: 'Order desk', icon: 'truck' });
  await desk.says({ address: 'noor@vandijk.example', name: 'Noor van Dijk' }, 'Where is my order?');
  await desk.says({ address: '+31 6 5550 4107', name: 'Bram' }, 'Is the Sund still there?');
  const visitor = await newPerson(browser);
  await visitor.goto(product.shopUrl);
  await visitor.getByRole('button', { name: 'Ask us' }).click();
  await visitor.getByRole('textbox', { name: /question/i }).fill('Do you ship to Ghent?');
  await visitor.getByRole('button', { name: 'Start chat' }).click();
  const held = { type: 'choice', choices: ['Gold', 'Silver'] };
  await product.call('PUT', '/contact-fields', { fields: [{ name: 'Tier', holds: held }] });
  await eventually(
    () => product.call<{ items: ListedContact[] }>('GET', '/contacts'),
    ({ items }) => items.length === 3,
  );
  await page.goto(`${product.url}/contacts`);
});
after(async () => {
  await browser?.close();
  await product?.close();
  desk?.close();
});

const list = (): Locator => page.getByRole('region', { name: 'List of contacts' });
const row = (name: RegExp): Locator => list().getByRole('link', { name });
const panel = (): Locator => page.getByRole('complementary');
const part = (name: string): Locator => panel().getByRole('region', { name, exact: true });
const filters = (): Locator => page.getByRole('group', { name: 'Filters and order' });

async function stored(search: string): Promise<ContactDetail> {
  const { items } = await product.call<{ items: ListedContact[] }>(
    'GET',
    `/contacts?search=${encodeURIComponent(search)}`,
  );
  return product.call('GET', `/contacts/${items[0]?.id}`);
}

describe('the contacts area', () => {
  it('[CP7] lists everybody with their addresses, and opens from the navigation', async () => {
    await page
      .getByRole('navigation')
      .locator('[aria-current=page]', { hasText: 'Contacts' })
      .first()
      .waitFor();
    await row(/Noor van Dijk.*noor@vandijk/).waitFor();
    assert.equal(await list().getByRole('listitem').count(), 3);
    assert.deepEqual(await lookAt(page), []);
  });

  it('[CP1] finds by a part of an address and filters by channel, and the address of the page keeps it', async () => {
    await page.getByRole('searchbox', { name: 'Name or address' }).fill('4107');
    await row(/Noor/).waitFor({ state: 'detached' });
    assert.equal(await list().getByRole('listitem').count(), 1);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await row(/Noor/).waitFor();
    await filters().getByRole('button', { name: 'Channel' }).click();
    await page.getByRole('menuitemradio', { name: /Web chat/ }).click();
    await row(/Noor/).waitFor({ state: 'detached' });
    await page.reload();
    await row(/Visitor/).waitFor();
    assert.equal(await list().getByRole('listitem').count(), 1);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await filters().getByRole('button', { name: /Order/ }).click();
    await page.getByRole('menuitemradio', { name: 'By name' }).click();
    await eventually(
      () => list().getByRole('listitem').allInnerTexts(),
      ([first = '', second = '']) => first.includes('Bram') && second.includes('Noor'),
    );
  });

  it('[CP3] [CP4] keeps tags, fields and the name of a contact', async () => {
    await row(/Noor/).click();
    const details = part('Details');
    await details.getByRole('button', { name: 'Add a tag' }).click();
    await page.getByRole('searchbox', { name: 'Find or add a tag' }).fill('VIP');
    await page.getByRole('button', { name: 'Add “VIP”' }).click();
    await details.getByText('VIP').waitFor();
    await details.getByRole('combobox', { name: 'Tier' }).selectOption('Gold');
    await eventually(
      () => stored('noor'),
      ({ tags, fields }) => tags[0] === 'VIP' && Object.values(fields)[0] === 'Gold',
    );
    const name = details.getByRole('textbox', { name: 'Name' });
    await name.fill('Noor de Vries');
    await name.press('Enter');
    await panel().getByRole('heading', { name: 'Noor de Vries' }).waitFor();
    await row(/Noor de Vries.*VIP/).waitFor();
    assert.deepEqual(await lookAt(page), []);
  });

  it('[OI1] [OI2] records an opt-in with its proof, and withdraws it', async () => {
    const permission = part('Permission');
    await permission.getByRole('button', { name: /Change the permission of noor/ }).click();
    await page.getByRole('menuitem', { name: 'Record an opt-in' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Where it was given').fill('Shop in Ghent');
    await dialog.getByLabel('Words that were agreed to').fill('Yes, send me offers');
    assert.deepEqual(await lookAt(page), []);
    await dialog.getByRole('button', { name: 'Record an opt-in' }).click();
    await permission.getByText('Yes, send me offers').waitFor();
    await filters().getByRole('button', { name: 'Opt-in' }).click();
    await page.getByRole('menuitemradio', { name: 'marketing' }).click();
    await row(/Bram/).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await permission.getByRole('button', { name: 'Withdraw' }).click();
    await dialog.getByRole('button', { name: 'Withdraw' }).click();
    await permission.getByText(/withdrawn on/).waitFor();
  });

  it('[CP4] [CP6] keeps notes, and shows who changed what', async () => {
    const notes = part('Notes');
    await notes.getByLabel('New note').fill('Prefers to be called in the morning');
    await notes.getByRole('button', { name: 'Add the note' }).click();
    await notes.getByText('Prefers to be called').waitFor();
    await panel().getByText('Changes', { exact: true }).click();
    await panel().getByText('Note added').waitFor();
    await panel().getByText('Changed: name').waitFor();
    assert.deepEqual(await lookAt(page), []);
  });

  it('[CP7] shows conversations in one stream, and the visit of a visitor', async () => {
    await panel().getByRole('tab', { name: 'Conversations' }).click();
    await panel().getByText('Where is my order?').first().waitFor();
    assert.deepEqual(await lookAt(page), []);
    await panel().getByRole('tab', { name: 'Everything' }).click();
    const stream = panel().getByRole('list', { name: 'Everything' });
    await stream.getByRole('link', { name: 'Where is my order?' }).waitFor();
    await stream.getByText('Prefers to be called in the morning').waitFor();
    assert.deepEqual(await lookAt(page), []);
    await row(/Visitor/).click();
    await panel().getByRole('tab', { name: 'Visit' }).click();
    await panel()
      .getByLabel('Timeline of this visit')
      .or(panel().getByRole('list'))
      .first()
      .waitFor();
    await panel().getByRole('tab', { name: 'About' }).click();
    await part('On your site').waitFor();
    await panel().getByRole('button', { name: 'Close the contact' }).click();
    await panel().waitFor({ state: 'detached' });
  });

  it('[CP7] is linked from the panel beside a conversation', async () => {
    await page.getByRole('navigation').getByRole('link', { name: /Inbox/ }).first().click();
    await page
      .getByRole('region', { name: 'Conversations' })
      .getByRole('link', { name: /Noor/ })
      .click();
    await panel().getByRole('link', { name: 'Open the contact' }).click();
    await panel().getByRole('heading', { name: 'Noor de Vries' }).waitFor();
  });

  it('[CI1] [CI2] imports a file after showing what would happen, and exports the list', async () => {
    await page.goto(`${product.url}/contacts`);
    await page.getByRole('link', { name: 'Import contacts' }).click();
    const text = 'Name;E-mail;Tier\nAda;ada@post.example;Gold\nBen;no address;\n';
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await page.getByRole('combobox', { name: 'What Tier holds' }).waitFor();
    const chosen = page.getByRole('combobox', { name: 'What E-mail holds' }).locator(':checked');
    assert.match((await chosen.textContent()) ?? '', /^Address: /);
    await page.getByRole('switch', { name: 'These people opted in' }).check();
    const rehearse = page.getByRole('button', { name: 'See what would happen' });
    await page.getByLabel('Where it was given').fill('Fair 2025');
    await page.getByLabel('Words that were agreed to').fill('Yes, write to me');
    assert.equal(await rehearse.isDisabled(), true, 'without the day');
    await page.getByLabel('Day of the opt-in').fill('2999-01-01');
    assert.equal(await rehearse.isDisabled(), true, 'in the future');
    await page.getByLabel('Day of the opt-in').fill('2025-03-09');
    assert.deepEqual(await lookAt(page), []);
    await rehearse.click();
    await page.getByText('This would happen').waitFor();
    await page.getByRole('link', { name: 'Download refused rows' }).waitFor();
    assert.deepEqual(await lookAt(page), []);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('The import is done').waitFor();
    assert.deepEqual(Object.values((await stored('ada@post.example')).fields), ['Gold']);
    await page.getByRole('link', { name: 'To the contacts' }).click();
    await row(/Ada/).waitFor();
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('dialog').getByText('The file has 4 contacts').waitFor();
    assert.deepEqual(await lookAt(page), []);
    const download = page.waitForEvent('download');
    await page.getByRole('dialog').getByRole('link', { name: 'Download' }).click();
    assert.equal((await download).suggestedFilename(), 'contacts.csv');
    await page.getByRole('dialog').getByRole('button', { name: 'Remove the file' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const left = await product.call<{ exports: unknown[] }>('GET', '/contact-exports');
    assert.deepEqual(left.exports, []);
  });
});

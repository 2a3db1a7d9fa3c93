// Contacts as agents see them, in a real browser: addresses of several channels beside a
// conversation, merged with another contact by hand, separated, and undone at once and later.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
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
let agent: Page;
let desk: CustomSystem;
let app: CustomSystem;

before(async () => {
  [product, browser] = await startWithBrowser({
    environment: { OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' },
  });
  agent = await openConsole(browser, product, '/inbox');
  desk = await customSystem(product, { name: 'Order desk', icon: 'truck' });
  await desk.says({ address: '+31 6 5550 4107' }, 'Is the Sund still there?');
  app = await customSystem(product, { name: 'Warehouse app', icon: '' });
  await app.says({ address: 'noor@vandijk.example', name: 'Noor van Dijk' }, 'Where is my order?');
  const visitor = await newPerson(browser);
  await visitor.goto(product.shopUrl);
  await visitor.getByRole('button', { name: 'Ask us' }).click();
  await visitor.getByRole('textbox', { name: /question/i }).fill('Do you ship to Ghent?');
  await visitor.getByRole('button', { name: 'Start chat' }).click();
});
after(async () => {
  await browser?.close();
  await product?.close();
  desk?.close();
  app?.close();
});

const row = (name: RegExp): Locator =>
  agent.getByRole('region', { name: 'Conversations' }).getByRole('link', { name });
const contact = (): Locator => agent.getByRole('region', { name: 'Contact', exact: true });
const addresses = (): Locator => contact().getByRole('list', { name: 'Addresses' });
const address = (name: RegExp): Locator =>
  addresses().getByRole('listitem').filter({ hasText: name });
const dialog = (): Locator => agent.getByRole('dialog');
const toast = (): Locator => agent.getByRole('status');

async function merge(search: string, name: RegExp): Promise<void> {
  await contact().getByRole('button', { name: 'Merge with…' }).click();
  await dialog().getByLabel('Name or address').fill(search);
  await dialog().getByRole('button', { name }).click();
}

/** The contact as the server has it. */
async function contactOf(search: string): Promise<ContactDetail> {
  const found = await product.call<{ items: ListedContact[] }>(
    'GET',
    `/contacts?search=${encodeURIComponent(search)}`,
  );
  assert.equal(found.items.length, 1);
  return product.call('GET', `/contacts/${found.items[0]?.id}`);
}

describe('the contact beside a conversation', () => {
  it('[CT10] shows each address with its channel', async () => {
    await row(/Noor van Dijk.*Warehouse app/).click();
    await address(/Warehouse app: noor@vandijk\.example/).waitFor();
    assert.equal(await addresses().getByRole('listitem').count(), 1);
    await row(/Visitor .*Web chat/).click();
    await address(/Web chat: Visitor/)
      .getByRole('link')
      .waitFor();
    assert.deepEqual(await lookAt(agent), []);
  });

  it('[CT11] merges with another, found by a part of its address, after showing both', async () => {
    await row(/Noor van Dijk.*Warehouse app/).click();
    await contact().getByRole('button', { name: 'Merge with…' }).click();
    await dialog()
      .getByRole('button', { name: /Order desk/ })
      .waitFor();
    assert.deepEqual(await lookAt(agent), []);
    const asked: string[] = [];
    agent.on('request', (request) => {
      const { pathname, searchParams } = new URL(request.url());
      if (pathname.endsWith('/contacts')) asked.push(searchParams.get('search') ?? '');
    });
    await dialog().getByLabel('Name or address').pressSequentially('4107');
    await dialog()
      .getByRole('button', { name: /Web chat/ })
      .waitFor({ state: 'detached' });
    assert.deepEqual(asked, ['4107'], 'not with each key');
    await dialog()
      .getByRole('button', { name: /\+31 6 5550 4107/ })
      .click();
    await dialog().getByRole('region', { name: 'Noor van Dijk' }).waitFor();
    await dialog().getByRole('region', { name: '+31 6 5550 4107' }).waitFor();
    assert.deepEqual(await lookAt(agent), []);
    await dialog().getByRole('button', { name: 'Merge' }).click();
    await address(/Order desk: \+31 6 5550 4107/).waitFor();
    await contact()
      .getByText(/Merged with .*\+31 6 5550 4107.* by .*Administrator/)
      .waitFor();
    const { name, addresses, conversations } = await contactOf('4107');
    assert.deepEqual([name, addresses.length, conversations.length], ['Noor van Dijk', 2, 2]);
    assert.deepEqual(await lookAt(agent), []);
  });

  it('[CT10] shows the conversations of all channels, also those of the merged contact', async () => {
    const panel = agent.getByRole('complementary');
    await panel.getByRole('button', { name: /Order desk.*Is the Sund still there/ }).waitFor();
    await row(/\+31 6 5550 4107.*Order desk/).click();
    await panel.getByRole('button', { name: /Warehouse app.*Where is my order/ }).waitFor();
    await panel.getByText('Noor van Dijk').first().waitFor();
  });

  it('[CT11] undoes the merge later, and at once', async () => {
    await agent.reload();
    await contact().getByRole('button', { name: 'Undo' }).click();
    await address(/noor@vandijk/).waitFor({ state: 'detached' });
    assert.equal((await contactOf('4107')).conversations.length, 1);
    await merge('noor', /Noor van Dijk/);
    await dialog().getByRole('button', { name: 'Merge' }).click();
    await toast().getByRole('button', { name: 'Undo' }).click();
    await address(/noor@vandijk/).waitFor({ state: 'detached' });
    await eventually(
      () => contactOf('vandijk'),
      ({ name }) => name === 'Noor van Dijk',
    );
  });

  it('[CT10] shows the visit of a contact who writes on another channel', async () => {
    const panel = agent.getByRole('complementary');
    await panel.getByText('There is no page, no cart').waitFor();
    await merge('', /Web chat/);
    await dialog().getByRole('button', { name: 'Merge' }).click();
    await panel.getByRole('heading', { name: 'Cart' }).waitFor();
    await panel.getByRole('tab', { name: 'Visit' }).click();
    await panel
      .getByText('Timeline of this visit')
      .or(panel.getByLabel('Timeline of this visit'))
      .waitFor();
    await panel.getByRole('tab', { name: 'Customer' }).click();
    await contact().getByRole('button', { name: 'Undo' }).click();
    await panel.getByText('There is no page, no cart').waitFor();
  });

  it('[CT11] separates an address, and undoes that', async () => {
    await merge('noor', /Noor van Dijk/);
    await dialog().getByRole('button', { name: 'Merge' }).click();
    await address(/noor@vandijk/)
      .getByRole('button', { name: 'More of' })
      .click();
    await agent.getByRole('menuitem', { name: 'Separate' }).click();
    await address(/noor@vandijk/).waitFor({ state: 'detached' });
    await contact()
      .getByText(/noor@vandijk\.example.* separated by .*Administrator/)
      .waitFor();
    await toast().getByRole('button', { name: 'Undo' }).click();
    await address(/noor@vandijk/).waitFor();
    const wide = agent.viewportSize() ?? { width: 1440, height: 900 };
    await agent.setViewportSize({ width: 390, height: 844 });
    await agent.getByRole('button', { name: 'Customer' }).click();
    await address(/noor@vandijk/).waitFor();
    assert.deepEqual(await lookAt(agent), []);
    await agent.setViewportSize(wide);
  });

  it('[CT10] follows the contact of an ended conversation after a colleague merged it', async () => {
    const whole = await contactOf('4107');
    const over = whole.conversations.find(({ address: at }) => at === 'noor@vandijk.example');
    const { items } = await product.call<{ items: ListedContact[] }>('GET', '/contacts');
    const other = items.find(({ addresses: all }) => all.some(({ channel }) => channel === 'web'));
    await row(/Noor van Dijk.*Warehouse app/).click();
    await product.call('PUT', '/my-state', { state: 'online' });
    await product.call('POST', `/conversations/${over?.id}/take`);
    for (let status = ''; status !== 'ended';)
      ({ status } = await product.call<Conversation>('POST', `/conversations/${over?.id}/finish`));
    await product.call('POST', `/contacts/${whole.id}/merge`, { into: other?.id });
    await address(/Web chat/).waitFor();
    await address(/Warehouse app: noor@vandijk\.example/).waitFor();
  });

  it('[CC1] [CC3] goes on with the contact on another channel, where that is possible', async () => {
    const { conversations } = await contactOf('4107');
    const there = conversations.find(({ address: at }) => at.startsWith('+31'));
    await product.call('POST', `/conversations/${there?.id}/take`);
    await agent.getByRole('button', { name: 'More', exact: true }).click();
    await agent.getByRole('menuitem', { name: 'Continue in another channel' }).click();
    await dialog()
      .getByRole('radio', { name: /Order desk/, checked: true })
      .waitFor();
    assert.ok(
      await dialog()
        .getByRole('radio', { name: /Web chat.*while they/ })
        .isDisabled(),
    );
    assert.deepEqual(await lookAt(agent), []);
    await dialog().getByLabel('Message').fill('Shall we go on here, Noor?');
    await dialog().getByRole('button', { name: 'Continue there' }).click();
    await agent.waitForURL(`**/inbox/${there?.id}`);
    await agent.getByRole('main').getByText('Shall we go on here, Noor?').first().waitFor();
  });
});

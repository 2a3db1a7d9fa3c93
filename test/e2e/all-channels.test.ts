// What managers find and count over all channels, in a real browser: search and history of one
// channel, figures of people and programs, and the conversations that programs have.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { User } from '@opportune/protocol/rest/account.ts';
import { type CustomSystem, customSystem } from './custom-system.test-support.ts';
import { lookAt } from './looks.test-support.ts';
import { eventually, goTo, openConsole, startWithBrowser } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

let product: Product;
let browser: Browser;
let page: Page;
let desk: CustomSystem;
let app: CustomSystem;
let leave: (() => void) | undefined;

before(async () => {
  [product, browser] = await startWithBrowser({
    environment: { OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' },
  });
  desk = await customSystem(product, { name: 'Order desk', icon: 'truck' });
  app = await customSystem(product, { name: 'Warehouse app', icon: '' });
  leave = await haveProgramTake('Order status');
  page = await openConsole(browser, product, '/inbox');
  await app.says({ address: 'noor@vandijk.example', name: 'Noor van Dijk' }, 'Where is my order?');
});
after(async () => {
  leave?.();
  await browser?.close();
  await product?.close();
  desk?.close();
  app?.close();
});

/**
 * A program is alone at the desk when somebody writes, so it gets the conversation and keeps it.
 */
async function haveProgramTake(name: string): Promise<() => void> {
  const { id } = await product.call<User>('POST', '/programs', { name, room: 3 });
  const made = await product.call<{ secret: string }>('POST', `/users/${id}/tokens`, {
    ...{ name: 'production', scopes: ['read', 'conversations'] },
  });
  const isThere = (): Promise<Response> =>
    fetch(`${product.url}/api/v1/my-state`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${made.secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ state: 'online' }),
    });
  assert.equal((await isThere()).status, 200);
  await desk.says({ address: '+31 6 5550 4107' }, 'Is the Sund still there?');
  const path = `/conversations?channel=${desk.channel.id}`;
  await eventually(
    () => product.call<{ items: Conversation[] }>('GET', path),
    ({ items }) => items[0]?.agent?.user === id,
  );
  const again = setInterval(() => void isThere(), 20_000);
  return () => clearInterval(again);
}

describe('conversations that a program has', () => {
  it('[CN8] say so in the list and in their heading', async () => {
    const row = page.getByRole('region', { name: 'Conversations' }).getByRole('link', {
      name: /\+31 6 5550 4107.*with the program Order status/,
    });
    await row.click();
    const talk = page.getByRole('region', { name: 'Conversation with +31 6 5550 4107' });
    await talk.getByText('with the program Order status').waitFor();
    assert.deepEqual(await lookAt(page), []);
    const other = page.getByRole('link', { name: /Noor van Dijk/ });
    assert.doesNotMatch(await other.innerText(), /program/);
  });
});

describe('a search over all channels', () => {
  it('[J11] finds a contact without a visitor by address, and the conversations of one channel', async () => {
    await goTo(page, '/search');
    await page.getByRole('searchbox').fill('5550 4107');
    await page.getByRole('button', { name: /\+31 6 5550 4107.*Order desk/ }).waitFor();
    await page.getByRole('searchbox').fill('');
    await page.getByRole('combobox', { name: 'Channel' }).selectOption({ label: 'Warehouse app' });
    await page.getByRole('button', { name: /Noor van Dijk.*Warehouse app/ }).waitFor();
    await page.getByRole('button', { name: /5550 4107/ }).waitFor({ state: 'detached' });
    assert.equal(new URL(page.url()).searchParams.get('channel'), app.channel.id);
    assert.deepEqual(await lookAt(page), []);
  });
});

describe('a history over all channels', () => {
  const table = (): Locator => page.getByRole('table', { name: 'In figures' });
  const by = (name: string): Promise<void> =>
    page
      .getByRole('radiogroup', { name: 'By', exact: true })
      .getByText(name, { exact: true })
      .click();

  it('[HI9] is split by channel, or limited to one channel', async () => {
    await goTo(page, '/team/history');
    await by('Channel');
    await table()
      .getByRole('row', { name: /^Order desk/ })
      .waitFor();
    await table()
      .getByRole('row', { name: /^Warehouse app/ })
      .waitFor();
    assert.deepEqual(await lookAt(page), []);
    const only = page.getByRole('combobox', { name: 'Channel' });
    await only.selectOption({ label: 'Order desk' });
    await table()
      .getByRole('row', { name: /^Warehouse app/ })
      .waitFor({ state: 'detached' });
    await table()
      .getByRole('row', { name: /^Order desk 1/ })
      .waitFor();
    await only.selectOption({ label: 'All channels' });
  });

  it('[HI10] separates people from programs, and marks programs among agents', async () => {
    await by('Kind of agent');
    await table()
      .getByRole('row', { name: /^Programs 1/ })
      .waitFor();
    await table()
      .getByRole('row', { name: /^People/ })
      .waitFor();
    await by('Agent');
    await table()
      .getByRole('row', { name: /^Program Order status/ })
      .waitFor();
    assert.deepEqual(await lookAt(page), []);
  });
});

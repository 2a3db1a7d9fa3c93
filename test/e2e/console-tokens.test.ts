// API tokens and programs in the console: a secret that is shown once and works at the API, a
// program that takes a conversation with it and is shown as a program, and a revoked token.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import type { User } from '@opportune/protocol/rest/account.ts';
import { lookAt } from './looks.test-support.ts';
import { eventually, openConsole, startWithBrowser } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

let product: Product;
let browser: Browser;
let page: Page;

const dialog = (): Locator => page.getByRole('dialog');
const press = (name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();

before(async () => {
  [product, browser] = await startWithBrowser();
  page = await openConsole(browser, product, '/settings/tokens');
});
after(async () => {
  await browser?.close();
  await product?.close();
});

async function callBy(
  secret: string,
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${product.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${secret}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Makes a token in the dialog and returns its secret. */
async function make(name: string, scopes: readonly string[], whose?: string): Promise<string> {
  await press('New token');
  await dialog().getByLabel('Name').fill(name);
  if (whose !== undefined) await dialog().getByLabel('Whose').selectOption({ label: whose });
  for (const scope of scopes) await dialog().getByLabel(scope).check();
  await press('Make the token');
  return dialog().locator('.once').innerText();
}

test('[TK1] a token is made, shown once, works for its ticked scopes, and is revoked', async () => {
  await page.getByText('No token yet').waitFor();
  await press('New token');
  assert.deepEqual(await lookAt(page), []);
  await page.keyboard.press('Escape');
  const secret = await make('Warehouse', ['Read']);
  assert.match(secret, /^ot_/);
  assert.deepEqual(await lookAt(page), []);
  await press('Done');
  assert.equal((await callBy(secret, 'GET', '/sites')).status, 200);
  assert.equal((await callBy(secret, 'POST', '/programs', { name: 'x', room: 1 })).status, 403);
  await page.reload();
  await page.getByText('Warehouse').waitFor();
  assert.ok(!(await page.content()).includes(secret));
  assert.equal(await page.getByText('not yet').count(), 0, 'it was used');
  assert.deepEqual(await lookAt(page), []);
  await press('Actions for Warehouse');
  await page.getByRole('menuitem', { name: 'Revoke' }).click();
  await dialog().getByText('Requests with it are refused at once').waitFor();
  await dialog().getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('No token yet').waitFor();
  assert.equal((await callBy(secret, 'GET', '/sites')).status, 401);
});

test('[TK6] a program is made, answers with its token, and is shown as a program', async () => {
  await page.goto(`${product.url}/settings/people`);
  await press('New program');
  await dialog().getByLabel('Name').fill('Order status');
  await press('Make the program');
  const row = page.getByRole('row', { name: /Order status/ });
  await row.getByText('Program').first().waitFor();
  assert.deepEqual(await lookAt(page), []);
  await page.goto(`${product.url}/settings/tokens`);
  const secret = await make('production', ['Read', 'Conversations'], 'Order status');
  await press('Done');
  await page.getByRole('row', { name: /production.*Order status/ }).waitFor();
  assert.equal((await callBy(secret, 'PUT', '/my-state', { state: 'online' })).status, 200);
  const { items } = await product.call<{ items: readonly User[] }>('GET', '/users');
  assert.equal(items.find(({ name }) => name === 'Order status')?.kind, 'program');
  await page.goto(`${product.url}/team`);
  const agent = page.getByRole('row', { name: /Order status/ });
  await agent.getByText('Program', { exact: true }).waitFor();
  await eventually(
    () => agent.innerText(),
    (text) => text.includes('Online'),
  );
  assert.deepEqual(await lookAt(page), []);
});

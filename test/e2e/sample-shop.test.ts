// The sample shop as an administrator meets it: made from Home with its progress, entered, marked on
// every page, left, and removed. In a real browser against the started product; one is made for all
// tests here.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { inviteUser, openConsole, startWithBrowser } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';
import { lookAt } from './looks.test-support.ts';

let product: Product;
let browser: Browser;
let page: Page;

before(async () => {
  [product, browser] = await startWithBrowser({});
  page = await openConsole(browser, product, '/');
});
after(async () => {
  await browser?.close();
  await product?.close();
});

async function tokenOf(role: 'agent' | 'manager'): Promise<string> {
  const user = { email: `${role}@aldermoor.example`, name: role, role };
  const person = await inviteUser(product, user);
  const response = await fetch(`${product.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(person),
  });
  return ((await response.json()) as { token: string }).token;
}

/** The status of a call with this token. */
async function statusOf(token: string, method: string, at: string): Promise<number> {
  const { status } = await fetch(`${product.url}/api/v1${at}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(method === 'POST' && { body: '{}' }),
  });
  return status;
}

const stripe = () => page.getByRole('region', { name: 'You are looking at the sample shop' });

describe('the sample shop', () => {
  it(
    '[SH1] is made by administrators alone, with its progress on Home',
    { timeout: 420_000 },
    async () => {
      for (const role of ['agent', 'manager'] as const) {
        const token = await tokenOf(role);
        for (const [method, at] of [
          ['GET', '/sample'],
          ['POST', '/sample'],
          ['DELETE', '/sample'],
          ['POST', '/sample/enter'],
        ] as const)
          assert.equal(await statusOf(token, method, at), 403, `${role} ${method} ${at}`);
      }
      assert.equal(await statusOf(product.token, 'POST', '/sample/enter'), 409, 'there is none');
      await page.goto(`${product.url}/`);
      await page.getByRole('button', { name: 'Make the sample shop' }).click();
      await page.getByRole('progressbar').waitFor();
      assert.equal(await statusOf(product.token, 'POST', '/sample'), 202, 'it is made already');
      await page
        .getByRole('button', { name: 'Go to the sample shop' })
        .waitFor({ timeout: 400_000 });
      assert.deepEqual(await lookAt(page), []);
    },
  );

  it('[SH9] [SH10] is entered and left with the same session, and every page has the stripe', async () => {
    await page.getByRole('button', { name: 'Go to the sample shop' }).click();
    await stripe().waitFor();
    await page.getByText('Help at checkout').first().waitFor();
    for (const at of [
      '/',
      '/results',
      '/campaigns',
      '/inbox',
      '/team/history',
      '/settings/people',
    ]) {
      await page.goto(product.url + at);
      await stripe().waitFor();
    }
    assert.deepEqual(await lookAt(page), []);
    await stripe()
      .getByRole('button', { name: /^Go to / })
      .click();
    await page.getByRole('button', { name: 'Go to the sample shop' }).waitFor();
    assert.equal(await stripe().count(), 0);
  });

  it('[SH9] ends with the session that is signed out in it', async () => {
    await page.getByRole('button', { name: 'Go to the sample shop' }).click();
    await stripe().waitFor();
    const signedOut = await page.evaluate(async () => {
      const out = await fetch('/api/v1/session', { method: 'DELETE' });
      return [out.status, (await fetch('/api/v1/session')).status];
    });
    assert.deepEqual(signedOut, [200, 401]);
    page = await openConsole(browser, product, '/');
  });

  it('[SH12] is removed after a question, and leads home', async () => {
    await page.goto(`${product.url}/`);
    await page.getByRole('button', { name: 'Go to the sample shop' }).click();
    await stripe().getByRole('button', { name: 'Remove sample shop' }).click();
    const question = page.getByRole('dialog', { name: 'Remove the sample shop?' });
    await question.getByRole('button', { name: 'Remove sample shop' }).click();
    await page.getByRole('button', { name: 'Make the sample shop' }).waitFor({ timeout: 60_000 });
    assert.equal(await stripe().count(), 0);
    assert.equal(await statusOf(product.token, 'POST', '/sample/enter'), 409);
  });
});

// The home of the chat window through the whole product: an administrator writes it in the settings,
// and a visitor of the shop finds it, begins a conversation from it, and finds that again.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Site } from '@opportune/protocol/rest/site.ts';
import { lookAt } from './looks.test-support.ts';
import {
  eventually,
  goTo,
  newPerson,
  openConsole,
  startWithBrowser,
} from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

let product: Product;
let browser: Browser;
let page: Page;
let visitor: Page;

before(async () => {
  [product, browser] = await startWithBrowser();
});
after(async () => {
  await browser?.close();
  await product?.close();
});

const homeNow = async (): Promise<Site['home']> =>
  (await product.call<{ items: Site[] }>('GET', '/sites')).items[0]?.home;

describe('the home of the chat window', () => {
  it('[MH1] [MH5] is written and switched on in the settings of a site', async () => {
    page = await openConsole(browser, product, '/settings/sites');
    await page.getByRole('button', { name: 'Add an answer' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add an answer' });
    await dialog.getByLabel('Title').fill('Returns within 30 days');
    await dialog.getByLabel('Text').fill('Free, with the label in the box.');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Add a link' }).click();
    const link = page.getByRole('dialog', { name: 'Add a link' });
    await link.getByLabel('Title').fill('Care for brass');
    await link.getByLabel('Address').fill('javascript:alert(1)');
    await link.getByText('Give an address that begins with').waitFor();
    assert.equal(await link.getByRole('button', { name: 'Save' }).isDisabled(), true);
    await link.getByLabel('Address').fill('https://shop.example/care');
    await link.getByRole('button', { name: 'Save' }).click();
    await link.waitFor({ state: 'detached' });
    await page.getByRole('switch', { name: 'Open the window with its home' }).click();
    const home = await eventually(homeNow, (found) => found?.shown === true);
    assert.deepEqual(home?.items, [
      {
        ...{ type: 'answer', id: 'item-1', title: 'Returns within 30 days' },
        text: 'Free, with the label in the box.',
      },
      {
        ...{ type: 'link', id: 'item-2', title: 'Care for brass' },
        address: 'https://shop.example/care',
      },
    ]);
    assert.deepEqual(await lookAt(page), []);
    await goTo(page, '/inbox');
  });

  it('[MH9] offers a call while somebody is there, and a call back otherwise', async () => {
    const caller = await newPerson(browser);
    await caller.goto(product.shopUrl);
    await caller.getByRole('button', { name: 'Ask us' }).click();
    const window = caller.getByRole('dialog');
    await window.getByRole('button', { name: 'Call us' }).waitFor();
    assert.deepEqual(await lookAt(caller), []);
    await product.call('PUT', '/my-state', { state: 'away' });
    const back = window.getByRole('button', { name: 'Have us call you' });
    await back.waitFor();
    assert.deepEqual(await lookAt(caller), []);
    await back.click();
    await caller.getByText('How do we reach you?').waitFor();
    await product.call('PUT', '/my-state', { state: 'online' });
    await caller.context().close();
  });

  it('[MH1] [MH2] shows a visitor who is there, and their conversation once it is over', async () => {
    await goTo(page, '/inbox');
    visitor = await newPerson(browser);
    await visitor.goto(product.shopUrl);
    await visitor.getByRole('button', { name: 'Ask us' }).click();
    const window = visitor.getByRole('dialog');
    await window.getByRole('img', { name: /^Here now: / }).waitFor();
    await window.getByText('Returns within 30 days').click();
    await window.getByText('Free, with the label in the box.').waitFor();
    assert.deepEqual(await lookAt(visitor), []);
    await window.getByRole('button', { name: 'Start a conversation' }).click();
    await window.getByLabel('Your question').fill('Do you take the old lamp?');
    await window.getByRole('button', { name: 'Start chat' }).click();
    await window.getByRole('log').getByText('Do you take the old lamp?').waitFor();
    await window.getByRole('button', { name: 'End chat' }).click();
    await window.getByRole('alertdialog').getByRole('button', { name: 'End chat' }).click();
    await window.getByRole('button', { name: 'Back' }).click();
    await window.getByRole('button', { name: /You: Do you take the old lamp\?/ }).waitFor();
  });
});

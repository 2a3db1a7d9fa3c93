// Channels in the console, in a real browser: set up by an administrator, with a secret that is shown once.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import type { RevisedChannel } from '@opportune/protocol/rest/channel/channels.ts';
import { lookAt } from './looks.test-support.ts';
import { openConsole, startWithBrowser, type Product } from './product.test-support.ts';

let product: Product;
let browser: Browser;
let agent: Page;

before(async () => {
  [product, browser] = await startWithBrowser();
  agent = await openConsole(browser, product, '/settings/channels');
});
after(async () => {
  await browser?.close();
  await product?.close();
});

describe('settings of channels', () => {
  const table = (): Locator => agent.getByRole('table', { name: 'Channels' });
  const dialog = (): Locator => agent.getByRole('dialog');
  const act = async (name: string): Promise<void> => {
    await agent.getByRole('button', { name: 'More of Parcel desk' }).click();
    await agent.getByRole('menuitem', { name }).click();
  };

  it('[CN4] list each channel, and add one from a name and an address', async () => {
    await table()
      .getByRole('row', { name: /Web chat.*Connected/ })
      .waitFor();
    await agent.getByRole('button', { name: 'Add a channel' }).click();
    await dialog().getByLabel('Name').fill('Parcel desk');
    await dialog().getByLabel('Delivery address').fill('https://parcel.aldermoor.example/in');
    await dialog().getByLabel('Bell').check();
    assert.deepEqual(await lookAt(agent), []);
    await dialog().getByRole('button', { name: 'Add' }).click();
    await dialog().getByText('Connect Parcel desk').waitFor();
    const { channels } = await product.call<{ channels: RevisedChannel[] }>('GET', '/channels');
    const { icon, capabilities, deliverTo } = channels.at(-1) ?? {};
    assert.deepEqual([icon, deliverTo], ['bell', 'https://parcel.aldermoor.example/in']);
    assert.deepEqual(capabilities?.files?.types, ['*']);
  });

  it('[CN5] show the secret once, with a call to try', async () => {
    assert.deepEqual(await lookAt(agent), []);
    const example = dialog().getByRole('region', { name: 'Try it in a shell' });
    assert.match((await example.textContent()) ?? '', /^secret='whsec_/);
    await dialog().getByRole('button', { name: 'I have it' }).click();
    await table()
      .getByRole('row', { name: /Parcel desk.*Custom channel.*Connected/ })
      .waitFor();
    assert.equal(await agent.getByText('whsec_').count(), 0);
  });

  it('[CN6] pause with a way back, and ask before a new secret and a removal', async () => {
    await act('Pause');
    await table()
      .getByRole('row', { name: /Parcel desk.*Paused/ })
      .waitFor();
    assert.deepEqual(await lookAt(agent), []);
    await act('Connect');
    await table()
      .getByRole('row', { name: /Parcel desk.*Connected/ })
      .waitFor();
    await agent.getByRole('button', { name: 'Undo' }).click();
    await table()
      .getByRole('row', { name: /Parcel desk.*Paused/ })
      .waitFor();
    await act('New secret');
    await dialog().getByRole('button', { name: 'Make a new secret' }).click();
    await dialog().getByText('whsec_').first().waitFor();
    await dialog().getByRole('button', { name: 'I have it' }).click();
    await act('Remove');
    await dialog().getByRole('button', { name: 'Remove' }).click();
    await table()
      .getByRole('row', { name: /Parcel desk/ })
      .waitFor({ state: 'detached' });
  });
});

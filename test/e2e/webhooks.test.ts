// Webhooks in the console: one is added, tried out, looked at in its log, and paused, in a real
// browser and with a receiver on this machine.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { lookAt } from './looks.test-support.ts';
import { goTo, inviteUser, openConsole, startWithBrowser } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

let product: Product;
let browser: Browser;
let page: Page;
let receiver: Server;
let status = 500;

before(async () => {
  const environment = { OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' };
  [product, browser] = await startWithBrowser({ environment });
  receiver = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status).end('not now'));
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  page = await openConsole(browser, product, '/settings/webhooks');
});
after(async () => {
  await browser?.close();
  receiver?.close();
  await product?.close();
});

const dialog = () => page.getByRole('dialog');
const act = async (name: string): Promise<void> => {
  await page.getByRole('button', { name: 'Actions for Data house' }).click();
  await page.getByRole('menuitem', { name }).click();
};

describe('the page of webhooks', () => {
  it('[WH7] adds one and shows its secret once', async () => {
    await page.getByText('No webhook yet').waitFor();
    await page.getByRole('button', { name: 'Add a webhook' }).click();
    await dialog().getByRole('textbox', { name: 'Name' }).fill('Data house');
    const { port } = receiver.address() as AddressInfo;
    await dialog()
      .getByRole('textbox', { name: 'Address' })
      .fill(`http://127.0.0.1:${port}/events`);
    await dialog().getByLabel('A delivery changes its state').check();
    assert.deepEqual(await lookAt(page), []);
    await dialog().getByRole('button', { name: 'Add', exact: true }).click();
    assert.match(await page.locator('.once').innerText(), /^whsec_/);
    await dialog().getByRole('button', { name: 'Done' }).click();
    await page.locator('.tag', { hasText: 'Active' }).waitFor();
    assert.deepEqual(await lookAt(page), []);
  });

  it('[WH7] shows in the log what the receiver answered, and posts it again', async () => {
    await act('Send a test');
    await page.getByText('A test is on its way to Data house.').waitFor();
    await page.getByRole('button', { name: 'Data house', exact: true }).click();
    await dialog().getByText('Status 500').first().waitFor();
    await dialog().getByText('Waiting').last().waitFor();
    assert.deepEqual(await lookAt(page), []);
    status = 204;
    await dialog().getByText('Status 204').first().waitFor();
    await dialog().getByRole('button', { name: 'webhook.test' }).click();
    await dialog().getByText('"type": "webhook.test"').waitFor();
    assert.deepEqual(await lookAt(page), []);
    await dialog().getByRole('button', { name: 'Send again' }).click();
    await page.getByText('The event is posted again.').waitFor();
    await page.keyboard.press('Escape');
  });

  it('[WH7] says that it is paused, and goes on', async () => {
    await act('Pause');
    await page.locator('.webhook-why', { hasText: 'Events wait' }).waitFor();
    assert.deepEqual(await lookAt(page), []);
    await act('Resume');
    await page.locator('.tag', { hasText: 'Active' }).waitFor();
  });

  it('[WH7] is for administrators alone', async () => {
    const person = { email: 'mia@aldermoor.example', name: 'Mia', role: 'manager' } as const;
    const manager = await openConsole(
      ...([browser, product, '/settings/sites', await inviteUser(product, person)] as const),
    );
    await manager.getByRole('link', { name: 'API tokens' }).waitFor();
    assert.equal(await manager.getByRole('link', { name: 'Webhooks' }).count(), 0);
    await goTo(page, '/');
  });
});

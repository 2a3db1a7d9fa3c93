// Settings › E-mail: an administrator configures the account's own mail server and tests it with an
// e-mail.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { Browser } from 'playwright-core';
import {
  lettersAbout,
  type MailServer,
  startMailServer,
} from '@opportune/server/adapter/mail-server.test-support.ts';
import { lookAt } from './looks.test-support.ts';
import { openConsole, type Product, startWithBrowser } from './product.test-support.ts';

let product: Product;
let browser: Browser;
let mail: MailServer;

before(async () => {
  mail = await startMailServer({ signsIn: true });
  const environment = { OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'yes' };
  [product, browser] = await startWithBrowser({ environment });
});
after(async () => {
  await browser?.close();
  await product?.close();
  mail?.server.close();
});

it('[MS1] [MS2] [CS6] an administrator sets a mail server up, sends a test e-mail, and removes it', async () => {
  const page = await openConsole(browser, product, '/settings/email');
  await page.getByText(/No mail server is set up/).waitFor();
  await page.getByRole('button', { name: 'Set up a mail server' }).click();
  const host = page.getByLabel('Host', { exact: true });
  assert.ok(await host.evaluate((field) => field === document.activeElement));
  await host.fill('127.0.0.1');
  await page.getByLabel('Port', { exact: true }).fill(String(mail.port));
  await page.getByLabel('User name', { exact: true }).fill('help');
  await page.getByLabel('Sender address', { exact: true }).fill('help@aldermoor.example');
  await page.getByLabel('Sender name', { exact: true }).fill('Aldermoor');
  await page.getByLabel('Encryption').selectOption('direct');
  assert.equal(await page.getByLabel('Port', { exact: true }).inputValue(), String(mail.port));
  await page.getByLabel('Encryption').selectOption('starttls');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const password = page.getByLabel('Password', { exact: true });
  await page.getByText(/^Type the password/).waitFor();
  assert.equal(await password.getAttribute('aria-invalid'), 'true');
  await password.fill('a password of the server');
  assert.deepEqual(await lookAt(page), []);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('E-mail is sent from help@aldermoor.example.').waitFor();
  await page.getByRole('button', { name: 'Send a test e-mail' }).click();
  await page.getByText(/^The test e-mail was sent to/).waitFor();
  const [letter = ''] = lettersAbout(mail, /^Opportune can send e-mail$/);
  assert.match(letter, /^From: Aldermoor <help@aldermoor\.example>$/m);
  assert.deepEqual(await lookAt(page), []);
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await page.getByText(/^A password is set/).waitFor();
  assert.equal(await page.getByLabel('Password', { exact: true }).inputValue(), '');
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  const edit = page.getByRole('button', { name: 'Edit', exact: true });
  assert.ok(await edit.evaluate((button) => button === document.activeElement));
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByText(/No mail server is set up/).waitFor();
});

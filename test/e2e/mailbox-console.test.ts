// A mailbox in a real browser, at a real IMAP and a real SMTP server: an administrator connects it, somebody
// writes to it, and an agent answers.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { startMailServer } from '@opportune/server/adapter/mail-server.test-support.ts';
import {
  type Dovecot,
  imapPassword,
  startDovecot,
  withoutDovecot,
} from '@opportune/server/channel/email/connection/dovecot.test-support.ts';
import { lookAt } from './looks.test-support.ts';
import { openConsole, type Product, startWithBrowser } from './product.test-support.ts';

describe('a mailbox in the console', { skip: withoutDovecot }, () => {
  let product: Product;
  let browser: Browser;
  let page: Page;
  let dovecot: Dovecot;
  let smtp: Awaited<ReturnType<typeof startMailServer>>;
  before(async () => {
    dovecot = await startDovecot();
    smtp = await startMailServer({ signsIn: true });
    [product, browser] = await startWithBrowser({
      environment: { OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' },
    });
    page = await openConsole(browser, product, '/settings/channels');
  });
  after(async () => {
    await browser?.close();
    await product?.close();
    await dovecot?.stop();
    smtp?.server.close();
  });
  const dialog = () => page.getByRole('dialog');
  const server = (name: 'IMAP' | 'SMTP') => dialog().getByRole('group', { name });

  it('[CN5] is connected with the form, whose check signs in to both servers', async () => {
    await page.getByRole('button', { name: 'Add a channel' }).click();
    await dialog().getByLabel('E-mail', { exact: true }).check();
    await dialog().getByText('look up the IMAP and SMTP servers').waitFor();
    assert.deepEqual(await lookAt(page), []);
    const fill = (label: string, text: string) =>
      dialog().getByLabel(label, { exact: true }).fill(text);
    await fill('Name', 'Support mailbox');
    await fill('Address', 'help@aldermoor.example');
    await fill('User name', 'help');
    await fill('Password', imapPassword);
    for (const [name, port] of [
      ['IMAP', dovecot.port],
      ['SMTP', smtp.port],
    ] as const) {
      await server(name).getByLabel('Server').fill('127.0.0.1');
      await server(name).getByLabel('Port').fill(String(port));
      await server(name).getByLabel('Encryption').selectOption('none');
    }
    await fill('Signature', '{agent} of {business}');
    await dialog().getByRole('button', { name: 'Add' }).click();
    await page.getByText('Support mailbox is connected').waitFor();
    await page.getByText('help@aldermoor.example').waitFor();
    assert.deepEqual(await lookAt(page), []);
  });

  it('[EM31] a letter is a conversation, and its answer reaches the mail server', async () => {
    await page.goto(`${product.url}/inbox`);
    // Only what arrives after the mailbox was first looked at is fetched.
    const letter = [
      ...['From: Ada Lovelace <ada@example.com>', 'To: help@aldermoor.example'],
      ...['Subject: Where is my order?', 'Message-ID: <one@example.com>'],
      ...['Date: Wed, 25 Nov 2026 12:00:00 +0000', '', 'It has not come yet.', ''],
    ].join('\r\n');
    await dovecot.deliver('help', letter);
    await page
      .getByRole('link', { name: /Ada Lovelace/ })
      .first()
      .click();
    await page.getByRole('log').getByText('It has not come yet.').waitFor();
    assert.deepEqual(await lookAt(page), []);
    await page.getByRole('textbox', { name: /Reply|Message/ }).fill('It left this morning.');
    await page.keyboard.press('Enter');
    await page
      .getByRole('log')
      .getByText(/ · sent$/)
      .waitFor();
    const [left = ''] = smtp.letters.slice(-1);
    assert.match(left, /It left this morning\./);
    assert.match(left, /^In-Reply-To: <one@example\.com>$/m);
    assert.match(left, /^Subject: Re: Where is my order\?$/m);
  });
});

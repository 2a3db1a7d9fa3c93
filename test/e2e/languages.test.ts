// The product in other languages, in real browsers: the console in German, chosen while it runs, and
// in Spanish, which the browser asks for; a visitor's window in the language of the page; a letter in
// the language of whoever asks for it. Nothing of a catalogue is left in English, and no key is shown.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import {
  type MailServer,
  startMailServer,
} from '@opportune/server/adapter/mail-server.test-support.ts';
import type { Catalogues } from '@opportune/words/catalogues.ts';
import { de } from '@opportune/words/de/index.ts';
import { es } from '@opportune/words/es/index.ts';
import {
  administrator,
  eventually,
  inviteUser,
  newPerson,
  openConsole,
  startWithBrowser,
} from './product.test-support.ts';
import type { Product } from './product.test-support.ts';
import { englishOf, isSentence } from './words.test-support.ts';

/** She chooses no language: her browser's is hers. */
const luz = 'luz@aldermoor.example';

let product: Product;
let browser: Browser;
let mail: MailServer;
let agent: Page;

before(async () => {
  mail = await startMailServer();
  process.env['OPPORTUNE_SMTP_URL'] = mail.url;
  [product, browser] = await startWithBrowser();
  agent = await openConsole(browser, product, '/visitors');
});
after(async () => {
  await browser?.close();
  await product?.close();
  mail?.server.close();
});

/** Every text that is seen or read out on the page, each once. */
function textsOn(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found = new Set<string>();
    const walker = document.createTreeWalker(
      document.body,
      NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT,
    );
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node instanceof Element)
        for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
          found.add(node.getAttribute(name) ?? '');
      else if (node.parentElement?.closest('script,style,pre,.code') === null)
        found.add(node.textContent?.trim() ?? '');
    }
    return [...found].filter((text) => text !== '');
  });
}

/** Opens a page and says what on it is a key, or a sentence that the language has words for. */
async function leftOn(page: Page, at: string, words: Catalogues): Promise<readonly string[]> {
  await page.goto(product.url + at);
  await page.locator('h1, h2').first().waitFor();
  await eventually(
    () => page.locator('.bones').count(),
    (count) => count === 0,
  );
  const english = await englishOf(words);
  const texts = await textsOn(page);
  assert.ok(texts.length > 10, `${at} has hardly a text`);
  return texts.flatMap((text) => {
    if (english.keys.has(text)) return [`${at}: the key ${text}`];
    return english.texts.has(text) && isSentence(text) ? [`${at}: ${text}`] : [];
  });
}

const settings = ['sites', 'goals', 'skills', 'routing', 'masking', 'panels', 'people', 'account'];
const everyPage: readonly string[] = [
  '/visitors',
  '/inbox',
  '/search',
  '/campaigns',
  '/campaigns/new',
  '/campaigns/$campaign',
  '/results/$campaign',
  '/results/funnel',
  '/results/definitions',
  '/team',
  '/team/history',
  ...settings.map((page) => `/settings/${page}`),
];

async function leftOnAll(
  page: Page,
  words: Catalogues,
  pages: readonly string[],
): Promise<readonly string[]> {
  const { items } = await product.call<{ items: { id: string }[] }>('GET', '/campaigns');
  const left: string[] = [];
  for (const at of pages)
    left.push(...(await leftOn(page, at.replace('$campaign', items[0]?.id ?? ''), words)));
  return left;
}

describe('the console', () => {
  it('[LG2] speaks another language once it is chosen, without loading the page again', async () => {
    await agent.evaluate(() => document.body.setAttribute('data-same-page', 'yes'));
    await agent.getByRole('button', { name: /^You: / }).click();
    await agent.getByText('Deutsch', { exact: true }).click();
    await agent.getByRole('heading', { name: 'Besucher' }).first().waitFor();
    assert.equal(await agent.getAttribute('html', 'lang'), 'de');
    assert.equal(await agent.getAttribute('body', 'data-same-page'), 'yes');
    assert.match(await agent.title(), /^Besucher/);
  });

  it('[LG1] is German on every page, and keeps to it when it is loaded again', async () => {
    assert.deepEqual(await leftOnAll(agent, de, everyPage), []);
    assert.equal(await agent.getAttribute('html', 'lang'), 'de');
  });

  it('[LG2] speaks it on every device of the person who chose it', async () => {
    const other = await newPerson(browser);
    await other.goto(product.url);
    await other.getByLabel('E-mail').fill(administrator.email);
    await other.getByLabel('Password', { exact: true }).fill(administrator.password);
    await other.getByRole('button', { name: 'Sign in' }).click();
    await other.getByRole('heading', { name: 'Besucher' }).first().waitFor();
    assert.equal(await other.getAttribute('html', 'lang'), 'de');
    await other.context().close();
  });

  it('[LG2] is Spanish where the browser asks for it, from the sign-in page on', async () => {
    const person = { email: luz, name: 'Luz', role: 'administrator' } as const;
    const { password } = await inviteUser(product, person);
    const context = await browser.newContext({
      locale: 'es-ES',
      viewport: { width: 1280, height: 800 },
    });
    const page = await context.newPage();
    await page.goto(product.url);
    await page.getByLabel('Correo electrónico').fill(luz);
    await page.getByLabel('Contraseña', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Iniciar sesión' }).click();
    await page.getByRole('heading', { name: 'Visitantes' }).first().waitFor();
    const pages = ['/inbox', '/campaigns/$campaign', '/results/$campaign', '/settings/routing'];
    assert.deepEqual(await leftOnAll(page, es, pages), []);
    await context.close();
  });
});

describe('a visitor', () => {
  it('[LG3] reads the window in the language of the page', async () => {
    const page = await newPerson(browser);
    // The shop writes English; its page is declared to be Spanish as soon as it begins.
    await page.addInitScript(() => {
      new MutationObserver(() => {
        if (document.documentElement.lang !== 'es') document.documentElement.lang = 'es';
      }).observe(document, { childList: true, subtree: true });
    });
    await page.goto(product.shopUrl);
    await page.getByRole('button', { name: 'Ask us' }).click();
    await page.getByLabel('Su pregunta').fill('¿Tienen la lámpara?');
    await page.getByRole('button', { name: 'Empezar el chat' }).click();
    await page.getByText('¿Tienen la lámpara?').first().waitFor();
    await page.getByRole('button', { name: 'Terminar el chat' }).waitFor();
    assert.equal(await page.locator('.stage').getAttribute('lang'), 'es');
    await page.context().close();
  });
});

describe('a letter', () => {
  it('[LG5] is in the language of the console that asked for it, where its reader chose none', async () => {
    const context = await browser.newContext({ locale: 'de-AT' });
    const page = await context.newPage();
    await page.goto(product.url);
    await page.getByText('Vergessen', { exact: true }).click();
    await page.getByLabel('E-Mail').fill(luz);
    await page.getByRole('button', { name: 'Link senden' }).click();
    await page.getByRole('heading', { name: 'Sehen Sie in Ihre E-Mails' }).waitFor();
    const letter = await eventually(
      async () => mail.letters.find((each) => each.includes(`To: ${luz}`) && /Passwort/.test(each)),
      (found) => found !== undefined,
    );
    assert.match(letter ?? '', /hat um ein neues Passwort gebeten/);
    await context.close();
  });
});

// The product in other languages, in real browsers. The console in German, chosen while it runs,
// and in Spanish, which the browser asks for, on every page. A visitor's window in the language of
// the page. An e-mail in the language of the person who asks for it. No catalogue text stays in
// English, and no key is shown.
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
import type { Language } from '@opportune/words/language.ts';
import { picture } from './looks.test-support.ts';
import {
  administrator,
  eventually,
  goTo,
  inviteUser,
  newPerson,
  openConsole,
  startWithBrowser,
} from './product.test-support.ts';
import type { Product } from './product.test-support.ts';
import { comeToShop } from './socket-visitor.test-support.ts';
import { englishOf, isSentence } from './words.test-support.ts';

const wide = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };
/** She chooses no language, so her browser's applies. */
const luz = 'luz@aldermoor.example';

let product: Product;
let browser: Browser;
let mail: MailServer;
let agent: Page;

before(async () => {
  mail = await startMailServer();
  const environment = { OPPORTUNE_SMTP_URL: mail.url };
  [product, browser] = await startWithBrowser({ environment });
  agent = await openConsole(browser, product, '/visitors');
});
after(async () => {
  await browser?.close();
  await product?.close();
  mail?.server.close();
});

/** Every visible or spoken text of the page, each once. */
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

/** Keys on the page, and English sentences that the language has words for. */
async function leftOn(page: Page, words: Catalogues): Promise<readonly string[]> {
  await eventually(
    () => page.locator('.bones').count(),
    (count) => count === 0,
  );
  const english = englishOf(words);
  const texts = await textsOn(page);
  assert.ok(texts.length > 10, `${page.url()} has hardly a text`);
  return texts.flatMap((text) => {
    if (english.keys.has(text)) return [`the key ${text}`];
    return english.texts.has(text) && isSentence(text) ? [text] : [];
  });
}

/**
 * As if another tab of the browser had changed the language: the page is redrawn without a reload.
 */
async function speak(page: Page, language: Language): Promise<void> {
  await page.evaluate((newValue) => {
    dispatchEvent(new StorageEvent('storage', { key: 'opportune.language', newValue }));
  }, language);
  await page.locator(`html[lang=${language}]`).waitFor();
  await page.locator(headings).first().waitFor();
}

/** On a phone the list's heading is in the document too, but invisible. */
const headings = ':is(h1, h2):visible';

const results = ['funnel', 'intent', 'holdout', 'definitions'];
const settings = [
  ...['sites', 'goals', 'sections', 'attributes', 'needs', 'skills', 'routing', 'answers'],
  ...['conversations', 'after', 'panels', 'masking', 'people', 'account'],
];
const tabs = ['visit', 'profile', 'conversations', 'decisions'];
const everyPage: readonly string[] = [
  '/',
  '/visitors',
  ...tabs.map((tab) => `/visitors?visitor=$visitor&tab=${tab}`),
  '/inbox',
  '/inbox/$conversation',
  '/search',
  '/answers',
  '/campaigns',
  '/campaigns/new',
  '/campaigns/$campaign',
  '/results',
  '/results/$campaign',
  ...results.map((page) => `/results/${page}`),
  '/team',
  '/team/history',
  '/team/reports',
  ...settings.map((page) => `/settings/${page}`),
];

/** The faults of every page: English text left, or wider than a phone. */
async function faultsOn(page: Page, places: Readonly<Record<string, string>>): Promise<string[]> {
  const faults: string[] = [];
  for (const named of everyPage) {
    const at = named.replace(/\$(\w+)/, (_, place: string) => places[place] ?? '');
    await page.setViewportSize(wide);
    await goTo(page, at);
    await page.locator(headings).first().waitFor();
    for (const [language, words] of [
      ['es', es],
      ['de', de],
    ] as const) {
      await page.setViewportSize(wide);
      await speak(page, language);
      const left = await leftOn(page, words);
      await page.setViewportSize(phone);
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      faults.push(...left.map((text) => `${language} ${named}: ${text}`));
      if (over > 0) faults.push(`${language} ${named}: ${over} px too wide for a phone`);
      await picture(page, language);
    }
  }
  return faults;
}

describe('the console', () => {
  it('[LG2] changes to the chosen language without a reload', async () => {
    await agent.evaluate(() => document.body.setAttribute('data-same-page', 'yes'));
    await agent.getByRole('button', { name: /^You: / }).click();
    await agent.getByText('Deutsch', { exact: true }).click();
    await agent.getByRole('heading', { name: 'Besucher' }).first().waitFor();
    assert.equal(await agent.getAttribute('html', 'lang'), 'de');
    assert.equal(await agent.getAttribute('body', 'data-same-page'), 'yes');
    assert.match(await agent.title(), /^Besucher/);
  });

  it('[LG2] keeps the language after a reload', async () => {
    await agent.reload();
    await agent.getByRole('heading', { name: 'Besucher' }).first().waitFor();
    assert.equal(await agent.getAttribute('html', 'lang'), 'de');
  });

  it('[LG2] uses the language on every device of the person who chose it', async () => {
    const other = await newPerson(browser);
    await other.goto(product.url);
    await other.getByLabel('E-mail').fill(administrator.email);
    await other.getByLabel('Password', { exact: true }).fill(administrator.password);
    await other.getByRole('button', { name: 'Sign in' }).click();
    await other.getByRole('heading', { name: 'Start', exact: true }).first().waitFor();
    assert.equal(await other.getAttribute('html', 'lang'), 'de');
    await other.context().close();
  });

  it('[LG1] [LG2] is Spanish if the browser asks for it, from the sign-in page on, and on every page, like German', async () => {
    const person = { email: luz, name: 'Luz', role: 'administrator' } as const;
    const { password } = await inviteUser(product, person);
    const context = await browser.newContext({ locale: 'es-ES', viewport: wide });
    const page = await context.newPage();
    await page.goto(product.url);
    await page.getByLabel('Correo electrónico').fill(luz);
    await page.getByLabel('Contraseña', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Iniciar sesión' }).click();
    await page.getByRole('heading', { name: 'Inicio', exact: true }).first().waitFor();
    const { items } = await product.call<{ items: { id: string }[] }>('GET', '/campaigns');
    const visitor = await comeToShop(product, { path: '/product/orla', title: 'Orla floor lamp' });
    await visitor.frame('welcome');
    const message = { id: 'first', text: 'Orla?' };
    visitor.send({ type: 'chat.start', request: 'start', message });
    const { conversation } = await visitor.frame('chat.state');
    const places = {
      campaign: items[0]?.id ?? '',
      visitor: visitor.id,
      conversation: conversation.id,
    };
    assert.deepEqual(await faultsOn(page, places), []);
    visitor.close();
    await context.close();
  });
});

describe('a visitor', () => {
  it('[LG3] reads the window in the language of the page', async () => {
    const page = await newPerson(browser);
    // The shop's pages are English. This one is declared to be Spanish from the start.
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

describe('an e-mail', () => {
  it('[LG5] is in the language of the console that asked for it if its reader chose none', async () => {
    const context = await browser.newContext({ locale: 'de-AT' });
    const page = await context.newPage();
    await page.goto(product.url);
    await page.getByText('Passwort vergessen?', { exact: true }).click();
    await page.getByLabel('E-Mail').fill(luz);
    await page.getByRole('button', { name: 'Link senden' }).click();
    await page.getByRole('heading', { name: 'Prüfen Sie Ihre E-Mails' }).waitFor();
    const letter = await eventually(
      async () => mail.letters.find((each) => each.includes(`To: ${luz}`) && /Passwort/.test(each)),
      (found) => found !== undefined,
    );
    assert.match(letter ?? '', /hat um ein neues Passwort gebeten/);
    await context.close();
  });
});

// Translating a campaign in the console: the account's languages, the coverage of each, fields
// beside the default, the preview, files for translators, and what publishing says.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import { lookAt } from './looks.test-support.ts';
import { eventually, goTo, openConsole, startWithBrowser } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

let product: Product;
let browser: Browser;
let page: Page;
let id: string;

const part = (): Locator => page.getByRole('region', { name: /^Languages/ });
const draftOnce = (holds: (draft: Campaign['draft']) => boolean): Promise<Campaign> =>
  eventually(
    () => product.call<Campaign>('GET', `/campaigns/${id}`),
    ({ draft }) => holds(draft),
  );
const headlineIn = ({ translations = {} }: Campaign['draft'], language: string): string =>
  Object.entries(translations[language] ?? {}).find(([unit]) =>
    /^[^/]+\/headline$/.test(unit),
  )?.[1] ?? '';

before(async () => {
  [product, browser] = await startWithBrowser();
  page = await openConsole(browser, product, '/settings/account');
});
after(async () => {
  await browser?.close();
  await product?.close();
});

describe('the languages of an account', () => {
  it('[LG10] are chosen in its settings, with the fallback', async () => {
    const languages = page.getByRole('region', { name: 'Languages of your texts' });
    await languages.getByLabel('You write in').selectOption('en');
    for (const tag of ['de', 'ar']) {
      await languages.getByLabel('Add a language').selectOption(tag);
      await languages
        .getByRole('listitem')
        .nth(tag === 'de' ? 0 : 1)
        .waitFor();
    }
    await languages.getByLabel('Visitors of any other language read').selectOption('de');
    const { settings } = await eventually(
      () =>
        product.call<{ settings: { languages?: { fallback: string | null } } }>('GET', '/account'),
      (account) => account.settings.languages?.fallback === 'de',
    );
    assert.deepEqual(settings.languages, { written: 'en', others: ['de', 'ar'], fallback: 'de' });
    assert.deepEqual(await lookAt(page), []);
  });
});

describe('the editor of a campaign', () => {
  it('[LG13] shows how far each language is translated, and goes to the next missing text', async () => {
    await goTo(page, '/campaigns/new');
    await page.getByRole('radio', { name: /^Large cart/ }).check();
    await page.getByRole('textbox', { name: 'Name' }).fill('Help with a large cart');
    await page.getByRole('button', { name: 'Create draft' }).click();
    await part().waitFor();
    id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await part()
      .getByText(/^German 0 of \d+$/)
      .click();
    await part().getByRole('button', { name: 'Next missing text' }).click();
    await page.keyboard.type('Dürfen wir helfen?');
    await part()
      .getByText(/^German 1 of \d+$/)
      .waitFor();
    const { draft } = await draftOnce((now) => headlineIn(now, 'de') !== '');
    assert.equal(headlineIn(draft, 'de'), 'Dürfen wir helfen?');
    assert.deepEqual(await lookAt(page), []);
  });

  it('[LG13] previews the chosen language, from right to left if it is written so', async () => {
    await page.locator('.preview-page').getByText('Dürfen wir helfen?').waitFor();
    assert.equal(await page.locator('.preview-page').getAttribute('dir'), 'ltr');
    await part()
      .getByText(/^Arabic 0 of \d+$/)
      .click();
    await part()
      .getByLabel(/^Headline/)
      .first()
      .fill('هل نساعدك؟');
    await page.locator('.preview-page').getByText('هل نساعدك؟').waitFor();
    assert.equal(await page.locator('.preview-page').getAttribute('dir'), 'rtl');
    assert.deepEqual(await lookAt(page), []);
  });

  it('[LG14] exports a language and takes the translated file into the draft', async () => {
    await part()
      .getByText(/^German 1 of \d+$/)
      .click();
    const coming = page.waitForEvent('download');
    await part().getByRole('button', { name: 'Export XLIFF' }).click();
    const file = await readFile(await (await coming).path(), 'utf8');
    const whole = file.replaceAll(
      /state="initial">(\s*)<source>([^]*?)<\/source>/g,
      'state="translated">$1<source>$2</source><target>Übersetzt</target>',
    );
    const give = (text: string) =>
      part()
        .locator('input[type=file]')
        .setInputFiles({
          ...{ name: 'de.xlf', mimeType: 'application/xliff+xml' },
          buffer: Buffer.from(text),
        });
    await give(whole.replace('<source>', '<source>Another '));
    await part().getByText('The original has changed since the file was made.').waitFor();
    await give(whole);
    await part().getByText('All texts are translated.').waitFor();
    const { draft } = await draftOnce((now) => headlineIn(now, 'de') !== '');
    assert.equal(headlineIn(draft, 'de'), 'Dürfen wir helfen?');
    assert.ok(Object.values(draft.translations?.['de'] ?? {}).includes('Übersetzt'));
  });

  it('[LG13] says before publishing which languages lack texts', async () => {
    await page.getByRole('button', { name: /^Publish/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('German is complete.').waitFor();
    await dialog.getByText(/^Arabic lacks \d+ texts\.$/).waitFor();
  });
});

describe('the settings of a site', () => {
  it('[LG13] show its words in each language beside the default, and save what is written', async () => {
    await goTo(page, '/settings/sites');
    const words = page.getByRole('region', { name: 'Words in other languages' });
    await words.getByText(/^German 0 of \d+$/).click();
    const button = words.getByRole('textbox', { name: /^Contact button/ });
    await button.fill('Fragen Sie uns');
    await button.blur();
    await words.getByText(/^German 1 of \d+$/).waitFor();
    const { items } = await product.call<{ items: { translations?: object }[] }>('GET', '/sites');
    assert.deepEqual(items[0]?.translations, { de: { button: 'Fragen Sie uns' } });
    await button.scrollIntoViewIfNeeded();
    assert.deepEqual(await lookAt(page), []);
    await button.fill('');
    await button.blur();
    await words.getByText(/^German 0 of \d+$/).waitFor();
  });

  it('[LG14] export them, and say which text of a file cannot be taken', async () => {
    const words = page.getByRole('region', { name: 'Words in other languages' });
    const coming = page.waitForEvent('download');
    await words.getByRole('button', { name: 'Export XLIFF' }).click();
    const file = await readFile(await (await coming).path(), 'utf8');
    const buffer = Buffer.from(
      file.replace(
        /state="initial">(\s*)<source>([^]*?)<\/source>/,
        'state="translated">$1<source>Another</source><target>Anders</target>',
      ),
    );
    const given = { name: 'de.xlf', mimeType: 'application/xliff+xml', buffer };
    await words.locator('input[type=file]').setInputFiles(given);
    await words.getByText('The original has changed since the file was made.').waitFor();
  });
});

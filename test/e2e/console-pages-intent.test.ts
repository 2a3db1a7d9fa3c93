// Intent in the console, on a wide screen and on a phone: what the page says before there is enough
// data, that its numbers equal the API's, which learner scores and on what evidence, who may see
// it, and the score of an arriving visitor. The past is its own, because in the sample shop no
// boosted trees have won against the first learner.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Goal } from '@opportune/protocol/rest/site.ts';
import type { GoalIntentFigures, IntentFigures } from '@opportune/protocol/rest/campaign/intent.ts';
import { migratedDataFolder } from '@opportune/server/adapter/engines.test-support.ts';
import { writeIntent } from './intent-past.test-support.ts';
import { barriers, lookAt } from './looks.test-support.ts';
import {
  eventually,
  inviteUser,
  openConsole,
  startProduct,
  startWithBrowser,
} from './product.test-support.ts';
import type { Person, Product } from './product.test-support.ts';
import { comeToShop } from './socket-visitor.test-support.ts';

const data = await migratedDataFolder();
let product: Product;
let browser: Browser;
let page: Page;
let agent: Person;
let manager: Person;

const figuresNow = async (): Promise<GoalIntentFigures> => {
  const { goals } = await product.call<IntentFigures>('GET', '/intent');
  const main = goals.find((each) => each.main);
  assert.ok(main !== undefined);
  return main;
};
const grouped = (n: number): string => new Intl.NumberFormat('en-US').format(n);
const signed = (part: number): string => `${part < 0 ? '−' : ''}${percent(Math.abs(part), 1)}`;
/** An odds ratio with no more digits than its precision allows. */
const factor = (times: number): string =>
  times > 99
    ? '> 99'
    : new Intl.NumberFormat('en-US', {
        maximumFractionDigits: times >= 10 ? 0 : times >= 1 ? 1 : 2,
      }).format(times);
const percent = (share: number, digits: number): string =>
  new Intl.NumberFormat('en-US', {
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(share);
const rowsOf = (on: Page, table: string): Locator =>
  on.getByRole('table', { name: table }).locator('tbody tr');

before(async () => {
  [product, browser] = await startWithBrowser({ dataFolder: data.path });
  [manager, agent] = await Promise.all([
    inviteUser(product, { email: 'noor@aldermoor.example', name: 'Noor Haddad', role: 'manager' }),
    inviteUser(product, { email: 'tomas@aldermoor.example', name: 'Tomas Weber', role: 'agent' }),
  ]);
  page = await openConsole(browser, product, '/results/intent');
});
after(async () => {
  await browser?.close();
  await product?.close();
  data.remove();
});

describe('intent before there is enough to learn from', () => {
  it('says how much is there and how much it needs', async () => {
    const { visits, needed, stage } = await figuresNow();
    assert.equal(stage, 'waiting');
    await page.getByRole('heading', { name: /Not enough visits yet/ }).waitFor();
    const progress = page.getByRole('progressbar', { name: 'Visits learnt from' });
    assert.equal(await progress.getAttribute('max'), String(needed.visits));
    assert.equal(await progress.getAttribute('value'), String(visits));
    assert.deepEqual(await lookAt(page), []);
  });
});

describe('intent that was learnt', () => {
  before(async () => {
    const { items } = await product.call<{ items: Goal[] }>('GET', '/goals');
    const { goal } = await figuresNow();
    const found = items.find(({ id }) => id === goal.id);
    assert.ok(found !== undefined);
    await page.context().close();
    await product.close();
    await writeIntent(data.path, found.id, Date.now());
    product = await startProduct({ dataFolder: data.path });
    page = await openConsole(browser, product, '/results/intent', manager);
    await page.getByRole('heading', { name: 'What moves it' }).waitFor();
  });

  it('tells a manager how much was learnt, since when and how exact it is, as the API does', async () => {
    const { visits, reached, error } = await figuresNow();
    const head = await page.locator('.intent-head').innerText();
    for (const words of [
      `${grouped(visits)} visits`,
      grouped(reached),
      `${percent(reached / visits, 1)} of visits`,
      `${Math.round((error ?? 0) * 1000) / 10} point`,
      'all features and pairs',
    ])
      assert.ok(head.includes(words), `${words} in ${head}`);
  });

  it('shows predicted and actual rates for every range, as a chart and as a table', async () => {
    const { calibration } = await figuresNow();
    const section = page.locator('section').filter({ hasText: 'Predicted against happened' });
    assert.equal(await section.locator('svg .point').count(), calibration.length);
    await section.getByRole('button', { name: 'Show as table' }).click();
    const rows = rowsOf(page, 'Predicted against happened');
    assert.equal(await rows.count(), calibration.length);
    const first = calibration[0];
    assert.ok(first !== undefined);
    assert.equal(await rows.first().locator('td').nth(1).innerText(), grouped(first.visits));
    await section.getByRole('button', { name: 'Show as chart' }).click();
  });

  it('lists the strongest influences first, and all on request', async () => {
    const { features } = await figuresNow();
    const rows = rowsOf(page, 'What moves it');
    assert.equal(await rows.count(), 10);
    await page.getByRole('button', { name: `Show ${features.length - 10} more` }).click();
    assert.equal(await rows.count(), features.length);
    const ratios = features.map(({ times }) => Math.abs(Math.log(times)));
    assert.deepEqual(
      ratios,
      ratios.toSorted((one, other) => other - one),
    );
  });

  it('says which learner scores, since when, and on what evidence', async () => {
    const { challenger } = await figuresNow();
    assert.equal(challenger.stage, 'scores');
    const { wonBy, contest } = challenger;
    assert.ok(wonBy !== null && contest !== null && (wonBy.lower ?? 0) > 0);
    const section = page.locator('.intent-challenger');
    await section.getByText(/^Boosted trees, since /).waitFor();
    const cells = await rowsOf(page, 'How much closer the trees were').evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
    );
    const told = (figure: typeof wonBy): readonly string[] => [
      grouped(figure.visits),
      grouped(figure.reached),
      `${percent(figure.closer ?? 0, 1)}${signed(figure.lower ?? 0)} to ${signed(figure.upper ?? 0)}`,
    ];
    assert.deepEqual(
      cells.map((row) => row.slice(1, 4)),
      [told(wonBy), told(contest)],
    );
  });

  it('shows the uncertainty beside each figure, on a phone too', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    const { features } = await figuresNow();
    for (const [at, { times, lower, upper }] of features.entries()) {
      const cell = rowsOf(page, 'What moves it').nth(at).locator('td').nth(1);
      const said = (await cell.innerText()).replaceAll(/\s+/g, ' ');
      assert.equal(said, `${factor(times)} × ${factor(lower)} to ${factor(upper)}`);
    }
    for (const table of ['What moves it', 'How much closer the trees were']) {
      const cut = await page
        .getByRole('table', { name: table })
        .locator('td')
        .evaluateAll((cells) =>
          cells
            .filter((cell) => cell.scrollWidth > cell.clientWidth)
            .map((cell) => cell.textContent),
        );
      assert.deepEqual(cut, [], `${table}: no figure and no name is cut off`);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('names its goal even if there is only one', async () => {
    const { goal } = await figuresNow();
    const head = page.locator('.intent-head');
    await head.getByText(`Reached ${goal.name.toLowerCase()}`, { exact: true }).waitFor();
  });

  it('is accessible, on a wide screen and on a phone', async () => {
    assert.deepEqual(await lookAt(page), []);
  });

  it('is a page for managers: an agent is refused at its address and by the API', async () => {
    const agents = await openConsole(browser, product, '/results/intent', agent);
    await agents.getByText('There is no such page').waitFor();
    assert.equal(await agents.getByText('What moves it').count(), 0);
    const ask = (on: Page): Promise<number> =>
      on.evaluate(async () => (await fetch('/api/v1/intent')).status);
    assert.equal(await ask(agents), 403);
    assert.equal(await ask(page), 200);
    await agents.context().close();
  });

  it('scores an arriving visitor with at most three reasons, one of which combines two things', async () => {
    const visitor = await comeToShop(product, { path: '/product/orla', title: 'Orla' });
    const track = (batch: number, name: string, properties: Record<string, unknown>): void =>
      visitor.send({
        type: 'events',
        batch,
        sentAt: Date.now(),
        events: [{ id: `${batch}-${visitor.id}`, kind: 'track', name, at: Date.now(), properties }],
      });
    await visitor.frame('welcome');
    track(2, 'Cart Updated', { items: 2, total: 240, currency: 'EUR' });
    track(3, 'Error Met', { message: 'Payment failed' });
    await page.goto(`${product.url}/visitors?visitor=${visitor.id}`);
    const why = page.getByRole('region', { name: /^Why \d+$/ });
    await why.waitFor();
    const reasons = await eventually(
      () => why.locator('li').allInnerTexts(),
      (texts) => texts.some((text) => text.includes('Both ')),
    );
    assert.ok(reasons.length <= 3, reasons.join('; '));
    assert.deepEqual(await barriers(page), []);
    visitor.close();
  });

  it('[Q10] says what sets each of two visits apart, with matching signs', async () => {
    const told: string[][] = [];
    const cart = { name: 'Cart Updated', properties: { items: 3, total: 360 } };
    const search = { name: 'Products Searched', properties: { query: 'a job' } };
    for (const { path, name, properties, expected } of [
      { ...cart, path: '/product/fjord', expected: /in the cart/ },
      { ...search, path: '/jobs', expected: /speaks/ },
    ]) {
      const visitor = await comeToShop(product, { path, title: path });
      await visitor.frame('welcome');
      const at = Date.now();
      const id = `apart-${visitor.id}`;
      visitor.send({
        type: 'events',
        batch: 2,
        sentAt: at,
        events: [{ id, kind: 'track', name, at, properties }],
      });
      await page.goto(`${product.url}/visitors?visitor=${visitor.id}`);
      const why = page.getByRole('region', { name: /^Why \d+$/ });
      await why.waitFor();
      told.push(
        await eventually(
          () => why.locator('li').allInnerTexts(),
          (texts) => texts.some((text) => expected.test(text)),
        ),
      );
      visitor.close();
    }
    const said = told.map((texts) => texts.map((text) => text.replaceAll(/\s+/g, ' ')));
    assert.ok(!said[1]?.some((text) => text.includes('in the cart')), said[1]?.join('; '));
    for (const text of said.flat()) {
      assert.match(text, /^\+ .* speaks for it$|^− .* speaks against it$/);
      assert.doesNotMatch(text, /(farther|no page|no section).* speaks for|nearer.* against/);
    }
    const rows = await page.locator('.c-intent small').allInnerTexts();
    assert.ok(rows.length >= 2 && new Set(rows).size > 1, rows.join('; '));
    assert.deepEqual(await barriers(page), []);
  });
});

// Home in a real browser against the started product: what needs a person, with one action; the
// figures of both weeks; what an agent does not see; and panels that cannot be read.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Funnel } from '@opportune/protocol/rest/report/report.ts';
import { campaignDocument } from '../support/examples.test-support.ts';
import { lookAt } from './looks.test-support.ts';
import {
  administrator,
  eventually,
  goTo,
  inviteUser,
  openConsole,
  startWithBrowser,
} from './product.test-support.ts';
import type { Product } from './product.test-support.ts';
import { comeToShop, type SocketVisitor } from './socket-visitor.test-support.ts';
import { wholeRun } from '../support/whole-run.test-support.ts';

let product: Product;
let browser: Browser;
let mara: Page;
let tomas: Page;

before(async () => {
  [product, browser] = await startWithBrowser();
  await product.call('PUT', '/routing', { mode: 'pick' });
  await product.call('PATCH', '/setup', { dismissed: true });
  const person = { email: 'tomas@aldermoor.example', name: 'Tomas Weber', role: 'agent' } as const;
  const agent = await inviteUser(product, person);
  mara = await openConsole(browser, product, '/', administrator);
  tomas = await openConsole(browser, product, '/', agent);
});
after(async () => {
  await browser?.close();
  await product?.close();
});

async function asks(text: string): Promise<SocketVisitor> {
  const visitor = await comeToShop(product, { path: '/product/orla', title: 'Orla floor lamp' });
  await visitor.frame('welcome');
  const message = { id: `m-${visitor.id}`, text };
  visitor.send({ type: 'chat.start', request: `start-${visitor.id}`, message });
  await visitor.frame('chat.state');
  return visitor;
}

async function addSite(name: string, origin = ''): Promise<void> {
  const dialog = mara.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
  await dialog.getByRole('textbox', { name: /origins/i }).fill(origin);
  await dialog.getByRole('button', { name: /Add|Create/ }).click();
}

async function snippetOf(site: string): Promise<string | undefined> {
  const { items } = await product.call<{ items: { name: string; snippet: string }[] }>(
    'GET',
    '/sites',
  );
  return items.find(({ name }) => name === site)?.snippet;
}

const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const needs = (page: Page) => panel(page, 'Needs attention').getByRole('listitem');

describe('the checklist', () => {
  it('[HM7] [HM8] is derived from facts, turns green with the first visit, and is put away for everybody', async () => {
    await product.call('PATCH', '/setup', { wants: 'trouble', dismissed: false });
    await mara.reload();
    const list = panel(mara, 'Set up Aldermoor');
    // The demo shop, its brand and its campaign came with the account.
    await list.getByText('2 of 7 done').waitFor();
    const shopper = await comeToShop(product, { path: '/', title: 'Home' });
    await list.getByRole('button', { name: 'Add your site' }).click();
    await addSite('Lamps', 'https://lamps.example');
    await list.getByText('Waiting for the first visit from lamps.example').waitFor();
    await list.getByText((await snippetOf('Lamps')) ?? '', { exact: true }).waitFor();
    assert.deepEqual(await lookAt(mara), []);
    await list.getByRole('radio', { name: 'Tag manager' }).check({ force: true });
    await list.getByText("document.createElement('script')").waitFor();
    const letter = list.getByRole('link', { name: 'Send to a developer' });
    assert.match((await letter.getAttribute('href')) ?? '', /^mailto:\?subject=.*createElement/);
    assert.deepEqual(await lookAt(mara), []);
    await list.getByRole('button', { name: 'Another site' }).click();
    await addSite('Journal');
    await list.getByText('Waiting for the first visit from Journal').waitFor();
    await list.getByLabel('Site', { exact: true }).selectOption({ index: 0 });
    await list.getByText("document.createElement('script')").waitFor({ state: 'detached' });
    await list.getByText((await snippetOf('Lamps')) ?? '', { exact: true }).waitFor();
    assert.deepEqual(await lookAt(mara), []);
    await list.getByText('2 of 7 done').waitFor();
    const lamps = { ...product, shopUrl: 'https://lamps.example' };
    const visitor = await comeToShop(lamps, { path: '/', title: 'Home' });
    await list.getByText(/^First visit on /).waitFor();
    await list.getByText('3 of 7 done').waitFor();
    await list.getByRole('button', { name: 'Try the sound' }).click();
    await list.getByText('4 of 7 done').waitFor();
    await list.getByRole('button', { name: 'Put away' }).click();
    await list.waitFor({ state: 'detached' });
    await mara.getByRole('button', { name: 'Undo' }).click();
    await list.waitFor();
    await list.getByRole('button', { name: 'Put away' }).click();
    await list.waitFor({ state: 'detached' });
    const { dismissedAt } = await product.call<{ dismissedAt: number }>('GET', '/setup');
    assert.ok(dismissedAt > 0);
    visitor.close();
    shopper.close();
  });
});

describe('what needs a person', () => {
  it('[HM1] lists a waiting visitor with the age and one action, which opens the conversation', async () => {
    await panel(tomas, 'Needs attention').getByText('Nothing needs you now.').waitFor();
    const visitor = await asks('Is the lamp in stock?');
    for (const page of [tomas, mara]) {
      const row = needs(page).filter({ hasText: visitor.name });
      await row.getByText(`${visitor.name} is waiting`).waitFor();
      await row.getByText('Is the lamp in stock?').waitFor();
      await row.getByText(/^\d+:\d\d$/).waitFor();
    }
    await needs(tomas)
      .getByRole('link', { name: `Answer: ${visitor.name} is waiting` })
      .click();
    await tomas.getByRole('log').getByText('Is the lamp in stock?').waitFor();
    visitor.close();
    await goTo(tomas, '/');
  });

  it('[HM6] keeps the order of rows under the pointer, and adds new ones last', async () => {
    const first = await asks('Do you ship to Ghent?');
    const row = needs(mara).filter({ hasText: first.name });
    await row.hover();
    const names = () => needs(mara).locator('b').allInnerTexts();
    const before = await names();
    const second = await asks('Where is my parcel?');
    const after = await eventually(names, (all) => all.length > before.length);
    assert.deepEqual(after, [...before, `${second.name} is waiting`]);
    first.close();
    second.close();
  });
});

describe('the page of each role', () => {
  it('[HM4] an agent sees what needs them, the site and the team, and no money', async () => {
    await panel(tomas, 'On the site now')
      .getByText(/visitors?, \d+ with a cart/)
      .waitFor();
    await panel(tomas, 'Team now')
      .getByText(/\d online/)
      .waitFor();
    const titles = await tomas.getByRole('heading', { level: 2 }).allInnerTexts();
    assert.deepEqual(titles, ['Needs attention', 'On the site now', 'Team now']);
    assert.doesNotMatch(await tomas.locator('main').innerText(), /€|EUR|Cart\b/);
    assert.deepEqual(await lookAt(tomas), []);
  });

  it('[HM4] a manager sees the week, the campaigns and what is proved as well', async () => {
    await panel(mara, 'Running campaigns')
      .getByRole('link', { name: 'Help at checkout' })
      .waitFor();
    await panel(mara, 'Last 7 days')
      .getByRole('img', { name: /^Visits by day/ })
      .waitFor();
    await panel(mara, 'Value proved so far')
      .getByText(/^Nothing/)
      .waitFor();
    const titles = await mara.getByRole('heading', { level: 2 }).allInnerTexts();
    assert.deepEqual(titles.toSorted(), [
      'Last 7 days',
      'Needs attention',
      'On the site now',
      'Running campaigns',
      'Team now',
      'Value proved so far',
    ]);
    assert.deepEqual(await lookAt(mara), []);
  });
});

describe('the figures', () => {
  it('[HM3] are those of the funnel of all sites', async () => {
    const day = 86_400_000;
    const until = Math.ceil(Date.now() / day) * day;
    const funnel = await product.call<Funnel>(
      'GET',
      `/funnel?from=${until - 7 * day}&until=${until}`,
    );
    const { items } = await product.call<{ items: { id: string }[] }>('GET', '/sites');
    const of = (site: string) =>
      product.call<Funnel>('GET', `/sites/${site}/funnel?from=${until - 7 * day}&until=${until}`);
    const each = await Promise.all(items.map(({ id }) => of(id)));
    assert.equal(
      funnel.visits,
      each.reduce((sum, { visits }) => sum + visits, 0),
    );
    assert.ok(funnel.visits > 0);
  });

  it(
    '[HM6] a panel that cannot be read says so and is read again, and the others stay',
    wholeRun,
    async () => {
      const broken = '**/api/v1/proved-value';
      await mara.route(broken, (route) => route.abort());
      await mara.reload();
      const proved = panel(mara, 'Value proved so far');
      await proved.getByRole('alert').waitFor();
      await panel(mara, 'Last 7 days')
        .getByRole('img', { name: /^Visits by day/ })
        .waitFor();
      await mara.unroute(broken);
      await proved.getByRole('button', { name: 'Try again' }).click();
      await proved.getByText(/^Nothing/).waitFor();
    },
  );

  it('[HM6] a cold Home transfers at most 425 KB', async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await context.request.post(`${product.url}/api/v1/session`, { data: administrator });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    let bytes = 0;
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await page.goto(product.url);
    await panel(page, 'Last 7 days')
      .getByRole('img', { name: /^Visits by day/ })
      .waitFor();
    await page.evaluate(() => document.fonts.ready);
    assert.ok(bytes > 100_000, `counts too little: ${bytes}`);
    assert.ok(bytes <= 425_000, `${bytes} bytes`);
    await context.close();
  });
});

describe('a draft that a second person approves', () => {
  it(
    '[AP2] [AP4] [AP6] is asked for, declined, asked for again, and goes live by another',
    wholeRun,
    async () => {
      const person = {
        email: 'grace@aldermoor.example',
        name: 'Grace Hall',
        role: 'manager',
      } as const;
      const grace = await openConsole(browser, product, '/', await inviteUser(product, person));
      await product.call('PATCH', '/account', { approvals: true });
      const { items } = await product.call<{ items: { id: string }[] }>('GET', '/goals');
      const document = { ...campaignDocument(items[0]?.id ?? ''), name: 'Winter lamps' };
      const { id } = await product.call<{ id: string }>('POST', '/campaigns', { document });
      await mara.reload();
      await goTo(mara, `/campaigns/${id}`);
      await askFor(mara, 'For the sale on Monday');
      await mara.getByText('You asked for approval').waitFor();
      assert.equal(
        await mara.getByRole('button', { name: 'Waits for approval' }).isDisabled(),
        true,
      );
      await grace.reload();
      const row = needs(grace).filter({ hasText: 'Winter lamps waits for approval' });
      await row.getByText('For the sale on Monday').waitFor();
      assert.deepEqual(await lookAt(grace), []);
      await row.getByRole('link', { name: /^Review/ }).click();
      await grace.getByText('For the sale on Monday').waitFor();
      await grace.getByRole('button', { name: 'Decline' }).click();
      const decline = grace.getByRole('dialog');
      await decline.getByLabel('Why (optional)').fill('Too early');
      await decline.getByRole('button', { name: 'Decline' }).click();
      await grace.getByText('Grace Hall declined').waitFor();
      await goTo(mara, '/');
      const declined = needs(mara).filter({ hasText: 'Winter lamps was declined' });
      await declined.getByRole('link', { name: /^Open/ }).click();
      await mara.getByText('Too early').waitFor();
      await askFor(mara, '');
      await grace.reload();
      await grace.getByRole('button', { name: 'Approve and publish' }).click();
      await grace.getByRole('dialog').getByRole('button', { name: 'Approve and publish' }).click();
      await grace.getByText('published by Grace Hall').waitFor();
      const live = async () =>
        (await product.call<{ state: string }>('GET', `/campaigns/${id}`)).state;
      await eventually(live, (state) => state === 'running');
      await product.call('PATCH', '/account', { approvals: false });
      await grace.close();
      await goTo(mara, '/');
    },
  );
});

async function askFor(page: Page, note: string): Promise<void> {
  await page.getByRole('button', { name: 'Ask for approval' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Note for whoever approves it (optional)').fill(note);
  if (note !== '') assert.deepEqual(await lookAt(page), []);
  await dialog.getByRole('button', { name: 'Ask for approval' }).click();
  await dialog.waitFor({ state: 'detached' });
}

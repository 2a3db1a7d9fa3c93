// What each role can do in the console: its areas, the answer at an address of another area, and
// what the API refuses, each beside what is allowed.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { CampaignSummary } from '@opportune/protocol/rest/campaign/campaign.ts';
import { goTo, inviteUser, openConsole, startWithBrowser } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

let product: Product;
let browser: Browser;
let administrator: Page;
let manager: Page;
let agent: Page;
let campaign: string;

before(async () => {
  [product, browser] = await startWithBrowser();
  const { items } = await product.call<{ items: CampaignSummary[] }>('GET', '/campaigns');
  campaign = items[0]?.id ?? '';
  const people = await Promise.all([
    inviteUser(product, { email: 'noor@aldermoor.example', name: 'Noor Haddad', role: 'manager' }),
    inviteUser(product, { email: 'tomas@aldermoor.example', name: 'Tomas Weber', role: 'agent' }),
  ]);
  administrator = await openConsole(browser, product, '/visitors');
  manager = await openConsole(browser, product, '/visitors', people[0]);
  agent = await openConsole(browser, product, '/visitors', people[1]);
});
after(async () => {
  await browser?.close();
  await product?.close();
});

async function areas(page: Page): Promise<readonly string[]> {
  await page.locator('.rail').getByRole('link', { name: 'Team' }).waitFor();
  return page.locator('.rail a').allInnerTexts();
}
/** The status that the API answers to a person's own browser. */
const ask = (page: Page, method: string, path: string, body?: unknown): Promise<number> =>
  page.evaluate(
    async ([how, at, what]) => {
      const { status } = await fetch(`/api/v1${at}`, {
        method: String(how),
        ...(what === undefined
          ? {}
          : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(what) }),
      });
      return status;
    },
    [method, path, body] as const,
  );

describe('an agent', () => {
  it('has Home, the inbox, visitors, contacts and the team, and nothing else', async () => {
    assert.deepEqual(await areas(agent), ['Home', 'Inbox', 'Visitors', 'Contacts', 'Team']);
    assert.equal((await areas(administrator)).length, 8);
    assert.equal(await ask(agent, 'GET', '/visitors'), 200);
  });

  it('sees no editor, results or settings at their addresses, where a manager does', async () => {
    for (const [at, shown] of [
      [`/campaigns/${campaign}`, 'The campaign in sentences'],
      [`/results/${campaign}`, 'Funnel by arm, so far'],
      ['/settings/sites', 'Settings'],
    ] as const) {
      const inside = (page: Page) =>
        page
          .getByRole('region', { name: shown })
          .or(page.getByRole('navigation', { name: shown }))
          .first();
      await goTo(manager, at);
      await inside(manager).waitFor();
      await agent.goto(product.url + at);
      await agent.getByText('There is no such page').waitFor();
      assert.equal(await inside(agent).count(), 0);
    }
  });

  it('is refused by the API too', async () => {
    for (const [method, path, body] of [
      ['GET', '/campaigns', undefined],
      ['GET', `/campaigns/${campaign}`, undefined],
      ['GET', `/campaigns/${campaign}/periods`, undefined],
      ['GET', `/campaigns/${campaign}/results`, undefined],
      ['GET', '/report/definitions', undefined],
      ['GET', '/funnel?from=0&until=1', undefined],
      ['GET', '/campaign-alarms', undefined],
      ['GET', '/proved-value', undefined],
      ['GET', '/setup', undefined],
      ['POST', `/campaigns/${campaign}/plan`, { gainPercent: 20 }],
      ['POST', `/campaigns/${campaign}/trial`, {}],
    ] as const) {
      assert.equal(await ask(agent, method, path, body), 403, path);
      const made = path.endsWith('/trial') ? 201 : 200;
      assert.equal(await ask(manager, method, path, body), made, path);
    }
  });
});

describe('a campaign manager', () => {
  it('changes campaigns, goals and sections', async () => {
    await goTo(manager, '/campaigns');
    await manager.getByRole('link', { name: 'New campaign' }).waitFor();
    for (const [page, act] of [
      ['goals', 'New goal'],
      ['sections', 'New section'],
    ] as const) {
      await goTo(manager, `/settings/${page}`);
      await manager.getByRole('button', { name: act }).waitFor();
    }
  });

  it('changes no users, sites or account, where an administrator does', async () => {
    for (const [page, read, act] of [
      ['people', 'Tomas Weber', 'Invite'],
      ['sites', 'Only administrators can change this.', 'New secret key'],
      ['account', 'Only administrators can change this.', 'Save changes'],
    ] as const) {
      await goTo(manager, `/settings/${page}`);
      await manager.getByText(read).first().waitFor();
      assert.equal(await manager.getByRole('button', { name: act }).count(), 0, page);
      await goTo(administrator, `/settings/${page}`);
      await administrator.getByRole('button', { name: act }).waitFor();
    }
    const user = { email: 'x@aldermoor.example', name: 'X', role: 'administrator', room: 1 };
    assert.equal(await ask(manager, 'POST', '/users', user), 403);
    assert.equal(await ask(manager, 'PATCH', '/account', { holdout: 0 }), 403);
    assert.equal(await ask(administrator, 'POST', '/users', user), 201);
    assert.equal(await ask(administrator, 'PATCH', '/account', { holdout: 0 }), 200);
  });
});

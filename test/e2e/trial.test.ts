// A trial on the shop's own pages, against the started product: what its tab shows goes at the end
// of the hour, over a socket and over long polls, and what becomes of it at a restart. The stored
// end of a trial's hour is moved, because no test waits that long.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page, Response } from 'playwright-core';
import type { Records } from '@opportune/core/ports/records.ts';
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import type { Campaign, CampaignSummary } from '@opportune/protocol/rest/campaign/campaign.ts';
import type { Trial } from '@opportune/protocol/rest/trial.ts';
import { errorTable } from '@opportune/protocol/errors.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { expectDataFolder } from '@opportune/server/adapter/data-folder/data-folder.ts';
import { testDataFolder, testLog } from '@opportune/server/adapter/engines.test-support.ts';
import { productGround } from '@opportune/server/adapter/product-engines.test-support.ts';
import { openRecords } from '@opportune/server/adapter/records/records-postgres.ts';
import { freePort } from '@opportune/server/http/free-port.ts';
import { ready, startScript } from '../support/started-script.test-support.ts';
import {
  administrator,
  eventually,
  newPerson,
  openBrowser,
  type Product,
  request,
  startProduct,
} from './product.test-support.ts';
import { picture } from './looks.test-support.ts';
import { visitorIdOf } from './shop-person.test-support.ts';

const tried = 'Free delivery this week';
const live = 'Lamps are made to order';
/** How long a trial lasts here. The page must have shown it before, however slow the machine is. */
const lengthsS = [6, 20, 60];

let browser: Browser;
before(async () => {
  browser = await openBrowser({ whole: true });
});
after(() => browser?.close());

type Called = Pick<Product, 'url' | 'shopUrl' | 'call'>;

/** On product pages for everybody in treatment: a banner, or a slide-out where the button is. */
async function draftOf({ call }: Called, headline: string, zone: 'top' | 'edge') {
  const { items } = await call<{ items: CampaignSummary[] }>('GET', '/campaigns');
  const { draft } = await call<Campaign>('GET', `/campaigns/${items.at(-1)?.id}`);
  const { engagement } = draft;
  const [variant] = engagement.variants;
  assert.ok(variant !== undefined);
  const creative = {
    ...{ format: zone === 'top' ? ('banner' as const) : ('slide-out' as const), headline },
    ...{ text: '', action: 'See delivery', image: null, link: '/help/delivery', slot: null },
    ...{ side: 'right' as const, mutable: false },
  };
  const document: CampaignDocument = {
    ...{ ...draft, name: headline, audience: { all: [] }, control: 10 },
    engagement: {
      ...{ ...engagement, zone },
      moment: { fact: 'page.section', op: 'contains', value: 'Product' },
      variants: [{ ...variant, offer: { channel: 'content', creative } }],
    },
  };
  return call<Campaign>('POST', '/campaigns', { document });
}

/** A trial of the draft, whose hour ends in so many seconds. */
async function trialFor({ call }: Called, records: Records, draft: Campaign, lengthS: number) {
  const { account } = await call<{ account: { id: string } }>('GET', '/session');
  const { url } = await call<Trial>('POST', `/campaigns/${draft.id}/trial`);
  const until = Date.now() + lengthS * 1000;
  await records.withAccount(AccountId.parse(account.id), (sql) =>
    sql.run('UPDATE campaign_trials SET expires_at = $1', [new Date(until)]),
  );
  return { url, until };
}

/** A new person, in the tab that the link of a trial opened, on a product's page. */
async function tryIt(url: string, { shopUrl }: Called, prepare = async (_: Page) => {}) {
  const page = await newPerson(browser);
  await prepare(page);
  await page.goto(url);
  await page.getByRole('button', { name: 'Ask us' }).waitFor();
  await page.goto(`${shopUrl}/product/brae`);
  return page;
}

const shown = (page: Page, words: string, ms: number): Promise<boolean> =>
  page
    .getByText(words)
    .waitFor({ timeout: ms })
    .then(
      () => true,
      () => false,
    );

describe('the end of a trial’s hour', () => {
  let product: Product;
  let records: Records;
  let draft: Campaign;

  before(async () => {
    const ground = await productGround();
    product = await startProduct({
      ground: {
        ...ground,
        async open(...options) {
          const engines = await ground.open(...options);
          records = engines.records;
          return engines;
        },
      },
    });
    const running = await draftOf(product, live, 'top');
    const { id, revision } = running;
    await product.call('POST', `/campaigns/${id}/publish`, { revision });
    draft = await draftOf(product, tried, 'edge');
  });
  after(() => product?.close());

  /** A trial that a page has shown before its hour is over. */
  async function shownInTime(prepare?: (page: Page) => Promise<void>) {
    for (const lengthS of lengthsS) {
      const { url, until } = await trialFor(product, records, draft, lengthS);
      const page = await tryIt(url, product, prepare);
      if (await shown(page, tried, Math.max(1, until - Date.now()))) return { page, url, until };
      await page.context().close();
    }
    return assert.fail(`not shown within ${lengthsS.at(-1)} s`);
  }

  /** The page loses what the trial showed, keeps what is live, and stays usable. */
  async function endsIn({ page, url, until }: Awaited<ReturnType<typeof shownInTime>>) {
    await page.getByText('Trial, not counted').waitFor();
    await page.getByText(live).waitFor();
    await picture(page, 'a trial and a live campaign');
    await page.getByText(tried).waitFor({ state: 'detached', timeout: 120_000 });
    assert.ok(Date.now() >= until, 'not before its time');
    await page.getByText(live).waitFor();
    await page.getByRole('button', { name: 'Ask us' }).click();
    await page.getByRole('dialog').getByRole('textbox').first().waitFor();
    // The code starts nothing any more.
    const again = await newPerson(browser);
    await again.goto(url);
    await again.goto(`${product.shopUrl}/product/brae`);
    await again.getByText(live).waitFor();
    assert.equal(await again.getByText(tried).count(), 0);
    await again.context().close();
  }

  it('[Y4.1] takes what it showed from the page, which then sees what is published', async () => {
    const trial = await shownInTime();
    const lines: string[] = [];
    trial.page.on('websocket', (line) => lines.push(line.url()));
    await endsIn(trial);
    assert.ok(lines.length >= 1, 'the tab greeted again');
    const visitor = await visitorIdOf(trial.page);
    const { decisions } = await product.call<{ decisions: { campaign: string }[] }>(
      'GET',
      `/visitors/${visitor}`,
    );
    assert.ok(decisions.every(({ campaign }) => campaign !== draft.id));
    await trial.page.context().close();
  });

  it('[Y4.1] does the same over long polls', async () => {
    const answers: string[] = [];
    const trial = await shownInTime((page) => overPolls(page, answers));
    await endsIn(trial);
    await eventually(async () => answers, holds('"withdraw"'));
    await trial.page.context().close();
  });

  it('[Y4.1] tells a tab that shows nothing that the trial is over, over long polls', async () => {
    for (const lengthS of lengthsS) {
      const { url, until } = await trialFor(product, records, draft, lengthS);
      const page = await newPerson(browser);
      const answers: string[] = [];
      await overPolls(page, answers);
      await page.goto(url);
      await eventually(async () => answers, holds('"welcome"'), 60_000);
      const wasInTime = Date.now() < until;
      if (wasInTime)
        await eventually(
          async () => answers,
          holds(`${errorTable['trial.over'].status} `),
          120_000,
        );
      await page.context().close();
      if (wasInTime) return;
    }
    assert.fail(`it greeted too late for ${lengthsS.at(-1)} s`);
  });
});

const holds = (words: string) => (all: readonly string[]) =>
  all.some((each) => each.includes(words));

/** Sockets reach nothing, as behind a proxy that lets none through. Collects the answers of polls. */
async function overPolls(page: Page, answers: string[]): Promise<void> {
  page.on('response', (response) => keep(response, answers));
  await page.addInitScript(() => {
    window.WebSocket = class extends WebSocket {
      constructor() {
        super('ws://127.0.0.1:9/');
      }
    };
  });
}

/** A page that is left, and a connection that ends, take the text of an answer with them. */
async function keep(response: Response, answers: string[]): Promise<void> {
  if (!response.url().endsWith('/v1/frames')) return;
  answers.push(`${response.status()} ${await response.text().catch(() => '')}`);
}

describe('a trial at a restart', () => {
  it(
    '[Y4.3] goes on after the hand-over, and is gone if its hour ended meanwhile',
    { timeout: 240_000 },
    async (t) => {
      const folder = testDataFolder();
      // A restart keeps ports that were given.
      const [port, shopPort] = [await freePort(), await freePort()].map(String);
      const ports = ['--port', port ?? '', '--demo-port', shopPort ?? ''];
      const started = startScript(['--data', folder.path, ...ports], {
        OPPORTUNE_ADMIN_EMAIL: administrator.email,
        OPPORTUNE_ADMIN_PASSWORD: administrator.password,
      });
      t.after(async () => {
        started.child.kill('SIGTERM');
        await started.exit;
        folder.remove();
      });
      const product = await calledAt(await ready(started), started.output());
      const records = recordsIn(folder.path);
      t.after(() => records.close());
      const draft = await draftOf(product, tried, 'edge');
      const restart = async (nth: number): Promise<void> => {
        started.child.kill('SIGUSR2');
        await ready(started, nth);
      };

      const going = await trialFor(product, records, draft, 3600);
      const page = await tryIt(going.url, product);
      await page.getByText(tried).waitFor();
      await restart(2);
      assert.equal(await page.getByText(tried).count(), 1, 'the page keeps what it shows');
      await page.goto(`${product.shopUrl}/product/orla`);
      await page.getByText(tried).waitFor();

      // The old server has read the end of the hour before it is moved, so only the successor knows.
      await trialFor(product, records, draft, 0);
      await restart(3);
      await page.getByText(tried).waitFor({ state: 'detached', timeout: 120_000 });
      await page.getByRole('button', { name: 'Ask us' }).waitFor();
      await page.goto(`${product.shopUrl}/product/brae`);
      await page.getByRole('button', { name: 'Ask us' }).waitFor();
      assert.equal(await page.getByText(tried).count(), 0);
      await page.context().close();
    },
  );
});

async function calledAt(url: string, output: string): Promise<Called> {
  const { token } = await request<{ token: string }>(url, null, 'POST', '/session', administrator);
  const shopUrl = /Demo shop +(\S+)/.exec(output)?.[1] ?? assert.fail(output);
  const call: Product['call'] = (method, at, body) => request(url, token, method, at, body);
  await call('PUT', '/my-name', { name: 'Administrator' });
  return { url, shopUrl, call };
}

/** The records of a running product that is its own, over its socket. */
function recordsIn(folder: string): Records & { close(): Promise<void> } {
  const running = readFileSync(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
  const host = running[4] ?? assert.fail('PostgreSQL has no socket');
  const password = expectDataFolder(folder).secret('postgres-app');
  return openRecords({ host, user: 'opportune_app', password, database: 'opportune' }, testLog());
}

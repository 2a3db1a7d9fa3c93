// Figures over HTTP as they change, on the real engines: an ETag of the content, an answer that
// waits for a change, and no access to other accounts' figures.
import { onlyHome } from '@opportune/core/cluster/homes.ts';
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { factsStored } from '@opportune/protocol/bus/changes.ts';
import { openMemoryBudgets } from '../adapter/budgets-memory.ts';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { after, before, describe, it } from 'node:test';
import type { FactRow } from '@opportune/core/ports/facts.ts';
import {
  campaign,
  configuration,
  purchase,
  truthy,
} from '@opportune/core/world/test/shop.test-support.ts';
import type { SiteSettings } from '@opportune/protocol/campaign/configuration.ts';
import { AccountId, CampaignId, SiteId, UserId } from '@opportune/protocol/ids.ts';
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { testEngines, type TestEngines, testLog } from '../adapter/engines.test-support.ts';
import { createHttp, type Http } from '../http/server.ts';
import { createReportFeature, type ReportFeature } from './feature.ts';
import { openTurns } from '../http/turns.ts';

const help = CampaignId.parse('help');
const site = SiteId.parse('shop');
const live = campaign({ id: help, moment: truthy });
const shop: SiteSettings = {
  id: site,
  name: 'Shop',
  origins: [],
  consent: 'not-asked',
  honourPrivacySignals: false,
  contactButton: { shown: false, label: '' },
  look: { colour: '#000000', radiusPx: 0, name: 'Shop' },
};
const began = Date.now() - 60_000;

let engines: TestEngines;
let http: Http;
let report: ReportFeature;
let url: string;
/** Signed-in users by token. The account is the token's name. */
const sessions = new Set<string>();
let admitted = (): void => {};

before(async () => {
  engines = await testEngines();
  const { facts, bus, records } = engines;
  const clock = { now: () => Date.now() };
  report = createReportFeature({
    world: {
      ...{ bus, clock, ids: { next: () => 'nothing' } },
      schedule(delayMs, run) {
        const timer = setTimeout(run, delayMs);
        return () => clearTimeout(timer);
      },
      log: { ...testLog(), warn: (event) => assert.fail(event) },
    },
    facts,
    configurations: {
      current: async (account) => configuration([live], { account, sites: [shop] }),
      holdoutSince: async () => began,
      goalsSince: async () => new Map(),
    },
    campaigns: {
      exclusions: async () => [],
      periods: async () => [
        {
          number: 1,
          from: began,
          until: null,
          document: live.document,
          goal: purchase,
          stop: null,
        },
      ],
      runs: async () => [{ from: began, until: null, schedule: live.document.schedule }],
      beside: async () => [],
    },
  });
  http = await createHttp({
    homes: onlyHome,
    log: testLog(),
    clock,
    records,
    budgets: openMemoryBudgets({ now: () => Date.now() }),
    turns: openTurns(),
    authentication: {
      async findSession(token) {
        if (!sessions.has(token)) return null;
        admitted();
        return principalOf(AccountId.parse(token));
      },
      isOperator: () => false,
      isOwnOrigin: () => false,
    },
    readiness: async () => ({}),
    consoleFolder: '/nonexistent',
    docsFolder: '/nonexistent',
    bind: bindFree,
    trustedProxies: [],
    connections: 1000,
    keyedPrefix: () => '',
    secure: false,
    version: '0.0.0',
  });
  report.routes?.(http.app);
  http.onDrain(() => report.drain?.());
  url = `http://127.0.0.1:${await http.listen()}/api/v1`;
});
after(async () => {
  await http.close();
  await report.close?.();
  await engines.close();
});

async function bindFree(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function principalOf(account: AccountId) {
  const user = {
    id: UserId.parse('mara'),
    kind: 'person' as const,
    email: 'mara@aldermoor.example',
    name: 'Mara',
    role: 'manager' as const,
    room: 1,
    disabled: false,
    language: null,
    named: true,
    lastSeenAt: null,
    photo: null,
  };
  return { account, user, session: account, mustSetPassword: false, scopes: null };
}

function newAccount(): AccountId {
  const account = AccountId.parse(`routes-${randomUUID().slice(0, 8)}`);
  sessions.add(account);
  return account;
}

/** A visitor comes to the campaign, as the ledger stores and reports it. */
async function come(account: AccountId): Promise<void> {
  const visitor = randomUUID();
  const own: FactRow = { account, site, visitor, visit: `${visitor}-1`, ordinal: 1, id: visitor };
  const at = Date.now();
  const decision = { campaign: help, period: 1, goal: purchase.id, arm: 'control', at };
  const page = { kind: 'page', name: 'Page', trust: 'page', at, received_at: at, properties: '{}' };
  const tables = { decisions: [{ ...own, ...decision }], events: [{ ...own, ...page }] };
  await engines.facts.append({ token: randomUUID(), tables });
  const stored = { account, sites: [site], campaigns: [help], goals: [], holds: [], through: 0 };
  publish(engines.bus, factsStored, { accounts: [stored] });
}

const resultsPath = `/campaigns/${help}/results`;

function get(account: AccountId, at: string, etag?: string | null): Promise<Response> {
  return fetch(url + at, {
    headers: {
      authorization: `Bearer ${account}`,
      ...(etag === undefined || etag === null ? {} : { 'if-none-match': etag }),
    },
  });
}

async function eligible(response: Response): Promise<number> {
  assert.equal(response.status, 200);
  const { arms } = (await response.json()) as CampaignResults;
  return arms.reduce((sum, { soFar }) => sum + soFar.eligible, 0);
}

describe('figures that change', () => {
  it('have an ETag that is theirs as long as they are the same, whenever they are read', async () => {
    const account = newAccount();
    const first = await get(account, resultsPath);
    const etag = first.headers.get('etag');
    assert.match(etag ?? '', /^W\/".{22}"$/);
    const second = await get(account, resultsPath, etag);
    assert.deepEqual([second.status, await second.text()], [304, '']);
    await come(account);
    const third = await get(account, resultsPath, etag);
    assert.equal(await eligible(third), 1);
    assert.notEqual(third.headers.get('etag'), etag);
  });

  it('[F12] contain what was stored before the request', async () => {
    const account = newAccount();
    for (let visitors = 1; visitors <= 5; visitors++) {
      await come(account);
      const both = await Promise.all([get(account, resultsPath), get(account, resultsPath, '"x"')]);
      assert.deepEqual(await Promise.all(both.map(eligible)), [visitors, visitors]);
    }
  });

  for (const [name, path] of [
    ['a campaign', resultsPath],
    ['a site', `/sites/${site}/funnel?from=0&until=${Date.now() + 3600_000}`],
  ] as const)
    it(`of ${name} are waited for: the answer comes with the change`, async () => {
      const account = newAccount();
      const etag = (await get(account, path)).headers.get('etag');
      const waiting = get(account, `${path}${path.includes('?') ? '&' : '?'}wait=20`, etag);
      await come(account);
      const response = await waiting;
      assert.equal(response.status, 200);
      assert.notEqual(response.headers.get('etag'), etag);
    });

  it('of a span beyond the last date are refused', async () => {
    const account = newAccount();
    for (const instant of ['1e308', '-1e308', '10000000000000000000'])
      for (const end of ['from', 'until']) {
        const answer = await get(account, `/sites/${site}/funnel?${end}=${instant}`);
        assert.equal(answer.status, 422, `${end}=${instant}`);
      }
  });

  it('that stay the same are said to be after the wait, whatever another account does', async () => {
    const [account, other] = [newAccount(), newAccount()];
    const etag = (await get(account, resultsPath)).headers.get('etag');
    const waiting = get(account, `${resultsPath}?wait=1`, etag);
    await come(other);
    assert.equal((await waiting).status, 304);
  });

  it('are not sent to a user whose session ended during the wait', async () => {
    const account = newAccount();
    const etag = (await get(account, resultsPath)).headers.get('etag');
    const isAdmitted = new Promise<void>((resolve) => (admitted = resolve));
    const waiting = get(account, `${resultsPath}?wait=20`, etag);
    await isAdmitted;
    sessions.delete(account);
    await come(account);
    assert.equal((await waiting).status, 401);
  });

  it('refuse a wait that is longer than proxies have patience', async () => {
    const response = await get(newAccount(), `${resultsPath}?wait=26`);
    assert.equal(response.status, 422);
  });
});

describe('a server that drains', () => {
  it('keeps nobody waiting', async () => {
    const account = newAccount();
    const etag = (await get(account, resultsPath)).headers.get('etag');
    const waiting = get(account, `${resultsPath}?wait=20`, etag);
    report.drain?.();
    assert.equal((await waiting).status, 304);
  });
});

// A server that collects, for tests: real sockets on port 0, real keys and configuration, the real
// owner of visitors, and real engines. It notes what reaches the owner, and can hold it up.
import { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import { onlyHome } from '@opportune/core/cluster/homes.ts';
import { noCalls } from '@opportune/server/call/feature.ts';
import { noVerifications } from '@opportune/server/testing/no-verifications.test-support.ts';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import { campaign } from '@opportune/core/world/test/shop.test-support.ts';
import { answer, answerTo } from '@opportune/core/bus/bus-messages.ts';
import { agentsOnlineQuestion } from '@opportune/protocol/bus/room.ts';
import { siteEventsQuestion } from '@opportune/protocol/bus/site-events.ts';
import { AccountId, SiteId } from '@opportune/protocol/ids.ts';
import { openOutbound } from '@opportune/server/outbound.ts';
import { type BudgetNumbers, openMemoryBudgets } from '@opportune/server/adapter/budgets-memory.ts';
import { keepToSites } from '@opportune/server/campaign/configuration/keep-to-sites.ts';
import { testEngines, testLog } from '@opportune/server/adapter/engines.test-support.ts';
import { createConfigurationService } from '@opportune/server/campaign/configuration/configuration.ts';
import { cardMasks } from '@opportune/core/masking/ways-in.ts';
import { noFiles } from '@opportune/server/collect/visitor/visitor-files.test-support.ts';
import { backgroundSchedule } from '@opportune/server/world.ts';
import { createCollect } from '@opportune/server/collect/feature.ts';
import { deciding, roomy } from '@opportune/server/testing/engage.test-support.ts';
import { realTimeBehind } from '@opportune/server/testing/real-time.test-support.ts';
import { createEngage } from '@opportune/server/engage/engage.ts';
import { historyInTurns } from '@opportune/server/engage/history/history-in-turns.ts';
import { History } from '@opportune/server/engage/history/visitor-history.ts';
import { clientAddressFrom } from '@opportune/server/http/address/client-address.ts';
import type { LineSource } from '@opportune/server/http/sockets/live-lines.ts';
import { createRawRoutes, pathOf, type UpgradeHandler } from '@opportune/server/http/raw-routes.ts';
import { openTurns } from '@opportune/server/http/turns.ts';
import { createIdentity } from '@opportune/server/identity/identity.ts';
import { noContacts } from '@opportune/server/identity/no-contacts.test-support.ts';
import { createSiteFeature } from '@opportune/server/site/feature.ts';
import { testSealing } from '@opportune/server/sealing/sealing.test-support.ts';
import { NotedChat, NotedIntake, TestClock } from './noted.test-support.ts';

export const shopOrigin = 'https://shop.example';
export const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

const listening = { host: '127.0.0.1', port: 0 };

export async function startCollect({
  origins = [shopOrigin],
  budgets = {},
  proxies = [],
  turns = openTurns(),
}: {
  origins?: readonly string[];
  budgets?: BudgetNumbers;
  proxies?: readonly string[];
  turns?: FairTurns;
} = {}) {
  const engines = await testEngines();
  const clock = new TestClock();
  const log = testLog();
  const ids = { next: () => randomUUID() };
  const account = AccountId.parse(randomUUID());
  const configurations = createConfigurationService(engines.records, engines.bus, clock);
  await configurations.change(account, 'test', (sql) =>
    sql.run('INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, $2, $3, $4)', [
      account,
      { name: 'Shop', timeZone: 'Europe/Berlin', currency: 'EUR', holdout: 0, typingPreview: true },
      'salt',
      new Date(),
    ]),
  );
  const sealing = testSealing();
  const world = { bus: engines.bus, clock, ids, log, schedule: backgroundSchedule };
  const { sites, keys, goals, attributes } = createSiteFeature({
    ...{ world, records: engines.records, keepToSites, sealing, configurations },
    publicUrl: () => 'http://localhost',
    ...{ budgets: openMemoryBudgets(clock), outbound: openOutbound(false) },
  });
  const site = await sites.create(account, 'test', { name: 'Shop', origins: [...origins] });
  const secret = await sites.createKey(account, site.id, 'Server');
  const identity = createIdentity(engines.records, sealing, clock, { contacts: noContacts });
  const engage = createEngage({
    ...roomy(clock),
    ...engines,
    world: { bus: engines.bus, clock, ids, schedule: realTimeBehind, log },
    ledger: {},
    configurations,
    deciding: deciding({ trials: { verifyTrial, forget: async () => {} } }),
    history: historyInTurns(new History(engines.facts, log), turns),
  });
  const intake = new NotedIntake(engage.intake);
  const chat = new NotedChat();
  /** Sources that answer nobody while their flag is true. */
  const away = { configuration: false };

  const trialsSought: string[] = [];
  const raw = createRawRoutes();
  const upgrades = new Map<string, UpgradeHandler>();
  const sources = new Map<string, LineSource>();
  const http = createServer((request, response) => {
    const found = raw.find(pathOf(request));
    if (found === undefined) response.writeHead(404).end();
    else found(request, response);
  });
  http.on('upgrade', (request, socket, head) => {
    const found = upgrades.get(pathOf(request));
    if (found === undefined) socket.destroy();
    else found(request, socket, head);
  });
  answer(engines.bus, agentsOnlineQuestion, ({ account: of }) =>
    of === account ? { online: true } : undefined,
  );
  const collect = createCollect({
    world,
    work: {
      ...{ budgets: openMemoryBudgets(clock, budgets), turns, passing: new HeldBytes(Infinity) },
    },
    intake,
    accounts: {
      keys,
      configuration: {
        async current(of) {
          if (away.configuration) throw new Error('the records are away');
          return configurations.current(of);
        },
      },
      masks: cardMasks,
      trials: {
        async find(_of, _site, code) {
          trialsSought.push(code);
          return code === knownTrial ? { look: null } : null;
        },
      },
    },
    identities: { identity, claims: identity.claims, verifications: noVerifications },
    conversations: {
      ...{ chat, calls: noCalls.visitors, files: noFiles },
      mails: async () => true,
    },
    network: {
      geography: {
        configured: true,
        locate: (address) =>
          address === '127.0.0.1' ? { country: 'DE', region: 'BE', city: 'Berlin' } : null,
      },
      clientAddress: clientAddressFrom(proxies),
      publicUrl: null,
    },
    tokenSecret: 'a secret of at least 32 characters',
  });
  collect.sockets({
    homes: onlyHome,
    raw: (prefix, handler) => raw.add(prefix, handler),
    upgrade: (path, handler) => void upgrades.set(path, handler),
    goOn: (kind, source) => void sources.set(kind, source),
  });
  await new Promise<void>((resolve) => void http.listen(listening, resolve));
  const { port } = http.address() as AddressInfo;
  return {
    account,
    site: SiteId.parse(site.id),
    writeKey: site.writeKey,
    secretKey: secret.secret,
    keyId: secret.key.id,
    sites,
    goals,
    configurations,
    ids,
    log,
    attributes,
    intake,
    chat,
    away,
    /** The codes of trials that were looked up. */
    trialsSought,
    collect,
    sources,
    identity,
    clock,
    engines,
    /** What the site's debugger shows, the newest first. */
    async entries() {
      const of = { account, site: SiteId.parse(site.id) };
      return (await answerTo(engines.bus, siteEventsQuestion, of))?.entries ?? [];
    },
    url: `http://127.0.0.1:${port}`,
    async close() {
      collect.drain();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await engage.close();
      await engines.close();
    },
  };
}
/** The code of a trial that is known. */
export const knownTrial = `d${'k'.repeat(23)}`;

async function verifyTrial(_of: AccountId, _site: SiteId, code: string) {
  const { id, document } = campaign({ id: 'draft', moment: { leaving: true } });
  return code === knownTrial ? { campaign: id, document, until: Date.now() + 3600_000 } : null;
}

export type TestCollect = Awaited<ReturnType<typeof startCollect>>;

/** Waits until it holds. Fails after a minute, which is enough on a busy machine. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await holds())) {
    assert.ok(Date.now() < end, 'it did not come true in time');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

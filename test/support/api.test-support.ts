// The API on real engines for tests: features composed as in the server, a real socket on a free
// port, a clock that tests move, and e-mails kept instead of sent.
import { onlyHome } from '@opportune/core/cluster/homes.ts';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { Letter } from '@opportune/core/ports/mail.ts';
import type { Clock, Ids, Schedule } from '@opportune/core/world/world.ts';
import { createAccountFeature } from '@opportune/server/account/feature.ts';
import { quickCost } from '@opportune/server/account/passwords/quick-cost.test-support.ts';
import { openMemoryBudgets } from '@opportune/server/adapter/budgets-memory.ts';
import { openOutbound } from '@opportune/server/outbound.ts';
import { openOwnMail } from '@opportune/server/own-mail.ts';
import {
  testEngines,
  type TestEngines,
  testLog,
} from '@opportune/server/adapter/engines.test-support.ts';
import { channelRoutes } from '@opportune/server/channel/channel-routes.ts';
import { createChannels } from '@opportune/server/channel/channels.ts';
import { type LetterOf, letterRows } from '@opportune/server/channel/email/letters/letter-rows.ts';
import {
  letterRoutes,
  type OpenFile,
} from '@opportune/server/channel/email/letters/letter-routes.ts';
import { createCampaignFeature } from '@opportune/server/campaign/feature.ts';
import { keepToSites } from '@opportune/server/campaign/configuration/keep-to-sites.ts';
import { createConfigurationService } from '@opportune/server/campaign/configuration/configuration.ts';
import { pastVisits } from '@opportune/server/engage/rehearsal/past-visits.ts';
import { takenBackFrom } from '@opportune/server/report/conversions/taken-back.ts';
import { createSiteFeature } from '@opportune/server/site/feature.ts';
import { testSealing } from '@opportune/server/sealing/sealing.test-support.ts';
import { notedRecords } from '@opportune/server/http/idempotency/noted-writes.ts';
import { clientAddressFrom } from '@opportune/server/http/address/client-address.ts';
import { createHttp } from '@opportune/server/http/server.ts';
import { peopleOf } from './people.test-support.ts';
import { openTurns } from '@opportune/server/http/turns.ts';

export { testPassword, type Owner, type Person } from './people.test-support.ts';
type OpenedFile = NonNullable<Awaited<ReturnType<OpenFile>>>;
export const operatorToken = 'operator-of-the-test';

export async function startApi(
  open: () => Promise<TestEngines> = testEngines,
  passwordCost = quickCost,
) {
  const engines = await open();
  const { bus } = engines;
  const records = notedRecords(engines.records);
  const log = testLog();
  const time = { skewMs: 0 };
  const clock: Clock = { now: () => Date.now() + time.skewMs };
  const waiting = new Set<{ readonly at: number; readonly run: () => void }>();
  const schedule: Schedule = (delayMs, run) => {
    const timer = { at: clock.now() + delayMs, run };
    waiting.add(timer);
    return () => waiting.delete(timer);
  };
  const ids: Ids = { next: () => randomBytes(16).toString('base64url') };
  const letters: Letter[] = [];
  /** Files that messages carry, by their ids. */
  const files = new Map<string, OpenedFile>();
  const address = { url: 'http://127.0.0.1' };
  const publicUrl = () => address.url;
  const mail = { configured: true, send: async (letter: Letter) => void letters.push(letter) };

  const sealing = testSealing();
  const configurations = createConfigurationService(records, bus, clock);
  const world = { bus, clock, ids, schedule, log };
  const account = createAccountFeature({
    ...{ mostAccounts: 10_000, passwordCost },
    ...{ records, sealing, configurations },
    world: { ...world, schedule: () => () => {} },
    budgets: openMemoryBudgets(clock),
    mail: { installation: mail, own: openOwnMail(true) },
    web: { publicUrl, clientAddress: clientAddressFrom(['127.0.0.1']) },
    secrets: { operatorToken, signInKey: 'the sign-in key of the test' },
  });
  const outbound = openOutbound(false);
  const site = createSiteFeature({
    ...{ world, records, sealing, configurations, keepToSites, publicUrl, outbound },
    budgets: openMemoryBudgets(clock),
  });
  const channels = createChannels({
    ...{ ...world, records, sealing, publicUrl, outbound, mailOf: account.mailOf },
  });
  const traffic = {
    traffic: async () => null,
    horizon: async () => 10_000,
    figures: async () => new Map(),
    watch: () => ({ figures: async () => new Map(), changed: async () => false }),
    harm: async () => null,
    ripe: async () => new Map(),
  };
  const campaign = createCampaignFeature({
    ...{ world, records, configurations, traffic },
    past: pastVisits(engines.facts, takenBackFrom(engines.facts)),
  });
  const http = await createHttp({
    homes: onlyHome,
    log,
    clock,
    records,
    budgets: openMemoryBudgets({ now: () => Date.now() }),
    turns: openTurns(),
    authentication: account.authentication,
    readiness: async () => ({ records: true }),
    consoleFolder: '/nonexistent',
    docsFolder: '/nonexistent',
    bind: bindFree,
    trustedProxies: ['127.0.0.1'],
    connections: 1000,
    keyedPrefix: () => '',
    secure: false,
    version: '0.0.0',
  });
  for (const feature of [account, site, campaign]) feature.routes?.(http.app);
  // Nothing here reaches a provider.
  channelRoutes(http.app, channels, {
    check: async () => ({ result: 'unchecked', detail: null }),
    test: async () => ({ result: 'unchecked', reason: null, detail: null }),
  });
  const openFile = async ({ message }: LetterOf) => files.get(message) ?? null;
  letterRoutes(http.app, { letters: letterRows(records), openFile });
  address.url = `http://127.0.0.1:${await http.listen()}`;

  const people = peopleOf(publicUrl, operatorToken, startApi);

  return {
    records,
    bus,
    clock,
    sealing,
    time,
    /** Moves the clock on and runs what was scheduled until then. */
    pass(ms: number) {
      time.skewMs += ms;
      for (const timer of [...waiting].filter(({ at }) => at <= clock.now())) {
        waiting.delete(timer);
        timer.run();
      }
    },
    letters,
    files,
    mail,
    configurations,
    account,
    site,
    campaign,
    http,
    ...people,
    get url() {
      return address.url;
    },
    async close() {
      await http.close(1000);
      await engines.close();
    },
  };
}

export type Api = Awaited<ReturnType<typeof startApi>>;

async function bindFree(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

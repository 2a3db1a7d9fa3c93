// The shop on which the benches of the whole product run: the real server process on a data folder
// with one site, the standard thousand engagements, and the standard visitor's events as a tag
// sends them. The campaign feature's own rows write the engagements in one change.
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { type GoalId, VisitorId } from '@opportune/protocol/ids.ts';
import { type AccountFeature, createAccountFeature } from '@opportune/server/account/feature.ts';
import { passwordCost } from '@opportune/server/account/passwords/password.ts';
import { testDataFolder, testLog } from '@opportune/server/adapter/engines.test-support.ts';
import { openOutbound } from '@opportune/server/outbound.ts';
import { openMemoryBudgets } from '@opportune/server/adapter/budgets-memory.ts';
import { openEngines } from '@opportune/server/adapter/engines.ts';
import { openOwnMail } from '@opportune/server/own-mail.ts';
import { openSmtpMail } from '@opportune/server/adapter/mail-smtp.ts';
import { insertCampaign, writeCampaign } from '@opportune/server/campaign/campaign-rows.ts';
import {
  type ConfigurationService,
  createConfigurationService,
} from '@opportune/server/campaign/configuration/configuration.ts';
import { openSealing } from '@opportune/server/sealing/sealing.ts';
import { openSealingKeys } from '@opportune/server/sealing/sealing-keys.ts';
import { openSecrets } from '@opportune/server/secrets.ts';
import { keepToSites } from '@opportune/server/campaign/configuration/keep-to-sites.ts';
import { createSiteFeature, type SiteFeature } from '@opportune/server/site/feature.ts';
import { systemClock as clock, systemIds as ids } from '@opportune/server/world.ts';
import { administrator, type Product } from '../test/e2e/product.test-support.ts';
import type { LoadEvent } from './intake-client-process.ts';
import { type Load, type LoadPlan, openLoad } from './intake-client.ts';
import { startMeasured } from './measured-product.ts';
import { standardEvent, standardThousand, timedAmong } from './standard-thousand.ts';

export interface StandardShop {
  readonly product: Product;
  readonly key: string;
  /** Visitors with open sockets, held by processes of their own. */
  load(plan: Pick<LoadPlan, 'prefix' | 'visitors'> & Partial<LoadPlan>): Promise<Load>;
  close(): Promise<void>;
}

const by = 'Bench';
export const shopOrigin = 'https://shop.example';
/** Enough steps that every campaign's events occur. */
const steps = 4000;

/** The standard visitor's mixed events, in the order in which visitors send them. */
export function standardSteps(): readonly LoadEvent[] {
  const anybody = VisitorId.parse('anybody');
  return Array.from({ length: steps }, (_, at) => {
    const { kind, name, page, properties } = standardEvent(anybody, at + 1, 0);
    const whole = { ...properties, ...wanted[name] };
    return {
      kind: kind === 'page' ? 'page' : 'track',
      name,
      path: page?.path ?? '',
      properties: whole,
    };
  });
}

/** Properties that the intake requires of these events, besides those that the engagements read. */
const wanted: Readonly<Record<string, LoadEvent['properties']>> = {
  [eventName.productsSearched]: { query: 'brass lamp' },
  [eventName.scrollReached]: { percent: 50 },
  [eventName.elementClicked]: { mark: 'size-guide' },
};

/** Seeds a folder, starts the server on it and resolves when it is ready. */
export async function startStandardShop(engagements = 1000): Promise<StandardShop> {
  const folder = testDataFolder();
  try {
    const key = await seed(folder.path, engagements);
    const product = await startMeasured({ dataFolder: folder.path, demo: false });
    const events = standardSteps();
    const timed = timedAmong(engagements);
    return {
      product,
      key,
      load: (plan) =>
        openLoad({ url: product.url, key, origin: shopOrigin, events, timed, ...plan }),
      async close() {
        await product.close();
        folder.remove();
      },
    };
  } catch (error) {
    folder.remove();
    throw error;
  }
}

interface Seeding {
  readonly accounts: AccountFeature;
  readonly site: SiteFeature;
  readonly configurations: ConfigurationService;
}

async function seed(dataFolder: string, engagements: number): Promise<string> {
  return seeding(dataFolder, async (use) => (await seedFirst(use, engagements)).key);
}

export interface SeededShop {
  readonly account: Account;
  /** Of its site, by which events come. */
  readonly key: string;
}

/**
 * Seeds a folder with a shop in each of these homes, which `homeOf` tells, and returns them. The first of all
 * belongs to the administrator.
 */
export function seedShops(
  dataFolder: string,
  homes: number,
  { homeOf, engagements }: { homeOf: (account: Account) => string; engagements: number },
): Promise<readonly SeededShop[]> {
  return seeding(dataFolder, async (use) => {
    const first = await seedFirst(use, engagements);
    const shops = new Map([[homeOf(first.account), first]]);
    for (let nth = 1; shops.size < homes; nth += 1) {
      const { account } = await use.accounts.accounts.create({
        ...{ name: `Bench ${nth}`, timeZone: 'UTC', currency: 'EUR' },
        administrator: { email: `bench${nth}@aldermoor.example`, name: 'Bench' },
      });
      const home = homeOf(account);
      if (!shops.has(home)) shops.set(home, await seedShop(use, account, engagements));
    }
    return [...shops.values()];
  });
}

async function seedFirst(use: Seeding, engagements: number): Promise<SeededShop> {
  const { account } = await use.accounts.firstStart({
    ...{ name: 'Bench', timeZone: 'UTC', currency: 'EUR', ...administrator },
  });
  return seedShop(use, account, engagements);
}

async function seedShop(
  { site, configurations }: Seeding,
  account: Account,
  engagements: number,
): Promise<SeededShop> {
  const { writeKey } = await site.sites.create(account, by, {
    name: 'Bench',
    origins: [shopOrigin],
  });
  const goal = await seedGoal(site, account);
  await seedCampaigns(configurations, account, goal, engagements);
  return { account, key: writeKey };
}

/** The features that write what a shop is, on a folder whose engines run for as long. */
async function seeding<T>(dataFolder: string, work: (use: Seeding) => Promise<T>): Promise<T> {
  const engines = await openEngines({ dataFolder }, testLog());
  try {
    const { records, bus } = engines;
    const configurations = createConfigurationService(records, bus, clock);
    const publicUrl = (): string => 'http://localhost';
    const { folder, operatorToken, signInKey } = openSecrets(dataFolder);
    const sealing = openSealing(openSealingKeys(folder, []));
    const log = testLog();
    const world = { bus, clock, ids, log, schedule: () => () => {} };
    const parts = { world, records, sealing, configurations };
    const accounts = createAccountFeature({
      ...{ mostAccounts: 10_000, passwordCost },
      ...parts,
      budgets: openMemoryBudgets(clock),
      mail: { installation: openSmtpMail({ from: '' }), own: openOwnMail(false) },
      web: { publicUrl, clientAddress: () => '127.0.0.1' },
      secrets: { operatorToken, signInKey },
    });
    const site = createSiteFeature({
      ...parts,
      ...{ keepToSites, publicUrl },
      ...{ budgets: openMemoryBudgets(clock), outbound: openOutbound(false) },
    });
    return await work({ accounts, site, configurations });
  } finally {
    await engines.close();
  }
}

type Account = Parameters<ConfigurationService['current']>[0];

async function seedGoal({ goals }: SiteFeature, account: Account): Promise<GoalId> {
  const { id } = await goals.create(account, by, {
    name: 'Purchase',
    kind: 'purchase',
    event: { event: 'Order Completed' },
    value: { type: 'property', path: 'total' },
    valueCap: 1500,
    key: 'order_id',
    window: { type: 'duration', seconds: 86_400 },
    trust: 'page',
  });
  return id;
}

/** All in one version of the configuration: a thousand publications would each write all of it. */
async function seedCampaigns(
  configurations: ConfigurationService,
  account: Account,
  goal: GoalId,
  engagements: number,
): Promise<void> {
  await configurations.change(account, by, async (sql) => {
    for (const { id, document } of standardThousand(engagements)) {
      const live: CampaignDocument = { ...document, goal };
      const campaign = {
        id,
        state: 'running' as const,
        draft: live,
        live,
        period: null,
        revision: 1,
        updatedAt: clock.now(),
        pauseOnHarm: true,
        pauseOnLeaving: false,
        publishing: null,
        approval: null,
        updatedBy: by,
      };
      await insertCampaign(sql, account, campaign);
      await writeCampaign(sql, campaign);
    }
  });
}

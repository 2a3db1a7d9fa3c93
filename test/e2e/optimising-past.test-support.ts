// Six weeks of invented history of a campaign that optimises, from one seed: visitors in three
// arms, what its policy recorded, conversations with agents, orders, and what the policy learns
// from them. It writes into the data folder of a stopped product.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FactRow } from '@opportune/core/ports/facts.ts';
import { Optimise } from '@opportune/protocol/campaign/campaign.ts';
import type { Campaign, CampaignSummary } from '@opportune/protocol/rest/campaign/campaign.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import type { DecisionPolicy, PolicyAction } from '@opportune/protocol/campaign/policy.ts';
import { type Engines, openEngines } from '@opportune/server/adapter/engines.ts';
import { openJsonLog } from '@opportune/server/adapter/log-json.ts';
import { createConfigurationService } from '@opportune/server/campaign/configuration/configuration.ts';
import { readPeriods } from '@opportune/server/campaign/periods.ts';
import { createPolicies } from '@opportune/server/learn/policy/feature.ts';
import { backgroundSchedule, systemIds } from '@opportune/server/world.ts';
import { takenBackFrom } from '@opportune/server/report/conversions/taken-back.ts';
import { startProduct } from './product.test-support.ts';

const days = 42;
const visitorsPerDay = 300;
const dayMs = 86_400_000;
const minuteMs = 60_000;
/** The shares of the arms: control 20 %, and half of the rest for each other arm. */
const controlPart = 0.2;
const optimise = Optimise.parse({});

type Arm = 'control' | 'treatment' | 'optimise';
interface Past {
  readonly availability: FactRow[];
  readonly events: FactRow[];
  readonly decisions: FactRow[];
  readonly conversions: FactRow[];
}

/** Publishes a copy of the demo's campaign that optimises, with this change and this history. */
export async function publishWithPast(
  dataFolder: string,
  change: (draft: Campaign['draft']) => Campaign['draft'],
): Promise<Campaign> {
  const product = await startProduct({ dataFolder, demo: true });
  const { items } = await product.call<{ items: CampaignSummary[] }>('GET', '/campaigns');
  const { draft } = await product.call<Campaign>('GET', `/campaigns/${items[0]?.id}`);
  const document = change({ ...draft, control: 2000, mode: 'optimise', optimise });
  const made = await product.call<Campaign>('POST', '/campaigns', { document });
  const campaign = await product.call<Campaign>('POST', `/campaigns/${made.id}/publish`, {
    revision: made.revision,
  });
  await product.close();
  await writeOptimisingPast(dataFolder, campaign, Date.now());
  return campaign;
}

/**
 * Writes the history of a campaign's first period, and moves the start of the period to its
 * beginning.
 */
async function writeOptimisingPast(
  dataFolder: string,
  campaign: Campaign,
  now: number,
): Promise<void> {
  const keys = JSON.parse(
    readFileSync(path.join(dataFolder, 'secrets', 'demo-shop.json'), 'utf8'),
  ) as { account: string; site: string };
  const account = AccountId.parse(keys.account);
  const engines = await openEngines({ dataFolder }, openJsonLog('error'));
  try {
    const from = now - days * dayMs;
    await engines.records.withAccount(account, async (sql) => {
      for (const table of ['campaign_periods', 'campaign_runs'])
        await sql.run(`UPDATE ${table} SET began_at = $1 WHERE campaign = $2`, [
          new Date(from),
          campaign.id,
        ]);
    });
    const tables = past({ account, site: keys.site, campaign }, from, now);
    await learnPast(engines, account, { now: () => from });
    await engines.facts.append({ token: 'optimising-past', tables });
    await learnPast(engines, account, { now: () => now });
  } finally {
    await engines.close();
  }
}

/**
 * As the product does about once a minute. The policy reads the decisions since then from the log.
 */
async function learnPast(
  engines: Engines,
  account: AccountId,
  clock: { readonly now: () => number },
): Promise<void> {
  const { records, facts, bus } = engines;
  const policies = createPolicies({
    ...{ records, facts },
    world: { bus, clock, ids: systemIds, schedule: backgroundSchedule, log: openJsonLog('error') },
    configurations: createConfigurationService(records, bus, clock),
    campaigns: { periods: (of, id) => records.withAccount(of, (sql) => readPeriods(sql, id)) },
    takenBack: takenBackFrom(facts),
    availability: () => ({ version: 1, at: 0, skills: { '*': { free: 0, online: 0 } } }),
  });
  await policies.start([account]);
  await policies.learn();
  await policies.close();
}

interface Seeded {
  readonly account: AccountId;
  readonly site: string;
  readonly campaign: Campaign;
}

function past(of: Seeded, from: number, now: number): Past {
  const random = generator(20_260_401);
  const availability = agentsThere(of.account, from, now);
  const tables: Past = { availability, events: [], decisions: [], conversions: [] };
  for (let day = 0; day < days; day++)
    for (let index = 0; index < visitorsPerDay; index++) {
      const at = Math.round(from + (day + index / visitorsPerDay) * dayMs);
      if (at < now - minuteMs) addVisitor(tables, of, `v-opt-${day}-${index}`, at, random);
    }
  return tables;
}

/** Three agents for eight hours of each day, noted twice an hour. */
function agentsThere(account: AccountId, from: number, now: number): FactRow[] {
  const rows: FactRow[] = [];
  for (let at = from, version = 1; at < now; at += 30 * minuteMs, version++) {
    const isOpen = (at - from) % dayMs < dayMs / 3;
    const skills = JSON.stringify({ '*': { free: isOpen ? 2 : 0, online: isOpen ? 3 : 0 } });
    rows.push({ account, version, at, skills });
  }
  return rows;
}

function addVisitor(
  { events, decisions, conversions }: Past,
  { account, site, campaign }: Seeded,
  visitor: string,
  at: number,
  random: () => number,
): void {
  const { draft: document, id } = campaign;
  const own = { account, site, visitor };
  const lot = random();
  const arm: Arm = lot < controlPart ? 'control' : lot < 0.6 ? 'treatment' : 'optimise';
  const { variants } = document.engagement;
  // From a digit of the lot that does not decide the arm, so that a single variant leaves the
  // history unchanged.
  const variantAt = Math.floor(lot * 1000) % variants.length;
  const score = Math.floor(random() * 101);
  const hesitates = random() < 0.4;
  const policy = policyOf(arm, score, hesitates, random);
  const isAsked = policy.action !== 'none';
  let ordinal = 1;
  const happened = (name: string, after: number, more: FactRow): void =>
    void events.push({
      ...own,
      visit: `${visitor}-1`,
      ordinal: ordinal++,
      id: `${visitor}-${name.replaceAll(' ', '-')}`,
      kind: 'track',
      name,
      trust: 'page',
      at: at + after,
      received_at: at + after,
      properties: '{}',
      device: 'desktop',
      ...more,
    });
  const chance = Math.min(0.9, 0.05 + score / 700);
  const intent = JSON.stringify([{ goal: document.goal, score, chance, reasons: [] }]);
  happened('Page', -minuteMs, { path: '/checkout', intent });
  decisions.push({
    ...own,
    visit: `${visitor}-1`,
    ordinal: ordinal++,
    id: `d-${visitor}`,
    campaign: id,
    period: 1,
    engagement: document.engagement.id,
    goal: document.goal,
    arm,
    variant: arm === 'control' ? '' : variants[variantAt]?.id,
    zone: document.engagement.zone,
    offer: 'live',
    at,
    configuration_version: 1,
    availability_version: 1,
    propensity: arm === 'control' ? controlPart : 0.4,
    reasons: '{}',
    policy: JSON.stringify(policy),
  });
  const decision = `d-${visitor}`;
  if (isAsked) happened('Engagement Shown', 400, { decision });
  // Each further variant is answered half as often as the one before.
  const answers = isAsked && random() < (hesitates ? 0.3 : 0.12) / 2 ** variantAt;
  if (answers) {
    const talk = {
      decision,
      trust: 'server',
      properties: JSON.stringify({ conversation: visitor }),
    };
    const talkMs = Math.round((3 + 8 * random()) * minuteMs);
    happened('Engagement Clicked', 6_000, { decision });
    happened('Conversation Started', 8_000, talk);
    happened('Conversation Answered', 20_000, talk);
    happened('Conversation Ended', 20_000 + talkMs, talk);
  }
  const rate = 0.05 + score / 700 + (answers ? (hesitates ? 0.45 : 0.05) : 0);
  if (random() >= rate) return;
  const value = Math.round(60 + 240 * random());
  const later = Math.round(random() * dayMs) + 30 * minuteMs;
  conversions.push({
    ...own,
    ordinal: ordinal++,
    goal: document.goal,
    key: `opt-${visitor}`,
    event: `${visitor}-order`,
    at: at + later,
    received_at: at + later,
    value,
    currency: 'EUR',
    trust: 'server',
  });
}

/** The policy asks most of those who hesitate, and leaves a fifth to chance. */
function policyOf(
  arm: Arm,
  score: number,
  hesitates: boolean,
  random: () => number,
): DecisionPolicy {
  const asks = hesitates ? 0.9 : 0.1;
  const probabilities = { none: 1 - asks, now: asks / 2, 'after:30': asks / 2 };
  const draw = random();
  const drawn: PolicyAction = draw < 1 - asks ? 'none' : draw < 1 - asks / 2 ? 'now' : 'after:30';
  const action = arm === 'control' ? 'none' : arm === 'treatment' ? 'now' : drawn;
  return {
    features: {
      intent: (score - 50) / 50,
      unscored: 0,
      cartTotal: Math.log1p(score * 4) / Math.log1p(1000),
      errors: hesitates ? 0.5 : 0,
    },
    ageS: 60,
    value: 180,
    skill: null,
    free: 3,
    guarded: false,
    action,
    probability: arm === 'optimise' ? probabilities[drawn === 'none' ? 'none' : 'now'] : 1,
    armShare: arm === 'control' ? controlPart : 0.4,
    again: false,
    reasons: {
      probabilities,
      using: 'uplift',
      gain: hesitates ? 0.1 : 0.005,
      rate: 0.05 + score / 700,
      accepts: hesitates ? 0.3 : 0.12,
      minutes: 1.5,
      pricePerHour: 40,
      worth: 5,
      version: 3,
    },
  };
}

/** Mulberry32: the same seed gives the same history. */
function generator(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

// Writes six weeks of invented history of one campaign for tests of its results page: decisions,
// reactions and orders, drawn from one seed, with counts that the tests know. It writes to the data
// folder of a stopped product.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FactRow } from '@opportune/core/ports/facts.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { openEngines } from '@opportune/server/adapter/engines.ts';
import { openJsonLog } from '@opportune/server/adapter/log-json.ts';

const days = 42;
const visitorsPerDay = 400;
/** Visitors for each of these who only look around and enter no campaign. */
const lookers = 2;
const controlPart = 0.1;
const rates = { treatment: 0.27, control: 0.205 } as const;
const dayMs = 86_400_000;
const seed = 20_130_402;

interface Seeded {
  readonly account: AccountId;
  readonly site: string;
  readonly campaign: string;
  readonly goal: string;
  readonly engagement: string;
  readonly variant: string;
}

interface CampaignRow {
  readonly id: string;
  readonly goal: string;
  readonly engagement: string;
  readonly variant: string;
}

/**
 * Writes the history of the seeded campaign up to `now`, and dates its period back to its start.
 */
export async function writePast(dataFolder: string, now: number): Promise<void> {
  const keys = JSON.parse(
    readFileSync(path.join(dataFolder, 'secrets', 'demo-shop.json'), 'utf8'),
  ) as { account: string; site: string };
  const account = AccountId.parse(keys.account);
  const engines = await openEngines({ dataFolder }, openJsonLog('error'));
  try {
    const from = now - days * dayMs;
    const campaign = await engines.records.withAccount(account, async (sql) => {
      for (const table of ['campaign_periods', 'campaign_runs'])
        await sql.run(`UPDATE ${table} SET began_at = $1`, [new Date(from)]);
      return sql.row<CampaignRow>(`
        SELECT id, live->>'goal' AS goal, live->'engagement'->>'id' AS engagement,
          live->'engagement'->'variants'->0->>'id' AS variant
        FROM campaigns WHERE state = 'running'`);
    });
    if (campaign === undefined) throw new Error('the seeded campaign is not running');
    const { id, ...rest } = campaign;
    const tables = past({ account, site: keys.site, campaign: id, ...rest }, from, now);
    await engines.facts.append({ token: `past-${seed}`, tables });
  } finally {
    await engines.close();
  }
}

interface Past {
  readonly events: FactRow[];
  readonly decisions: FactRow[];
  readonly conversions: FactRow[];
}

function past(of: Seeded, from: number, now: number): Past {
  const random = generator(seed);
  const tables: Past = { events: [], decisions: [], conversions: [] };
  for (let day = 0; day < days; day++) {
    const count = Math.round(visitorsPerDay * (0.85 + 0.3 * random()));
    for (let index = 0; index < count; index++) {
      const at = Math.round(from + (day + (index + random()) / count) * dayMs);
      if (at >= now - 60_000) continue;
      addVisitor(tables, of, `v-past-${day}-${index}`, at, random);
      for (let other = 0; other < lookers; other++)
        addLooker(tables, of, `v-look-${day}-${index}-${other}`, at);
    }
  }
  return tables;
}

function addVisitor(
  { events, decisions, conversions }: Past,
  { engagement, goal, variant, campaign, ...of }: Seeded,
  visitor: string,
  at: number,
  random: () => number,
): void {
  const arm = random() < controlPart ? 'control' : 'treatment';
  const own = { ...of, visitor };
  const visit = `${visitor}-1`;
  const id = `d-${visitor}`;
  let ordinal = 1;
  const happened = (name: string, after: number, more: FactRow = {}): void =>
    void events.push({
      ...own,
      visit,
      ordinal: ordinal++,
      ...eventRow(visitor, name, at + after),
      ...more,
    });
  happened('Page', -60_000, { path: '/checkout' });
  happened('Cart Updated', -50_000, { properties: '{"items":1,"total":289,"currency":"EUR"}' });
  const offer = random() < 0.8 ? 'live' : 'fallback';
  const drawn: Drawn = { arm, variant: arm === 'control' ? '' : variant, offer, at };
  decisions.push({
    ...own,
    visit,
    ordinal: ordinal++,
    id,
    campaign,
    engagement,
    goal,
    ...decisionRow(drawn),
  });
  if (arm === 'treatment' && random() < 0.97) {
    happened('Engagement Shown', 400, { decision: id });
    if (random() < 0.13) happened('Engagement Clicked', 6000, { decision: id });
  }
  if (random() >= rates[arm]) return;
  const later = Math.round(random() * random() * 2 * dayMs) + 120_000;
  const value = Math.round(180 * Math.exp(0.8 * normal(random)));
  happened('Order Completed', later, {
    id: `${visitor}-order`,
    trust: 'server',
    properties: JSON.stringify({ order_id: `past-${visitor}`, total: value, currency: 'EUR' }),
  });
  conversions.push({
    ...own,
    ordinal: ordinal++,
    goal,
    ...orderRow(visitor, at + later, value),
  });
}

function addLooker({ events }: Past, { account, site }: Seeded, visitor: string, at: number): void {
  const row = { account, site, visitor, visit: `${visitor}-1`, path: '/category/lighting' };
  events.push({ ...row, ordinal: 1, ...eventRow(visitor, 'Page', at) });
  events.push({ ...row, ordinal: 2, ...eventRow(visitor, 'Scroll Reached', at + 15_000) });
}

function eventRow(visitor: string, name: string, at: number): FactRow {
  return {
    id: `${visitor}-${name.replaceAll(' ', '-')}`,
    kind: 'track',
    name,
    trust: 'page',
    at,
    received_at: at,
    properties: '{}',
    device: 'desktop',
  };
}

interface Drawn {
  readonly arm: 'control' | 'treatment';
  readonly variant: string;
  readonly offer: string;
  readonly at: number;
}

function decisionRow(drawn: Drawn): FactRow {
  return {
    ...drawn,
    period: 1,
    zone: 'corner',
    configuration_version: 1,
    availability_version: 1,
    propensity: drawn.arm === 'control' ? controlPart : 1 - controlPart,
    reasons: '{}',
  };
}

function orderRow(visitor: string, at: number, value: number): FactRow {
  return {
    key: `past-${visitor}`,
    event: `${visitor}-order`,
    at,
    received_at: at,
    value,
    currency: 'EUR',
    trust: 'server',
  };
}

/** Mulberry32, so that the same seed gives the same picture. */
function generator(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The Box–Muller transform. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

// What results count of closed visitors and what a policy learns of them is written twice, in SQL
// and in TypeScript. Over random worlds of orders, refunds and visits both give the same.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CampaignId } from '@opportune/protocol/ids.ts';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import { testEngines, type TestEngines } from '@opportune/server/adapter/engines.test-support.ts';
import {
  type ClosedUnit,
  closedUnits,
  firstPlace,
} from '@opportune/server/learn/policy/policy-units.ts';
import {
  armOf,
  began,
  dayMs,
  goal,
  hourMs,
  World,
} from '@opportune/server/report/results/orders-world.test-support.ts';
import { takenBackFrom } from '@opportune/server/report/conversions/taken-back.ts';
import { rounds } from '../support/proof-size.test-support.ts';

const worlds = rounds({ usual: 2, full: 12 });
const visitors = 25;
const minuteMs = 60_000;
/** By then every window is over, and late reports may still arrive. */
const looks = [12, 20, 40];
const policy = JSON.stringify({
  ...{ features: {}, ageS: 1, value: 1, skill: null, free: 1, guarded: false, waits: false },
  ...{ action: 'now', probability: 0.9, armShare: 0.45, again: false, reasons: null },
});

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

/** The generator of Numerical Recipes: the same seed gives the same world. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

class Random {
  readonly next: () => number;
  constructor(seed: number) {
    this.next = seeded(seed);
  }
  chance(of: number): boolean {
    return this.next() < of;
  }
  upTo(most: number): number {
    return Math.floor(this.next() * (most + 1));
  }
  of<Each>(...all: readonly [Each, ...Each[]]): Each {
    return all[this.upTo(all.length - 1)] ?? all[0];
  }
}

function addVisitor(world: World, random: Random, nth: number): void {
  const arm = random.of('treatment' as const, 'control' as const);
  const visitor = `${arm}-${nth}`;
  const at = began + random.upTo(3 * dayMs);
  const own = { account: world.account, site: 's1', visitor };
  const decision = {
    ...{ ...own, visit: `${visitor}-1`, id: `d-${visitor}`, campaign: 'help', period: 1 },
    ...{ engagement: 'e', goal: goal.id, arm, variant: arm === 'control' ? '' : 'a' },
    ...{ zone: 'corner', offer: 'content', propensity: 0.5, reasons: '{}', policy, at },
  };
  world.decisions.push({ ...decision, ordinal: ++world.ordinal });
  // A decision made again after a crash, and another one later.
  if (random.chance(0.2)) world.decisions.push({ ...decision, ordinal: ++world.ordinal });
  const later = { id: `later-${visitor}`, at: at + hourMs };
  if (random.chance(0.2)) world.decisions.push({ ...decision, ...later, ordinal: ++world.ordinal });
  let sign = at;
  for (let left = random.upTo(4); left >= 0; left--) {
    world.event(visitor, 'Page', sign, {}, { trust: 'page' });
    sign += random.upTo(29 * minuteMs);
  }
  for (let nthOrder = random.upTo(2); nthOrder > 0; nthOrder--)
    addOrder(world, random, { ...own, at, nth: nthOrder });
}

function addOrder(
  world: World,
  random: Random,
  { at: decidedAt, nth, ...own }: { at: number; nth: number; visitor: string },
): void {
  const { visitor } = own;
  const minutes = random.of(-60, 0, 20, 29, 180, 1200, 7200, 11_520);
  const at = decidedAt + minutes * minuteMs;
  const receivedAt = at + random.of(0, 0, hourMs, 2 * dayMs);
  const key = random.chance(0.15) ? 'of-somebody' : `o-${visitor}-${nth}`;
  // The goal's key at that time.
  const property = random.of('order_id', 'order_id', 'invoice');
  const [total, currency] = [random.of(10, 60, 200), random.of('EUR', '', 'USD')];
  const event = `completed-${visitor}-${nth}`;
  const says = { [property]: key, total, ...(currency === '' ? {} : { currency }) };
  world.event(visitor, 'Order Completed', at, says, { id: event, received_at: receivedAt });
  const told = { at, received_at: receivedAt, value: total, currency, trust: 'server' };
  const keyed = { key, key_property: property };
  world.conversions.push({
    ...own,
    ...told,
    ...keyed,
    goal: goal.id,
    event,
    ordinal: ++world.ordinal,
  });
  for (let reports = random.upTo(2); reports > 0; reports--) {
    const name = random.of('Order Refunded', 'Order Refunded', 'Order Cancelled');
    const sum = random.of({}, { total: 5 }, { total: 60 }, { total: 300, currency: 'USD' });
    const named = random.chance(0.3) ? { refund_id: 'once' } : {};
    const back = receivedAt + random.of(minuteMs, 10 * minuteMs, dayMs, 10 * dayMs);
    const trust = random.of('server', 'signed', 'page');
    const carries = { [random.chance(0.8) ? property : 'order_id']: key };
    world.event(visitor, name, back, { ...carries, ...sum, ...named }, { trust });
  }
}

async function unitsOf(world: World, counted: Goal, now: number): Promise<readonly ClosedUnit[]> {
  const takenBack = takenBackFrom(engines.facts);
  const campaign = CampaignId.parse('help');
  const asked = { account: world.account, campaign, period: 1, goal: counted, currency: 'EUR' };
  const { units, more } = await closedUnits(engines.facts, takenBack, {
    ...{ ...asked, takesAgents: false, after: firstPlace, now },
  });
  assert.equal(more, false);
  return units;
}

test('[F15] [M8] a policy learns of closed visitors what results count of them', async () => {
  let converted = 0;
  for (let seed = 1; seed <= worlds; seed++) {
    const random = new Random(seed * 7919);
    const world = new World(engines);
    for (const rows of [world.events, world.decisions, world.conversions]) rows.length = 0;
    const seconds = random.of(3600, 86_400, 7 * 86_400);
    const window: Goal['window'] = random.of({ type: 'visit' }, { type: 'duration', seconds });
    const change = { window, valueCap: random.of(null, 50, 100) };
    for (let nth = 0; nth < visitors; nth++) addVisitor(world, random, nth);
    const now = began + (looks[seed % looks.length] ?? 0) * dayMs;
    const results = await world.results(change, now);
    const units = await unitsOf(world, { ...goal, ...change }, now);
    assert.equal(results.pending.visitors, 0);
    for (const arm of ['treatment', 'control'] as const) {
      const { closed } = armOf(results, arm);
      const own = units.filter((unit) => unit.arm === arm);
      const reached = own.filter((unit) => unit.converted).length;
      const counts = [closed.eligible, closed.converted];
      assert.deepEqual(counts, [own.length, reached], `seed ${seed}`);
      const value = own.reduce((sum, unit) => sum + unit.value, 0);
      assert.ok(Math.abs(closed.value - value) < 1e-6, `seed ${seed}: ${closed.value}, ${value}`);
      converted += reached;
    }
  }
  assert.ok(converted > worlds, `${converted} reached it`);
});

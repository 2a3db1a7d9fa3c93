// Amounts beyond every bound, as an older log may contain, change no figure and block no report.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { FactRow } from '@opportune/core/ports/facts.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';
import { CampaignResults, Funnel } from '@opportune/protocol/rest/report/report.ts';
import { testEngines, type TestEngines } from '../../adapter/engines.test-support.ts';
import { siteFunnel } from '../site/funnel.ts';
import { began, dayMs, goal, now, summary, World } from './orders-world.test-support.ts';
import { takenBackFrom } from '../conversions/taken-back.ts';

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

const uncapped = { valueCap: null } as const;

/** The value of the first visitor's conversion in treatment, and of its order. */
function worldWorth(value: number): World {
  const world = new World(engines);
  setFirst(world.conversions, { value });
  const completed = { properties: JSON.stringify({ order_id: 'o-t0', total: value }) };
  const at = world.events.findIndex(({ id }) => id === 'completed-t0');
  world.events[at] = { ...world.events[at], ...completed };
  return world;
}

function setFirst(rows: FactRow[], change: FactRow): void {
  rows[0] = { ...rows[0], ...change };
}

it('[F3] results count a conversion beyond the bound of amounts, without its value', async () => {
  for (const value of [intakeLimits.amount * 2, 1e200, Number.MAX_VALUE]) {
    const results = await worldWorth(value).results(uncapped);
    assert.deepEqual(summary(results), [10, 540, 10, 540, 0, 0, 0, 0]);
    assert.deepEqual(CampaignResults.parse(JSON.parse(JSON.stringify(results))), results);
  }
  const most = await worldWorth(intakeLimits.amount).results(uncapped);
  assert.equal(summary(most)[1], intakeLimits.amount + 540);
  assert.ok(CampaignResults.safeParse(JSON.parse(JSON.stringify(most))).success);
});

it('[F3] nor do refunds of any sum, or of such an order, make a figure endless', async () => {
  const world = worldWorth(Number.MAX_VALUE);
  const products = [{ price: Number.MAX_VALUE, quantity: Number.MAX_VALUE }];
  world.report({ of: 't0', says: { total: 1 } }).report({ of: 't1', says: { products } });
  world.report({ of: 't2', says: { total: Number.MAX_VALUE } });
  const results = await world.results(uncapped);
  assert.deepEqual(summary(results), [8, 420, 8, 420, 2, 120, 0, 0]);
});

it('[F3] the funnel and what a goal is worth leave such values out', async () => {
  const world = worldWorth(Number.MAX_VALUE);
  for (const order of ['x', 'y'])
    world.event('t1', 'Order Completed', began, { order_id: order, total: Number.MAX_VALUE }, {});
  await world.results();
  const { account } = world;
  const span = { fromMs: began - dayMs, untilMs: now, timeZone: 'UTC', currency: 'EUR', now };
  const funnel = await siteFunnel(engines.facts, { account, site: null, ...span });
  assert.deepEqual([funnel.orders, funnel.value], [22, 19 * 60]);
  assert.deepEqual(Funnel.parse(JSON.parse(JSON.stringify(funnel))), funnel);
  const worth = await takenBackFrom(engines.facts).worth(
    account,
    { goal: { ...goal, ...uncapped }, currency: 'EUR' },
    { since: began - dayMs, closesAfterS: 86_400, now },
  );
  assert.equal(worth?.mean, (19 * 60) / 20);
});

// Values in another currency than the account's, on the real engine, in a world counted by hand.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { testEngines, type TestEngines } from '../../adapter/engines.test-support.ts';
import { siteFunnel } from '../site/funnel.ts';
import { began, dayMs, goal, now, summary, World } from './orders-world.test-support.ts';
import { takenBackFrom } from '../conversions/taken-back.ts';

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

const uncapped = { valueCap: null };

/** Ten in each arm order for 60 EUR; the named ones for 16,000 of another currency. */
function worldSelling(currency: string, ...visitors: readonly string[]): World {
  const world = new World(engines);
  for (const visitor of visitors) {
    const properties = { order_id: `o-${visitor}`, total: 16_000, currency };
    const sold = world.events.find(({ id }) => id === `completed-${visitor}`);
    const counted = world.conversions.find((row) => row['visitor'] === visitor);
    assert.ok(sold !== undefined && counted !== undefined);
    Object.assign(sold, { properties: JSON.stringify(properties) });
    Object.assign(counted, { value: 16_000, currency });
  }
  return world;
}

it('[F3] a value in another currency than the account’s is left out, its conversion counts', async () => {
  const without = [10, 540, 10, 540, 0, 0, 0, 0];
  assert.deepEqual(summary(await worldSelling('JPY', 't0').results(uncapped)), without);
  const withReports = worldSelling('JPY', 't0').report({ of: 'nobody', says: { total: 1 } });
  assert.deepEqual(summary(await withReports.results(uncapped)), without);
});

it('[F3] it counts again once the account’s currency is set right', async () => {
  const world = worldSelling('JPY', 't0');
  assert.deepEqual(summary(await world.results(uncapped, now, 'JPY')).slice(0, 2), [10, 16_000]);
});

it('[F3] an order without a currency is in the account’s', async () => {
  const results = await worldSelling('', 't0').results(uncapped);
  assert.deepEqual(summary(results).slice(0, 2), [10, 16_540]);
});

it('[F3] a fixed sum is in the account’s currency, whatever its event names', async () => {
  const fixed = { ...uncapped, value: { type: 'fixed', amount: 16_000 } } as const;
  const results = await worldSelling('JPY', 't0').results(fixed);
  assert.deepEqual(summary(results).slice(0, 2), [10, 16_540]);
});

it('[F14] a sum in another currency than its order’s takes nothing back, a cancellation all', async () => {
  const world = worldSelling('JPY', 't0', 't4')
    .report({ of: 't0', says: { total: 16_000, currency: 'EUR' } })
    .report({ of: 't1', says: { total: 60, currency: 'JPY' } })
    .report({ of: 't2', says: { total: 20, currency: 'eur' } })
    .report({ of: 't3', name: 'Order Cancelled', says: { total: 16_000, currency: 'JPY' } })
    .report({ of: 't4', says: { total: 16_000, currency: 'JPY' } });
  const left = 6 * 60 + 40;
  assert.deepEqual(summary(await world.results(uncapped)), [8, left, 8, left, 3, 80, 0, 0]);
});

it('[F14] a refunded sum without a currency is in its order’s, even if the account’s has changed since', async () => {
  // In another currency, an order has no value, but what is left of it still counts as reached.
  const world = worldSelling('', 't0')
    .report({ of: 't0', says: { total: 4_000 } })
    .report({ of: 't1', says: { total: 20 } })
    .report({ of: 't2', says: { total: 60 } });
  const before = 12_000 + 40 + 7 * 60;
  assert.deepEqual(summary(await world.results(uncapped)).slice(0, 2), [9, before]);
  const changed = await world.results(uncapped, now, 'USD');
  assert.deepEqual(summary(changed), [9, 12_000, 9, 12_000, 3, 4_000, 0, 0]);
});

it('[F14] an order that named no currency is in the account’s as it is now, and so is judged what a report names', async () => {
  const world = worldSelling('', 't0', 't1')
    .report({ of: 't0', says: { total: 4_000, currency: 'EUR' } })
    .report({ of: 't1', says: { total: 4_000, currency: 'USD' } });
  const left = (currency: string) => world.results(uncapped, now, currency);
  assert.deepEqual(summary(await left('EUR')).slice(0, 2), [10, 28_000 + 8 * 60]);
  assert.deepEqual(summary(await left('USD')).slice(0, 2), [10, 28_000]);
});

it('[F3] the funnel and what a goal is worth leave such values out', async () => {
  const world = worldSelling('JPY', 't0').report({
    of: 't1',
    says: { total: 60, currency: 'JPY' },
  });
  await world.results();
  const { account } = world;
  const span = { fromMs: began - dayMs, untilMs: now, timeZone: 'UTC', currency: 'EUR', now };
  const funnel = await siteFunnel(engines.facts, { account, site: null, ...span });
  assert.deepEqual([funnel.orders, funnel.value], [20, 19 * 60]);
  const worth = await takenBackFrom(engines.facts).worth(
    account,
    { goal: { ...goal, ...uncapped }, currency: 'EUR' },
    { since: began - dayMs, closesAfterS: 86_400, now },
  );
  assert.equal(worth?.mean, (19 * 60) / 20);
});

// One definition of an order's value: core and each query of the stored log agree, over orders and
// refunds with any name for their amount.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { orderValueIn, returnedValueIn } from '@opportune/core/behaviour/apply/order-value.ts';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import type { JsonObject } from '@opportune/protocol/behaviour/event.ts';
import { AccountId, GoalId } from '@opportune/protocol/ids.ts';
import { testEngines, type TestEngines } from '../../adapter/engines.test-support.ts';
import { siteFunnel } from '../site/funnel.ts';
import { namesSumSql, orderValueSql, returnedSumSql } from './order-value-sql.ts';
import { suggestedCap } from './suggested-cap.ts';
import { takenBackFrom } from './taken-back.ts';

const now = Date.UTC(2026, 4, 1);
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The properties of an order, and its value. */
const orders: readonly [JsonObject, number][] = [
  [{ total: 12.5, revenue: 10, value: 9 }, 12.5],
  [{ revenue: 10, value: 9 }, 10],
  [{ value: 9 }, 9],
  [{ total: null, revenue: 8 }, 8],
  [{ total: 0, revenue: 8 }, 0],
  [{ total: -5, revenue: 8 }, 0],
  [{ total: 1e15, revenue: 7 }, 7],
  [{ total: '12', value: 6 }, 6],
  [{ price: 20, quantity: 2 }, 0],
  [{}, 0],
];

/** The properties of a refund, and what it takes back. Null is the whole order. */
const refunds: readonly [JsonObject, number | null][] = [
  [{ total: 5 }, 5],
  [{ revenue: 5 }, 5],
  [{ total: -5 }, 5],
  [{ total: 0 }, 0],
  [{ total: 0, products: [{ price: 3, quantity: 2 }] }, 6],
  [{ products: [{ price: 3, quantity: 2 }, { price: 1 }] }, 7],
  [{ products: [] }, null],
  [{}, null],
];

const account = AccountId.parse(`worth-${randomUUID().slice(0, 8)}`);
let engines: TestEngines;
before(async () => {
  engines = await testEngines();
  await engines.facts.append({ token: randomUUID(), tables: { events, conversions } });
});
after(() => engines.close());

let ordinal = 0;
const own = (visitor: string) => ({
  ...{ site: 's1', visitor, ordinal: ++ordinal, trust: 'server' },
  ...{ at: now - 2 * dayMs, received_at: now - 2 * dayMs },
});
const eventOf = (name: string, visitor: string, properties: JsonObject) => ({
  ...own(visitor),
  ...{ account, id: `${name}-${visitor}`, visit: `${visitor}-1`, kind: 'track', name },
  properties: JSON.stringify({ order_id: visitor, ...properties }),
});
const events = [
  ...orders.map(([says], at) => eventOf('Order Completed', `o${at}`, says)),
  ...refunds.map(([says], at) => eventOf('Order Refunded', `r${at}`, says)),
];
const conversions = orders.map((_, at) => ({
  ...own(`o${at}`),
  ...{ account, goal: 'purchase', key: `o${at}`, key_property: 'order_id' },
  // As stored by a goal that counted nothing.
  ...{ event: `Order Completed-o${at}`, value: 0, currency: '' },
}));

const sum = orders.reduce((whole, [, worth]) => whole + worth, 0);
const goal: Goal = {
  ...{ id: GoalId.parse('purchase'), name: 'Purchase', kind: 'purchase' },
  ...{ event: { event: 'Order Completed' }, value: { type: 'property', path: 'total' } },
  ...{ valueCap: null, key: 'order_id', window: { type: 'visit' }, trust: 'page' },
};

describe('[G2] the value of an order', () => {
  for (const [says, worth] of orders)
    it(`is ${worth} of ${JSON.stringify(says)}`, () =>
      assert.equal(orderValueIn(says) ?? 0, worth));
  for (const [says, back] of refunds)
    it(`takes ${back ?? 'all'} back by ${JSON.stringify(says)}`, () =>
      assert.equal(returnedValueIn(says), back));

  it('is the same in SQL', async () => {
    const rows = await engines.facts.query<{ visitor: string; worth: number }>(
      account,
      `SELECT visitor, toFloat64(${orderValueSql}) AS worth FROM $events WHERE name = 'Order Completed' ORDER BY ordinal`,
      {},
    );
    assert.deepEqual(
      rows.map(({ worth }) => worth),
      orders.map(([, worth]) => worth),
    );
  });

  it('is taken back the same in SQL if a sum is given', async () => {
    const rows = await engines.facts.query<{ named: number; names: number }>(
      account,
      `SELECT toFloat64(${returnedSumSql}) AS named, toUInt8(${namesSumSql}) AS names FROM $events
       WHERE name = 'Order Refunded' AND NOT JSONHas(properties, 'products') ORDER BY ordinal`,
      {},
    );
    const alone = refunds.filter(([says]) => says['products'] === undefined);
    assert.deepEqual(
      rows.map(({ named, names }) => (names === 1 ? named : null)),
      alone.map(([, back]) => back),
    );
  });

  it('is that of a site’s funnel', async () => {
    const funnel = await siteFunnel(engines.facts, {
      ...{ account, site: null, fromMs: now - 3 * dayMs, untilMs: now, timeZone: 'UTC' },
      ...{ currency: 'EUR', now },
    });
    assert.deepEqual([funnel.orders, funnel.value], [orders.length, sum]);
  });

  it('is what a goal that counts it is worth, whatever it counted when its orders came', async () => {
    const takenBack = takenBackFrom(engines.facts);
    const span = { since: now - 3 * dayMs, closesAfterS: 3600, now };
    const worth = await takenBack.worth(account, { goal, currency: 'EUR' }, span);
    assert.equal(worth?.reached, orders.length);
    assert.ok(Math.abs((worth?.mean ?? 0) - sum / orders.length) < 1e-9);
  });

  it('is what a cap is suggested from', async () => {
    const { events: counted } = await suggestedCap(
      engines.facts,
      account,
      { event: goal.event, value: goal.value, key: 'order_id', currency: 'EUR' },
      now,
    );
    assert.equal(counted, orders.filter(([, worth]) => worth > 0).length);
  });
});

// Refunds and cancellations take value back, on the real engine, against a world counted by hand.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { testEngines, type TestEngines } from '../../adapter/engines.test-support.ts';
import { resultsCsv } from './csv.ts';
import { siteFunnel } from '../site/funnel.ts';
import { holdoutResult } from './holdout.ts';
import {
  armOf,
  began,
  closedAt,
  dayMs,
  goal,
  hourMs,
  now,
  summary,
  World,
} from './orders-world.test-support.ts';

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

const untouched = [10, 600, 10, 600, 0, 0, 0, 0];

describe('refunds', () => {
  it('[F14] a part refunded lowers the value by that part, and the order still counts', async () => {
    const results = await new World(engines).report({ of: 't0', says: { total: 20 } }).results();
    assert.deepEqual(summary(results), [10, 580, 10, 580, 1, 20, 0, 0]);
    assert.deepEqual(summary(results, 'control'), untouched);
  });

  it('[F14] an order that is refunded or cancelled completely is not a conversion', async () => {
    const world = new World(engines)
      .report({ of: 't0', name: 'Order Cancelled', says: { total: 60 } })
      .report({ of: 't1', says: {} })
      .report({ of: 't2', says: { total: 60 } });
    for (const part of [20, 20, 20]) world.report({ of: 't3', says: { total: part } });
    assert.deepEqual(summary(await world.results()), [6, 360, 6, 360, 4, 240, 0, 0]);
  });

  it('[F14] a value is never below 0, however much is refunded', async () => {
    const results = await new World(engines)
      .report({ of: 't0', says: { total: 1000 } })
      .report({ of: 't0', name: 'Order Cancelled' })
      .results();
    assert.deepEqual(summary(results), [9, 540, 9, 540, 1, 60, 0, 0]);
  });

  it('[F14] each report counts once: by its refund_id, else by its event', async () => {
    const world = new World(engines);
    for (let again = 0; again < 3; again++) {
      world
        .report({ of: 't0', says: { total: 10 }, more: { id: 'sent-again' } })
        .report({ of: 't1', says: { total: 10, refund_id: 'r-1' } })
        .report({ of: 't1', says: { total: 5, refund_id: 2 } });
    }
    assert.deepEqual(summary(await world.results()), [10, 575, 10, 575, 2, 25, 0, 0]);
  });

  it('[F14] the order is found by its key, whatever visitor the report names', async () => {
    const world = new World(engines);
    world.event(
      'back-office',
      'Order Refunded',
      began + dayMs,
      { order_id: 'o-t0', total: 30 },
      {},
    );
    assert.deepEqual(summary(await world.results()), [10, 570, 10, 570, 1, 30, 0, 0]);
  });

  it('[F14] the page is not believed, nor a bot, nor imported history', async () => {
    const world = new World(engines);
    for (const more of [{ trust: 'page' }, { bot: 1 }, { imported: 1 }])
      world.report({ of: 't0', more });
    assert.deepEqual(summary(await world.results()), untouched);
    const signed = await new World(engines)
      .report({ of: 't0', more: { trust: 'signed' } })
      .results();
    assert.equal(armOf(signed, 'treatment').soFar.converted, 9);
  });

  it('[F14] refunded products count by price and quantity if no sum is given', async () => {
    const products = [{ price: 10, quantity: 2 }, { price: 5 }];
    const results = await new World(engines).report({ of: 't0', says: { products } }).results();
    assert.deepEqual(summary(results), [10, 575, 10, 575, 1, 25, 0, 0]);
    const unpriced = new World(engines).report({ of: 't0', says: { products: [{ sku: 'x' }] } });
    assert.deepEqual(summary(await unpriced.results()), untouched);
  });

  it('[F14] the part is that of the order, whatever the goal counts as value', async () => {
    const half = await new World(engines).report({ of: 'c0', says: { total: 30 } }).results();
    assert.equal(armOf(half, 'control').soFar.value, 570);
  });

  it('[F14] a goal that never had a key is not touched', async () => {
    const world = new World(engines).report({ of: 't0' });
    for (const row of world.conversions)
      Object.assign(row, {
        key: `${String(row['visitor'])} ${String(row['event'])}`,
        key_property: '',
      });
    assert.deepEqual(summary(await world.results({ key: null })), untouched);
    const unkeyed = { account: world.account, goal: { ...goal, key: null }, currency: 'EUR' };
    const asked = { ...unkeyed, since: began, horizonVisitors: 1000, now };
    assert.equal((await holdoutResult(engines.facts, asked)).others.converted, 20);
  });
});

it('[T3] visitors whose events have the same id each have their own order', async () => {
  const { facts } = engines;
  const world = new World(engines);
  const sums = new Map([
    ['t0', 100],
    ['t1', 50],
  ]);
  for (const row of world.conversions) Object.assign(row, { event: 'e-7' });
  for (const row of world.events) {
    if (row['name'] !== 'Order Completed') continue;
    const total = sums.get(String(row['visitor'])) ?? 60;
    Object.assign(row, {
      id: 'e-7',
      properties: JSON.stringify({ order_id: `o-${String(row['visitor'])}`, total }),
    });
  }
  world.report({ of: 't0', says: { total: 50 } }).report({ of: 't1', says: { total: 50 } });
  assert.deepEqual(summary(await world.results()).slice(0, 2), [9, 510]);

  const unnamed = new World(engines);
  for (const row of unnamed.events)
    if (row['name'] === 'Order Completed')
      Object.assign(row, { id: 'e-7', properties: '{"total":60}' });
  await unnamed.results();
  const span = { fromMs: began - 1, untilMs: now, timeZone: 'UTC', currency: 'EUR', now };
  const funnel = await siteFunnel(facts, { account: unnamed.account, site: null, ...span });
  assert.deepEqual([funnel.orders, funnel.value], [20, 1200]);
});

describe('refunds and the closing of a window', () => {
  it('[F15] refunds received before the closing count in the effect, and later ones are shown separately', async () => {
    const late = await new World(engines)
      .report({ of: 't0', at: closedAt })
      .report({ of: 't1', at: closedAt + 1 })
      .report({ of: 't2', at: closedAt - 1, says: { total: 20 } })
      .report({ of: 't2', at: closedAt + dayMs, says: { total: 30 } })
      .results();
    assert.deepEqual(summary(late), [8, 430, 9, 520, 3, 170, 2, 90]);
  });

  it('[F15] no report received after the closing moves effect, interval or path', async () => {
    const world = new World(engines);
    const before = await world.results();
    world.report({ of: 't0', at: closedAt + 1 }).report({ of: 'c0', at: closedAt + dayMs });
    const { gain, incrementalConversions, incrementalValue, path } = await world.results();
    const proof = { gain, incrementalConversions, incrementalValue, path };
    const was = before;
    assert.deepEqual(proof, {
      gain: was.gain,
      incrementalConversions: was.incrementalConversions,
      incrementalValue: was.incrementalValue,
      path: was.path,
    });
  });

  it('[F15] a conversion in the window that is received after the closing is so far, and in no effect', async () => {
    const world = new World(engines);
    world.conversions[0] = { ...world.conversions[0], received_at: closedAt + 1 };
    const results = await world.results();
    assert.deepEqual(summary(results), [10, 600, 9, 540, 0, 0, 0, 0]);
    assert.equal(armOf(results, 'treatment').takenBack.later.conversions, 1);
  });

  it('[F4] neither a server’s report nor a late event keeps a same-visit window open', async () => {
    const visit = { window: { type: 'visit' } } as const;
    const world = new World(engines).report({ of: 't0', at: now - 1 });
    world.event('t1', 'Page', began + 1, {}, { trust: 'page', received_at: now - 1 });
    const { pending } = await world.results(visit);
    assert.deepEqual(pending, { visitors: 0, lastClosesAt: null });
  });

  it('[F4] a visit that never ends keeps its window open for a day after the decision, and delays nobody else', async () => {
    const visit = { window: { type: 'visit' } } as const;
    const world = new World(engines);
    for (let at = began; at < now; at += 25 * 60_000)
      world.event('t0', 'Page', at, {}, { trust: 'page' });
    world.conversions[0] = { ...world.conversions[0], at: began + dayMs + 1 };
    const open = await world.results(visit, began + dayMs - 1);
    assert.deepEqual(open.pending, { visitors: 20, lastClosesAt: began + dayMs });
    const { pending, arms } = await world.results(visit);
    assert.deepEqual(pending, { visitors: 0, lastClosesAt: null });
    assert.deepEqual(
      arms.map(({ arm, closed, soFar }) => [arm, closed.eligible, soFar.converted]),
      [
        ['treatment', 10, 0],
        ['control', 10, 0],
      ],
    );
  });
});

describe('refunds in the other figures', () => {
  it('[F14] day rows, CSV, holdout and funnel say the same', async () => {
    const world = new World(engines)
      .report({ of: 't0', name: 'Order Cancelled' })
      .report({ of: 't1', says: { total: 15 } });
    const results = await world.results();
    assert.deepEqual(results.days[0]?.treatment, { ...armOf(results, 'treatment').soFar });
    assert.match(resultsCsv(results), /2026-01-10,treatment,10,0,0,9,525,/);
    const { facts } = engines;
    const holdout = await holdoutResult(facts, {
      ...{ account: world.account, goal, currency: 'EUR', since: began },
      ...{ horizonVisitors: 1000, now },
    });
    assert.equal(holdout.others.converted, 19);
    const span = {
      fromMs: began - 1,
      untilMs: began + 12 * hourMs,
      timeZone: 'UTC',
      currency: 'EUR',
      now,
    };
    const funnel = await siteFunnel(facts, { account: world.account, site: null, ...span });
    assert.deepEqual([funnel.visits, funnel.orders, funnel.value], [20, 19, 1125]);
    const whole = { ...span, untilMs: now };
    const all = await siteFunnel(facts, { account: world.account, site: null, ...whole });
    assert.deepEqual([all.visits, all.days.length], [20, 1]);
  });

  it('[F14] the funnel finds an order whose number has quotes, or is long', async () => {
    const world = new World(engines);
    const odd = [`"7" \\ ü`, 'n'.repeat(200)];
    for (const [at, order_id] of odd.entries()) {
      const id = `odd-${at}`;
      world.event('t0', 'Order Completed', began + hourMs, { order_id, total: 50 }, { id });
      world.report({ of: 't0', name: 'Order Cancelled', says: { order_id } });
    }
    const more = { fromMs: began - 1, untilMs: now, timeZone: 'UTC', currency: 'EUR', now };
    await world.results();
    const funnel = await siteFunnel(engines.facts, { ...more, account: world.account, site: null });
    assert.deepEqual([funnel.orders, funnel.value], [20, 1200]);
  });
});

// What is taken back if a goal's key changed while windows were open: on the real engine, against a
// world counted by hand, and over random worlds against a slow count that checks every report for
// every conversion.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { conversionKeyLength } from '@opportune/core/decision/step/convert.ts';
import { readPath } from '@opportune/core/behaviour/condition/pattern.ts';
import { seededRandom } from '@opportune/core/proof/test/random.test-support.ts';
import type { FactRow } from '@opportune/core/ports/facts.ts';
import type { JsonObject } from '@opportune/protocol/behaviour/event.ts';
import { testEngines, type TestEngines } from '../../adapter/engines.test-support.ts';
import { holdoutResult } from './holdout.ts';
import {
  armOf,
  began,
  dayMs,
  goal,
  hourMs,
  now,
  summary,
  World,
} from './orders-world.test-support.ts';
import { takenBackFrom } from '../conversions/taken-back.ts';
import { rounds } from '../../../../test/support/proof-size.test-support.ts';

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

const untouched = [10, 600, 10, 600, 0, 0, 0, 0];

/** As if the goal's key had been another property when a visitor's order came. */
function keyed(world: World, visitor: string, keyProperty: string, key: string): void {
  const row = world.conversions.find((each) => each['visitor'] === visitor);
  assert.ok(row);
  Object.assign(row, { key, key_property: keyProperty });
}

it('[F14] finds an order by as much of a long key as its conversion keeps', async () => {
  const world = new World(engines);
  const long = `${'ö😀'.repeat(90)}-t0`;
  keyed(world, 't0', 'order_id', [...long].slice(0, conversionKeyLength).join(''));
  world.report({ of: 't0', says: { total: 20, order_id: long } });
  assert.deepEqual(summary(await world.results()), [10, 580, 10, 580, 1, 20, 0, 0]);
});

describe('a goal whose key was changed', () => {
  it('[F14] takes back by the key that it had when the order came', async () => {
    // Visitors with an open window when the key changed, who then ordered with the new one.
    const world = new World(engines);
    keyed(world, 't0', 'invoice', 'i-t0');
    world
      .report({ of: 't0', says: { total: 20, invoice: 'i-t0' } })
      .report({ of: 't1', says: { total: 30, invoice: 'i-t1' } });
    const both = [10, 550, 10, 550, 2, 50, 0, 0];
    assert.deepEqual(summary(await world.results()), both);
    assert.deepEqual(summary(await world.results({ key: 'invoice' })), both);
    assert.deepEqual(summary(await world.results({ key: null })), both);
  });

  it('[F14] and not by the other one', async () => {
    const world = new World(engines);
    keyed(world, 't0', 'invoice', 'i-t0');
    world
      .report({ of: 't0', says: { total: 20 } })
      .report({ of: 't1', says: { total: 30, order_id: 'unknown', invoice: 'o-t1' } });
    assert.deepEqual(summary(await world.results()), untouched);
  });

  it('[F14] takes nothing back of an order whose old key is another order’s new one', async () => {
    const world = new World(engines);
    const seven = { invoice: 'o-t7' };
    // The first has the new key. The second came with the old one, and also carries that number.
    keyed(world, 't0', 'invoice', 'i-t0');
    world
      .report({ of: 't0', says: { total: 20, ...seven } })
      .report({ of: 't1', says: { total: 30, ...seven } });
    assert.deepEqual(summary(await world.results()), [10, 570, 10, 570, 1, 30, 0, 0]);
    world.report({ of: 't7', name: 'Order Cancelled' });
    assert.deepEqual(summary(await world.results()), [9, 510, 9, 510, 2, 90, 0, 0]);
  });

  it('[F14] [F3] an order whose new key equals an earlier order’s old key does not count, and changes nothing of that order', async () => {
    const world = new World(engines);
    keyed(world, 't0', 'invoice', 'o-t7');
    // Stored after that one's.
    const [row] = world.conversions.splice(0, 1);
    world.conversions.push({ ...row, ordinal: ++world.ordinal });
    const nine = [9, 540, 9, 540, 0, 0, 0, 0];
    world.report({ of: 't0', says: { total: 20, invoice: 'o-t7' } });
    assert.deepEqual(summary(await world.results()), nine);
  });

  it('[F14] of an order from before it was stored by what: by the key that the period began with', async () => {
    const world = new World(engines);
    keyed(world, 't0', '', 'i-t0');
    world.report({ of: 't0', says: { total: 20, invoice: 'i-t0' } });
    assert.deepEqual(summary(await world.results()), untouched);
    const invoiced = await world.results({ key: 'invoice' });
    assert.deepEqual(summary(invoiced), [10, 580, 10, 580, 1, 20, 0, 0]);
    assert.deepEqual(summary(await world.results({ key: null })), untouched);
  });

  it('[F14] a key is read of a report as it is of an order: by its whole name, then along its dots', async () => {
    const world = new World(engines);
    keyed(world, 't0', 'billing.number', '17');
    keyed(world, 't1', 'tax.number', 'x"\\1');
    world
      .report({ of: 't0', says: { total: 10, billing: { number: 17 } } })
      .report({ of: 't1', says: { total: 20, 'tax.number': 'x"\\1', tax: { number: 'other' } } })
      .report({ of: 't2', says: { order_id: null, total: 30, billing: 17, tax: ['x"\\1'] } });
    assert.deepEqual(summary(await world.results()), [10, 570, 10, 570, 2, 30, 0, 0]);
  });

  it('[F14] the holdout, the learner and the goal’s worth agree', async () => {
    const world = new World(engines);
    keyed(world, 't0', 'invoice', 'i-t0');
    world
      .report({ of: 't0', name: 'Order Cancelled', says: { invoice: 'i-t0' } })
      .report({ of: 't1', says: { total: 30, invoice: 'i-t1' } });
    await world.results();
    const { account } = world;
    const counted = { goal: { ...goal, key: 'invoice' }, currency: 'EUR' };
    const takenBack = takenBackFrom(engines.facts);
    const parts = await takenBack.of(account, counted, ['i-t0', 'o-t1', 'o-t2']);
    const at = began + dayMs;
    assert.deepEqual(
      parts,
      new Map([
        ['i-t0', [{ at, part: 1 }]],
        ['o-t1', [{ at, part: 0.5 }]],
      ]),
    );
    const span = { since: began - 1, closesAfterS: hourMs / 1000, now };
    const worth = await takenBack.worth(account, counted, span);
    assert.deepEqual([worth?.reached, worth?.mean], [20, (18 * 60 + 30) / 20]);
    const asked = { account, ...counted, since: began, horizonVisitors: 1000, now };
    assert.equal((await holdoutResult(engines.facts, asked)).others.converted, 19);
  });
});

const worlds = rounds({ usual: 5, full: 15 });
const orders = 60;
/** Few enough that numbers collide, within one property and across several. */
const numbers = 40;
const properties = ['order_id', 'invoice', 'billing.number'];

type Random = (below: number) => number;

function numbered(random: Random): JsonObject {
  const number = (): number => random(numbers);
  return {
    ...(random(4) > 0 ? { order_id: String(number()) } : {}),
    ...(random(4) > 0 ? { invoice: number() } : {}),
    ...(random(4) > 0 ? { billing: { number: number() } } : {}),
  };
}

function keyAt(says: JsonObject, property: string): string {
  const value = readPath(says, property);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Orders of a goal whose key changes as they arrive, and reports about them or about nothing. */
function randomWorld(random: Random): World {
  const world = new World(engines);
  for (const rows of [world.events, world.conversions]) rows.length = 0;
  const sold: JsonObject[] = [];
  for (let nth = 0; nth < orders; nth++) {
    const visitor = `${random(2) > 0 ? 't' : 'c'}${random(10)}`;
    const says = numbered(random);
    const [id, total] = [`completed-${nth}`, 10 * (1 + random(6))];
    world.event(visitor, 'Order Completed', began + hourMs, { ...says, total }, { id });
    sold.push(says);
    const property = ['', ...properties][random(4)] ?? '';
    const key = keyAt(says, property);
    world.conversions.push({
      ...{ account: world.account, site: 's1', visitor, goal: goal.id, event: id },
      key: key === '' ? `${visitor} ${id}` : key,
      key_property: key === '' || random(10) === 0 ? '' : property,
      ...{ at: began + hourMs, received_at: began + hourMs, value: total, currency: 'EUR' },
      ...{ trust: 'server', ordinal: ++world.ordinal },
    });
  }
  for (let nth = 0; nth < orders; nth++) {
    const name = random(4) > 0 ? 'Order Refunded' : 'Order Cancelled';
    const of = random(4) > 0 ? (sold[random(orders)] ?? {}) : numbered(random);
    const sum = random(5) > 0 ? { total: 5 * (1 + random(8)) } : {};
    const refund = random(5) > 0 ? {} : { refund_id: `r-${random(3)}` };
    const trust = random(8) > 0 ? 'server' : 'page';
    world.event('back-office', name, began + dayMs, { ...of, ...sum, ...refund }, { trust });
  }
  return world;
}

interface Slow {
  readonly converted: number;
  readonly value: number;
  readonly orders: number;
}

/** Checks every report for every conversion. */
function slowly(world: World, arm: string, goalKey: string): Slow {
  const cap = 100;
  const saysOf = (row: FactRow): JsonObject => JSON.parse(String(row['properties']));
  const standing = world.conversions.filter(
    (row, at, all) => all.findIndex((each) => each['key'] === row['key']) === at,
  );
  const ofVisitor = new Map<unknown, { converted: boolean; value: number }>();
  let taken = 0;
  for (const row of standing) {
    if (!String(row['visitor']).startsWith(arm)) continue;
    const property = String(row['key_property'] || goalKey);
    const parts = new Map<string, number>();
    for (const event of world.events) {
      const says = saysOf(event);
      if (event['name'] === 'Order Completed' || event['trust'] !== 'server') continue;
      if (keyAt(says, property) !== row['key']) continue;
      const report = String(says['refund_id'] ?? event['id']);
      const whole = event['name'] === 'Order Cancelled' || says['total'] === undefined;
      const part = whole ? 1 : Math.min(1, Number(says['total']) / Number(row['value']));
      if (!parts.has(report)) parts.set(report, part);
    }
    const rest = 1 - [...parts.values()].reduce((sum, part) => sum + part, 0);
    const left = rest < 1e-6 ? 0 : rest;
    if (left < 1) taken++;
    const of = ofVisitor.get(row['visitor']) ?? { converted: false, value: 0 };
    if (left > 0) of.converted = true;
    of.value += left * Number(row['value']);
    ofVisitor.set(row['visitor'], of);
  }
  const all = [...ofVisitor.values()];
  return {
    converted: all.filter((each) => each.converted).length,
    value: Math.round(all.reduce((sum, { value }) => sum + Math.min(cap, value), 0) * 1e6) / 1e6,
    orders: taken,
  };
}

it('[F14] random worlds of changed and colliding keys come to what a slow count says', async () => {
  let taken = 0;
  for (let seed = 1; seed <= worlds; seed++) {
    const next = seededRandom(seed);
    const world = randomWorld((below) => Math.floor(next() * below));
    const key = properties[seed % properties.length] ?? null;
    const [t, c] = [slowly(world, 't', key ?? ''), slowly(world, 'c', key ?? '')];
    const results = await world.results({ key });
    const [treatment, control] = (['treatment', 'control'] as const).map((arm): Slow => {
      const { soFar, closed, takenBack } = armOf(results, arm);
      assert.equal(closed.converted, soFar.converted);
      const value = Math.round(soFar.value * 1e6) / 1e6;
      return { converted: soFar.converted, value, orders: takenBack.orders };
    });
    assert.deepEqual({ treatment, control }, { treatment: t, control: c }, `seed ${seed}`);
    taken += t.orders + c.orders;
  }
  assert.ok(taken > 10 * worlds, `${taken} orders of which something was taken back`);
});

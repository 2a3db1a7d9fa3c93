// The cart as people read it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { eventName, type JsonObject } from '@opportune/protocol/behaviour/event.ts';
import { wildDeeds } from '../../../behaviour/test/histories.test-support.ts';
import { VisitId } from '@opportune/protocol/ids.ts';
import { event } from '../../../world/test/shop.test-support.ts';
import { cartOf, mostLines } from '../cart-lines.ts';
import type { StoredEvent } from '../../effect.ts';
import { playWild } from '../../test/campaigns.test-support.ts';
import { Visit } from '../../test/visit.test-support.ts';
import { rounds } from '../../../../../test/support/proof-size.test-support.ts';

const log = (...of: readonly (readonly [string, JsonObject])[]): StoredEvent[] =>
  of.map(([name, properties], ordinal) => ({
    ...event(name, ordinal, ordinal, { properties }),
    visit: VisitId.parse('v1'),
    holdout: false,
  }));
const orla = { name: 'Orla floor lamp', price: 289 };
const brae = { product_id: 17, price: 61.5, quantity: 2 };

test('[C47] the newest whole cart gives the lines, with names, prices and quantities', () => {
  const { lines, more } = cartOf(
    log(
      ['Product Added', { name: 'Tarn shade' }],
      ['Cart Updated', { total: 1, items: 1, products: [{ name: 'Old', price: 1 }] }],
      ['Cart Updated', { total: 412, items: 3, products: [orla, brae, 'no product', {}] }],
      ['Product Added', { name: 'Tarn shade' }],
    ),
  );
  assert.deepEqual(lines, [
    { name: 'Orla floor lamp', price: 289, quantity: 1 },
    { name: '17', price: 61.5, quantity: 2 },
  ]);
  assert.equal(more, 0);
});

test('[C47] without whole carts products are put in and taken out, and an order empties it', () => {
  const put = [
    ['Product Added', orla] as const,
    ['Product Added', { ...orla, quantity: 2 }] as const,
  ];
  assert.deepEqual(cartOf(log(...put)).lines, [{ ...orla, quantity: 3 }]);
  const taken = cartOf(log(...put, ['Product Removed', orla]));
  assert.deepEqual(taken.lines, [{ ...orla, quantity: 2 }]);
  assert.deepEqual(cartOf(log(...put, ['Order Completed', {}])).lines, []);
  assert.deepEqual(cartOf(log(...put, ['Product Removed', { ...orla, quantity: 9 }])).lines, []);
});

test('[C47] a long cart is cut and says how many more lines there are', () => {
  const products = Array.from({ length: mostLines + 3 }, (_, n) => ({ name: `p${n}` }));
  const { lines, more } = cartOf(log(['Cart Updated', { total: 1, items: 9, products }]));
  assert.deepEqual([lines.length, more], [mostLines, 3]);
});

test('[C47] what leaves the profile’s cart alone leaves the lines alone: a repeated order, an older report, history', () => {
  const whole = (name: string) => ({ total: 9, items: 1, products: [{ name }] });
  const order = { order_id: 'o-1', total: 9 };
  const told = log(
    ['Cart Updated', whole('ordered')],
    ['Order Completed', order],
    ['Cart Updated', whole('new')],
    ['Order Completed', order],
  );
  assert.deepEqual(names(told), ['new']);
  const older = log(['Cart Updated', whole('new')], ['Cart Updated', whole('older')]);
  assert.deepEqual(names(older.map((each, at) => ({ ...each, at: -at }))), ['new']);
  const history = log(
    ['Product Added', { name: 'new' }],
    ['Product Added', { name: 'old' }],
    ['Order Completed', { order_id: 'o-0', total: 9 }],
  ).map((each, at) => (at === 0 ? each : { ...each, at: -9 + at, imported: true }));
  assert.deepEqual(names(history), ['new']);
});

test('[C47] for random histories without removals the lines are the products of the profile’s cart', () => {
  const runs = rounds({ usual: 400, full: 2000 });
  let full = 0;
  fc.assert(
    fc.property(wildDeeds, (history) => {
      const visit = new Visit([]);
      for (const deed of history) if (deed.name !== eventName.productRemoved) playWild(visit, deed);
      assert.deepEqual(names(visit.stored), [...visit.state.cart.products]);
      if (visit.state.cart.products.length > 0) full++;
    }),
    { seed: 20_261_122, numRuns: runs },
  );
  assert.ok(full > 0.15 * runs, `only ${full} carts had something in them`);
});

function names(events: readonly StoredEvent[]): readonly string[] {
  return cartOf(events).lines.map(({ name }) => name);
}

// The order of a live list while somebody points at it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdOrder } from './hold-order.ts';

const empty = { shown: [], waiting: [] };

test('without a pointer the list follows the wanted order', () => {
  const first = holdOrder<string>(empty, ['a', 'b'], false);
  assert.deepEqual(holdOrder(first, ['b', 'c', 'a'], false), {
    shown: ['b', 'c', 'a'],
    waiting: [],
  });
});

test('held, rows keep their places and new ones wait in their order', () => {
  const held = holdOrder({ shown: ['a', 'b'], waiting: [] }, ['c', 'b', 'd', 'a'], true);
  assert.deepEqual(held, { shown: ['a', 'b'], waiting: ['c', 'd'] });
});

test('held, a row that left keeps its place, and a waiting row that left waits no longer', () => {
  const held = holdOrder({ shown: ['a', 'b'], waiting: ['c'] }, ['b'], true);
  assert.deepEqual(held, { shown: ['a', 'b'], waiting: [] });
});

test('released, the list takes the wanted order and nothing waits', () => {
  assert.deepEqual(holdOrder({ shown: ['a', 'b'], waiting: ['c'] }, ['c', 'b'], false), {
    shown: ['c', 'b'],
    waiting: [],
  });
});

test('an empty list takes its first rows even under the pointer', () => {
  assert.deepEqual(holdOrder<string>(empty, ['a'], true), { shown: ['a'], waiting: [] });
});

test('an order that did not change is the same value, so that nothing is drawn again', () => {
  const order = { shown: ['a', 'b'], waiting: ['c'] };
  assert.equal(holdOrder(order, ['c', 'a', 'b'], true), order);
  const settled = { shown: ['a', 'b'], waiting: [] };
  assert.equal(holdOrder(settled, ['a', 'b'], false), settled);
});

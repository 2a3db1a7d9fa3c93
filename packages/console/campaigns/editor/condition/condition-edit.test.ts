import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import {
  addTo,
  moveAt,
  negateAt,
  nodeAt,
  removeAt,
  setAt,
  setLogic,
  unwrapAt,
  wrapAt,
} from './condition-edit.ts';

const cart: Condition = { fact: 'cart.total', op: 'gte', value: 100 };
const leaving: Condition = { leaving: true };
const idle: Condition = { idle: { forS: 20 } };
const base: Condition = {
  all: [cart, { any: [leaving, idle] }, { not: { performed: { event: 'Order Completed' } } }],
};

test('a value changes at its path and nowhere else', () => {
  assert.deepEqual(setAt(base, 'all.0.value', 250), {
    all: [
      { ...cart, value: 250 },
      { any: [leaving, idle] },
      { not: { performed: { event: 'Order Completed' } } },
    ],
  });
  assert.deepEqual(base.all[0], cart);
});

test('a change that would break the grammar is refused', () => {
  assert.equal(setAt(base, 'all.1.any.1.idle.forS', -3), null);
});

test('a key is added and removed again', () => {
  const within = setAt(base, 'all.2.not.withinS', 60);
  assert.ok(within !== null);
  assert.deepEqual(setAt(within, 'all.2.not.withinS', undefined), base);
});

test('removing a part also removes a not around it and groups left empty', () => {
  assert.deepEqual(removeAt(base, 'all.2.not'), { all: [cart, { any: [leaving, idle] }] });
  assert.deepEqual(removeAt({ all: [cart, { any: [leaving] }] }, 'all.1.any.0'), { all: [cart] });
  assert.deepEqual(removeAt(cart, ''), { all: [] });
  assert.deepEqual(removeAt({ any: [cart] }, 'any.0'), { all: [] });
});

test('adding to a lone condition makes a group of both', () => {
  assert.deepEqual(addTo(cart, '', leaving), { all: [cart, leaving] });
  assert.deepEqual(nodeAt(addTo(base, 'all.1', cart), 'all.1'), { any: [leaving, idle, cart] });
});

test('logic changes between all, any and none, and keeps the parts', () => {
  const none = setLogic(base, 'all.1', 'not');
  assert.deepEqual(nodeAt(none, 'all.1'), { not: { any: [leaving, idle] } });
  assert.deepEqual(nodeAt(setLogic(none, 'all.1', 'all'), 'all.1'), { all: [leaving, idle] });
});

test('negating twice gives the same condition', () => {
  assert.deepEqual(negateAt(negateAt(base, 'all.0'), 'all.0'), base);
});

test('a part is wrapped in a group and unwrapped again', () => {
  const wrapped = wrapAt(base, 'all.0', 'any');
  assert.deepEqual(nodeAt(wrapped, 'all.0'), { any: [cart] });
  assert.deepEqual(unwrapAt(wrapped, 'all.0'), base);
  assert.deepEqual(unwrapAt(base, 'all.1'), {
    all: [cart, leaving, idle, { not: { performed: { event: 'Order Completed' } } }],
  });
});

test('a part moves within its group and stops at the ends', () => {
  assert.deepEqual(nodeAt(moveAt(base, 'all.0', 1), 'all.1'), cart);
  assert.deepEqual(moveAt(base, 'all.0', -1), base);
});

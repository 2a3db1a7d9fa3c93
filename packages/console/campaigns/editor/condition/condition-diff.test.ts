import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import { diffConditions } from './condition-diff.ts';

const cart: Condition = { fact: 'cart.total', op: 'gte', value: 100 };
const dwell: Condition = { dwell: { on: 'page', forS: 40 } };
const live: Condition = { all: [cart, { any: [dwell, { leaving: true }] }] };

test('equal conditions have no marks', () => {
  const diff = diffConditions(live, structuredClone(live));
  assert.equal(diff.marks.size + diff.removed.size, 0);
});

test('a changed value is marked with its live value', () => {
  const draft: Condition = {
    all: [cart, { any: [{ dwell: { on: 'page', forS: 45 } }, { leaving: true }] }],
  };
  assert.deepEqual(
    [...diffConditions(live, draft).marks],
    [['all.1.any.0.dwell.forS', { was: 40 }]],
  );
});

test('a part added at the front does not mark the parts behind it', () => {
  const draft: Condition = { all: [{ fact: 'visit.pages', op: 'gte', value: 3 }, ...live.all] };
  assert.deepEqual([...diffConditions(live, draft).marks], [['all.0', {}]]);
});

test('a removed part is listed at its group', () => {
  const draft: Condition = { all: [cart, { any: [{ leaving: true }] }] };
  assert.deepEqual([...diffConditions(live, draft).removed], [['all.1', [dwell]]]);
});

test('a change of logic marks the group and not its parts', () => {
  const draft: Condition = { any: [...live.all] };
  assert.deepEqual([...diffConditions(live, draft).marks], [['any', { was: 'all' }]]);
});

test('a lone condition that gets a sibling is not new itself', () => {
  const draft: Condition = { all: [{ ...cart, value: 250 }, dwell] };
  assert.deepEqual(
    [...diffConditions(cart, draft).marks],
    [
      ['all.0.value', { was: 100 }],
      ['all.1', {}],
    ],
  );
});

test('an entirely different condition is new, and the old one is removed', () => {
  const diff = diffConditions(cart, dwell);
  assert.deepEqual(diff.marks.get(''), {});
  assert.deepEqual(diff.removed.get(''), [cart]);
});

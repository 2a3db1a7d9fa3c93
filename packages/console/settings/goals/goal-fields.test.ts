import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Goal } from '@opportune/protocol/campaign/campaign.ts';
import { emptyGoal, fieldsOf, goalOf } from './goal-fields.ts';

const goals = [
  {
    name: 'Purchase',
    kind: 'purchase',
    event: { event: 'Order Completed' },
    value: { type: 'property', path: 'total' },
    valueCap: 1500,
    key: 'order_id',
    window: { type: 'duration', seconds: 604_800 },
    trust: 'server',
  },
  {
    name: 'Thanks',
    kind: 'page',
    event: { event: 'Page', where: [{ path: 'path', op: 'startsWith', value: '/thanks' }] },
    value: { type: 'none' },
    valueCap: null,
    key: null,
    window: { type: 'visit' },
    trust: 'page',
  },
  {
    name: 'Lead',
    kind: 'lead',
    event: { event: 'Form Submitted', where: [{ path: 'form', op: 'eq', value: 'quote' }] },
    value: { type: 'fixed', amount: 40 },
    valueCap: null,
    key: null,
    window: { type: 'duration', seconds: 3600 },
    trust: 'signed',
  },
];

test('a goal goes through the form unchanged, with what has no field', () => {
  for (const each of goals) {
    const goal = Goal.parse({ id: 'g', ...each });
    assert.deepEqual({ id: 'g', ...goalOf(fieldsOf(goal)) }, goal);
  }
});

test('the empty form, named, is a goal that the schema takes', () => {
  assert.ok(Goal.omit({ id: true }).safeParse(goalOf({ ...emptyGoal, name: 'Purchase' })).success);
});

test('a goal that only counts has no cap, whatever the field says', () => {
  assert.equal(goalOf({ ...emptyGoal, name: 'x', value: 'none', cap: 20 }).valueCap, null);
});

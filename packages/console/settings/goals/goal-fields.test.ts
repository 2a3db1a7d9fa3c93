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

test('a goal passes through the form unchanged, including parts without a field', () => {
  for (const each of goals) {
    const goal = Goal.parse({ id: 'g', ...each });
    assert.deepEqual({ id: 'g', ...goalOf(fieldsOf(goal)) }, goal);
  }
});

test('the schema accepts the empty form once it has a name', () => {
  assert.ok(Goal.omit({ id: true }).safeParse(goalOf({ ...emptyGoal, name: 'Purchase' })).success);
});

test('a goal without a value has no cap, whatever the field contains', () => {
  assert.equal(goalOf({ ...emptyGoal, name: 'x', value: 'none', cap: 20 }).valueCap, null);
});

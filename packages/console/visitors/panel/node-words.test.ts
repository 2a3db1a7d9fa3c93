// Conditions and the values of their facts in words, as the visitor panel shows them.
import '../../words/visit-words.test-support.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import type { Reason } from '@opportune/protocol/campaign/decision.ts';
import { format } from '../../words/format.ts';
import { nodeWords, valueWords } from './node-words.ts';

const reason = (node: Condition, value: Reason['value'], holds = false): Reason => ({
  holds,
  node,
  value,
  wakesAt: null,
  parts: [],
});
const cart: Condition = { fact: 'cart.total', op: 'gte', value: 250 };

test('a condition begins with a capital and carries the unit of its fact', () => {
  assert.equal(nodeWords(cart), 'Cart total is at least €250');
  assert.equal(nodeWords({ dwell: { on: 'page', forS: 20 } }), '20 s on the page');
});

test('a country has its name in the condition and the value, and an unknown code stays', () => {
  const node: Condition = { fact: 'place.country', op: 'in', value: ['NL', 'DE'] };
  assert.equal(nodeWords(node), 'Country is one of Netherlands, Germany');
  assert.equal(valueWords(reason(node, 'NL')), 'Netherlands');
  assert.equal(valueWords(reason(node, 'nowhere')), 'nowhere');
});

test('a value is written in the unit of its fact', () => {
  const values: readonly [Condition, Reason['value'], string][] = [
    [cart, 412, '€412.00'],
    [{ dwell: { on: 'page', forS: 20 } }, 12.7, '12 s'],
    [{ idle: { forS: 300 } }, 150, '2:30'],
    [{ performed: { event: 'Payment Failed' } }, 0, '0 times'],
    [{ performed: { event: 'Payment Failed' } }, 1, '1 time'],
    [{ fact: 'visitor.returning', op: 'eq', value: true }, false, 'no'],
    [
      { fact: 'page.section', op: 'contains', value: 'Help' },
      ['Help', 'Delivery'],
      'Help, Delivery',
    ],
  ];
  for (const [node, value, words] of values) assert.equal(valueWords(reason(node, value)), words);
});

test('a missing value reads unknown, not yet or not there, by the kind of condition', () => {
  assert.equal(valueWords(reason(cart, null)), 'unknown');
  assert.equal(valueWords(reason({ leaving: true }, false)), 'not yet');
  const dwell: Condition = { dwell: { on: 'section', section: 'Checkout', forS: 20 } };
  assert.equal(valueWords(reason(dwell, null)), 'not there');
});

test('every kind of node is read out, with a value that says how far it is', () => {
  const [a, b] = [{ event: 'Product Viewed' }, { event: 'Checkout Started' }];
  const nodes: readonly [Condition, Reason['value'], string, string][] = [
    [
      { performed: a, count: { op: 'gte', value: 3 }, withinS: 60 },
      2,
      'Product Viewed happened at least 3 times within 60 s',
      '2 times',
    ],
    [
      { sequence: [a, b], withinS: 90, without: { event: 'Page' } },
      1,
      'Product Viewed then Checkout Started without Page within 90 s',
      '1 of 2 steps',
    ],
    [
      { absence: b, after: a, withinS: 60 },
      12.4,
      'Checkout Started did not follow within 60 s of Product Viewed',
      '12 s since',
    ],
    [
      { absence: b, after: a, withinS: 60 },
      null,
      'Checkout Started did not follow within 60 s of Product Viewed',
      'not yet',
    ],
    [{ dwell: { on: 'visit', forS: 30 } }, 4, '30 s of attention in the visit', '4 s'],
    [{ idle: { forS: 30 } }, null, 'Idle for 30 s', 'active'],
    [{ leaving: true }, true, 'About to leave', 'not yet'],
    [
      { score: { fact: 'intent.score', rises: 70, falls: 30 } },
      64,
      'Intent rose to 70 and has not fallen to 30',
      '64',
    ],
    [{ fact: 'custom.tier', op: 'eq', value: 'gold' }, 'blue', 'Tier is gold', 'blue'],
    [{ fact: 'custom.tier', op: 'exists' }, '•••', 'Tier is known', 'personal, not shown'],
    [
      { fact: 'cart.changed', op: 'withinLast', value: 30 },
      0,
      'Cart changed is within the last 30 s',
      format.dateTime(0),
    ],
    [
      { fact: 'cart.products', op: 'contains', value: 'p1' },
      [],
      'Products in the cart includes p1',
      'none',
    ],
  ];
  for (const [node, value, words, shown] of nodes)
    assert.deepEqual([nodeWords(node), valueWords(reason(node, value))], [words, shown]);
});

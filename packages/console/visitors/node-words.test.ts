// Conditions and the values of their facts, as the panel reads them out.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Condition } from '@opportune/protocol/condition.ts';
import type { Reason } from '@opportune/protocol/decision.ts';
import { createFormat } from '../ui/format.ts';
import { nodeWords, valueWords } from './node-words.ts';

const format = createFormat({ timeZone: 'UTC', currency: 'EUR' });
const reason = (node: Condition, value: Reason['value'], holds = false): Reason => ({
  holds,
  node,
  value,
  wakesAt: null,
  parts: [],
});
const cart: Condition = { fact: 'cart.total', op: 'gte', value: 250 };

test('a condition begins with a capital and carries the unit of its fact', () => {
  assert.equal(nodeWords(cart, format), 'Cart total is at least €250');
  assert.equal(nodeWords({ dwell: { on: 'page', forS: 20 } }, format), '20 s on the page');
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
  for (const [node, value, words] of values)
    assert.equal(valueWords(reason(node, value), format), words);
});

test('what is not known is called unknown, leaving that did not happen is not yet, and a dwell elsewhere is not there', () => {
  assert.equal(valueWords(reason(cart, null), format), 'unknown');
  assert.equal(valueWords(reason({ leaving: true }, false), format), 'not yet');
  const dwell: Condition = { dwell: { on: 'section', section: 'Checkout', forS: 20 } };
  assert.equal(valueWords(reason(dwell, null), format), 'not there');
});

// What an event is credited as: the goal's key as defined when the event comes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';
import {
  account,
  configuration,
  event,
  noon,
  purchase,
  site,
} from '../../../world/test/shop.test-support.ts';
import { compileConfiguration } from '../../configuration/compile.ts';
import { convert } from '../convert.ts';
import type { Effect } from '../../effect.ts';
import { newVisitor } from '../../state/state.ts';

test('[F14] a conversion says from which property of its event the key was read', () => {
  const visitor = VisitorId.parse('anna');
  const state = newVisitor(account, site, visitor);
  const properties = { order_id: 'o-7', billing: { number: 7 }, 'tax.number': 't-7', empty: '' };
  const keys = ['order_id', 'billing.number', 'tax.number', 'empty', null];
  const effects: Effect[] = [];
  for (const [at, key] of keys.entries()) {
    const compiled = compileConfiguration(configuration([], { goals: [{ ...purchase, key }] }));
    const ordered = event(eventName.orderCompleted, noon + at, at + 1, { visitor, properties });
    convert(state, ordered, compiled, effects);
  }
  assert.deepEqual(
    effects.map((each) =>
      each.type === 'convert' ? [each.conversion.keyProperty, each.conversion.key] : each.type,
    ),
    [
      ['order_id', 'o-7'],
      ['billing.number', '7'],
      ['tax.number', 't-7'],
      ['', 'anna e4'],
      ['', 'anna e5'],
    ],
  );
});

test('[F14] a key is kept up to its length, and no character is cut in two', () => {
  const visitor = VisitorId.parse('anna');
  const state = newVisitor(account, site, visitor);
  const effects: Effect[] = [];
  const compiled = compileConfiguration(configuration([], { goals: [purchase] }));
  const orders = ['😀'.repeat(200), 'o'.repeat(128), '😀'.repeat(100)];
  for (const [at, order_id] of orders.entries()) {
    const more = { visitor, properties: { order_id } };
    convert(state, event(eventName.orderCompleted, noon + at, at + 1, more), compiled, effects);
  }
  assert.deepEqual(
    effects.map((each) => (each.type === 'convert' ? each.conversion.key : each.type)),
    ['😀'.repeat(128), 'o'.repeat(128), '😀'.repeat(100)],
  );
});

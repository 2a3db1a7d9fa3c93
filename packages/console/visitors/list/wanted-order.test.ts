// Order, filters and search of the live list.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VisitorRow } from '@opportune/protocol/rest/visitor.ts';
import { wantedOrder, type Wanted } from './wanted-order.ts';

function row(visitor: string, more: Partial<Record<keyof VisitorRow, unknown>> = {}): VisitorRow {
  return VisitorRow.parse({
    visitor,
    site: 's',
    name: null,
    verified: false,
    page: { title: 'Home', path: '/', url: 'https://shop.example/' },
    sections: [],
    referrer: '',
    sourceChannel: 'direct',
    device: {
      type: 'desktop',
      browser: 'Firefox',
      os: 'Linux',
      language: 'en',
      timeZone: 'UTC',
      viewportWidth: 1200,
    },
    place: null,
    pageSince: 0,
    visitSince: 0,
    lastSeenAt: 0,
    online: true,
    pages: 1,
    visits: 1,
    cartTotal: null,
    cartItems: 0,
    campaign: null,
    reason: null,
    intent: null,
    holdout: false,
    conversation: null,
    ...more,
  });
}
const all: Wanted = { sorting: 'promise', filters: [], search: '' };
const name = (each: VisitorRow): string => each.name ?? each.visitor;

test('the furthest in a campaign comes first, then soon eligible, larger cart and id', () => {
  const campaign = (step: string) => ({
    campaign: { id: 'c', name: 'C', step, arm: 'treatment', optimises: false },
  });
  const rows = [
    row('c'),
    row('b'),
    row('done', campaign('converted')),
    row('cart', { cartTotal: 40, cartItems: 1 }),
    row('soon', { reason: { key: 'soon', values: {} } }),
    row('seen', campaign('exposed')),
    row('talks', campaign('engaged')),
  ];
  assert.deepEqual(wantedOrder(rows, all, name), [
    'talks',
    'seen',
    'soon',
    'cart',
    'b',
    'c',
    'done',
  ]);
});

test('the order does not depend on the order of arrival', () => {
  const rows = ['x', 'a', 'm'].map((id) => row(id));
  assert.deepEqual(wantedOrder(rows, all, name), wantedOrder(rows.toReversed(), all, name));
});

test('longest on the page first, by the instant they came to it', () => {
  const rows = [row('late', { pageSince: 900 }), row('early', { pageSince: 100 })];
  assert.deepEqual(wantedOrder(rows, { ...all, sorting: 'time' }, name), ['early', 'late']);
});

test('filters add up, and what passes none is left out', () => {
  const rows = [
    row('a', { cartItems: 1, visits: 2 }),
    row('b', { cartItems: 1 }),
    row('c', { visits: 3 }),
  ];
  assert.deepEqual(wantedOrder(rows, { ...all, filters: ['cart', 'returning'] }, name), ['a']);
});

test('every word of a search must be found, in name, id, page, section or campaign', () => {
  const rows = [
    row('a', { name: 'Clara Jensen', sections: ['Help'] }),
    row('b', { name: 'Clara Roux' }),
  ];
  assert.deepEqual(wantedOrder(rows, { ...all, search: 'clara HELP' }, name), ['a']);
  assert.deepEqual(wantedOrder(rows, { ...all, search: 'nobody' }, name), []);
});

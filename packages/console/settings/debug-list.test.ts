import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DebugEntry } from '@opportune/protocol/rest/site.ts';
import { fitsEntry, heldEntries } from './debug-list.ts';
import { inkOn } from './ink.ts';

const entry = (name: string, more: Partial<DebugEntry> = {}): DebugEntry =>
  DebugEntry.parse({
    at: 1,
    site: 's',
    verdict: 'accepted',
    name,
    kind: 'track',
    visitor: 'v1',
    trust: 'page',
    code: null,
    message: null,
    path: null,
    received: '{}',
    ...more,
  });

test('events that were told of are among the accepted', () => {
  assert.ok(fitsEntry(entry('Page', { verdict: 'told' }), 'accepted', ''));
  assert.ok(!fitsEntry(entry('Page', { verdict: 'told' }), 'refused', ''));
  assert.ok(fitsEntry(entry('Page', { verdict: 'refused' }), 'refused', ''));
});

test('an event is found by its name, its visitor and its code', () => {
  for (const search of ['order', 'V1', 'trust_too'])
    assert.ok(
      fitsEntry(entry('Order Completed', { code: 'goal.trust_too_low' }), 'all', search),
      search,
    );
  assert.ok(!fitsEntry(entry('Page'), 'all', 'order'));
});

test('a held list keeps its rows, counts the new ones and shows a changed verdict', () => {
  const old = [entry('B', { at: 2 }), entry('A')];
  const { shown, waiting } = heldEntries(
    [entry('C', { at: 3 }), entry('B', { at: 2, verdict: 'refused' }), entry('A')],
    old,
  );
  assert.deepEqual(
    shown.map(({ name, verdict }) => [name, verdict]),
    [
      ['B', 'refused'],
      ['A', 'accepted'],
    ],
  );
  assert.equal(waiting, 1);
});

test('ink is what contrasts more', () => {
  assert.equal(inkOn('#30513f'), '#ffffff');
  assert.equal(inkOn('#f2d16b'), '#000000');
});

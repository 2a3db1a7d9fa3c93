import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DebugEntry } from '@opportune/protocol/rest/site.ts';
import { fitsEntry, foldRepeats, heldEntries } from './debug-list.ts';

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

test('events with a note count as accepted', () => {
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

test('a held list keeps its rows, counts new ones and shows changed verdicts', () => {
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

test('a repeat is folded into its event, or stands alone if that is no longer in the list', () => {
  const repeat = { verdict: 'told', code: 'event.repeat' } as const;
  const left = { received: '{"id":"e1"}' };
  const folded = foldRepeats([
    entry('Page Left', { at: 3, ...left, ...repeat }),
    entry('Page Left', { at: 2, ...left, ...repeat }),
    entry('Page Left', { at: 1, ...left }),
    entry('Page Left', { visitor: 'v2', ...left, ...repeat }),
    entry('Page Left', { received: '{"id":"e2"}' }),
  ]);
  assert.deepEqual(
    folded.map(({ entry: { visitor, received }, repeats }) => [visitor, received, repeats]),
    [
      ['v1', '{"id":"e1"}', 2],
      ['v2', '{"id":"e1"}', 0],
      ['v1', '{"id":"e2"}', 0],
    ],
  );
});

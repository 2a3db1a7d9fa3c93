import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TimelineEntry } from '@opportune/protocol/rest/visitor.ts';
import { toldEntries } from './told-entries.ts';

const entry = (name: string, value: TimelineEntry['value'] = null): TimelineEntry => ({
  at: 1,
  kind: 'event',
  name,
  about: '',
  value,
});

test('a cart update shows when the cart value changes, not when a page repeats it', () => {
  const told = toldEntries([
    entry('Page'),
    entry('Cart Updated', 0),
    entry('Cart Updated', 289),
    entry('Page'),
    entry('Cart Updated', 289),
    entry('Cart Updated', 0),
    entry('Cart Updated'),
  ]);
  assert.deepEqual(
    told.map(({ name, value }) => [name, value]),
    [
      ['Page', null],
      ['Cart Updated', 289],
      ['Page', null],
      ['Cart Updated', 0],
    ],
  );
});

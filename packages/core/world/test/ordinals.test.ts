// Ordinals of the log rise whatever the clock does, also above those that an earlier run stored.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOrdinals } from '../ordinals.ts';

test('ordinals rise within one millisecond and when the clock is set back', () => {
  let now = 1000;
  const { next } = createOrdinals({ now: () => now });
  const first = next();
  const second = next();
  now = 1;
  assert.ok(second > first && next() > second);
});

test('the newest ordinal is none that will be given, and not below one that was', () => {
  const ordinals = createOrdinals({ now: () => 7 });
  const before = ordinals.newest();
  const first = ordinals.next();
  assert.ok(before < first && ordinals.newest() === first);
  assert.ok(ordinals.next() > first);
});

test('ordinals rise above a log that was stored while the clock was ahead', () => {
  const ordinals = createOrdinals({ now: () => 1 });
  ordinals.above(5_000_000);
  assert.ok(ordinals.next() > 5_000_000);
  ordinals.above(1);
  assert.ok(ordinals.next() > 5_000_001);
});

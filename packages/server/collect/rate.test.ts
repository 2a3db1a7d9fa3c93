// Token buckets against a clock of the test's own: bursts, refill, and tables that stay small.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BoundedMap } from './bounded-map.ts';
import { Buckets } from './rate.ts';

test('[I7] a bucket gives its burst, then so many a second, and never more than its burst', () => {
  const buckets = new Buckets({ perSecond: 10, burst: 20, keys: 5 });
  assert.equal(buckets.takeUpTo('a', 25, 0), 20);
  assert.equal(buckets.takeUpTo('a', 1, 50), 0);
  assert.equal(buckets.takeUpTo('a', 5, 300), 3);
  assert.equal(buckets.takeUpTo('a', 100, 1_000_000), 20);
  assert.equal(buckets.takeUpTo('b', 1, 1_000_000), 1);
});

test('[I7] all or nothing takes nothing where there is not enough, and a batch beyond the burst still passes once', () => {
  const buckets = new Buckets({ perSecond: 10, burst: 20, keys: 5 });
  assert.equal(buckets.takeAll('a', 15, 0), true);
  assert.equal(buckets.takeAll('a', 15, 0), false);
  assert.equal(buckets.takeUpTo('a', 20, 0), 5);
  assert.equal(buckets.takeAll('b', 500, 0), true);
});

test('[I7] a clock that stands still or jumps back gives nothing', () => {
  const buckets = new Buckets({ perSecond: 10, burst: 1, keys: 5 });
  assert.equal(buckets.takeUpTo('a', 1, 1000), 1);
  assert.equal(buckets.takeUpTo('a', 1, 0), 0);
});

test('[I7] a bounded map keeps what was used last', () => {
  const map = new BoundedMap<string, number>(2);
  map.set('a', 1);
  map.set('b', 2);
  assert.equal(map.get('a'), 1);
  map.set('c', 3);
  assert.deepEqual([map.get('a'), map.get('b'), map.get('c'), map.size], [1, undefined, 3, 2]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReusedBodies } from './reused-bodies.ts';

test('memory is used again once it was given back, and never by two at once', () => {
  const bodies = new ReusedBodies();
  const one = bodies.take(100_000);
  const other = bodies.take(100_000);
  assert.equal(one.length, 100_000);
  assert.notEqual(one.buffer, other.buffer);
  bodies.give(one);
  const again = bodies.take(80_000);
  assert.equal(again.buffer, one.buffer);
  assert.equal(again.length, 80_000);
  assert.notEqual(bodies.take(10).buffer, again.buffer);
});

test('the largest is kept, but none that is out of the ordinary', () => {
  const bodies = new ReusedBodies();
  const [small, large] = [bodies.take(1000), bodies.take(1_000_000)];
  bodies.give(large);
  bodies.give(small);
  assert.equal(bodies.take(1000).buffer, large.buffer);
  const huge = bodies.take(65 * 1024 * 1024);
  bodies.give(huge);
  assert.notEqual(bodies.take(1000).buffer, huge.buffer);
});

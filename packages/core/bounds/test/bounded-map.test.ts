import assert from 'node:assert/strict';
import { it } from 'node:test';
import { BoundedMap } from '../bounded-map.ts';

it('a bounded map keeps the most recently used entries', () => {
  const map = new BoundedMap<string, number>(2);
  map.set('a', 1);
  map.set('b', 2);
  assert.equal(map.get('a'), 1);
  map.set('c', 3);
  assert.deepEqual([map.get('a'), map.get('b'), map.get('c'), map.size], [1, undefined, 3, 2]);
});

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { SizedMap } from '../sized-map.ts';

const sizeOf = (value: string): number => value.length;

it('a sized map evicts what was used longest ago, by entries and by bytes', () => {
  const map = new SizedMap<string, string>({ entries: 3, bytes: 10, sizeOf });
  for (const key of ['a', 'b', 'c']) map.set(key, 'xxx');
  assert.equal(map.get('a'), 'xxx');
  map.set('d', 'x');
  assert.deepEqual(
    map.entries().map(([key]) => key),
    ['c', 'a', 'd'],
  );
  map.set('e', 'xxxxxx');
  assert.deepEqual(
    map.entries().map(([key]) => key),
    ['a', 'd', 'e'],
  );
  assert.equal(map.sizeBytes, 10);
});

it('a sized map counts an entry that grows, and keeps none that is larger than its bound', () => {
  const map = new SizedMap<string, string>({ entries: 9, bytes: 10, sizeOf });
  map.set('a', 'xx');
  map.set('b', 'xx');
  map.set('b', 'xxxxxxxxx');
  assert.deepEqual(
    map.entries().map(([key]) => key),
    ['b'],
  );
  map.set('b', 'xxxxxxxxxxx');
  assert.deepEqual([map.size, map.sizeBytes, map.get('b')], [0, 0, undefined]);
});

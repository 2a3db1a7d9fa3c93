// Which rows are drawn, and that the pointed-at row stays in its place.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawnRows, heldRow, rowsInSight, steadied } from './rows-in-sight.ts';

test('[C41] a long list draws the rows in sight and at least eight around them, in fours', () => {
  const sight = { top: 5200, height: 520 };
  assert.deepEqual(rowsInSight(sight, 0, 52, 500), { first: 92, end: 120 });
  assert.deepEqual(rowsInSight(sight, 5200, 52, 500), { first: 0, end: 20 });
  const further = { ...sight, top: 5200 + 90 };
  assert.deepEqual(rowsInSight(further, 0, 52, 500), { first: 92, end: 120 });
});

test('[C41] a list out of sight draws no row, and a short list draws all', () => {
  assert.deepEqual(rowsInSight({ top: 5200, height: 520 }, 0, 52, 20), { first: 20, end: 20 });
  assert.deepEqual(rowsInSight({ top: 0, height: 520 }, 5200, 52, 20), { first: 0, end: 0 });
  assert.deepEqual(rowsInSight({ top: 0, height: 520 }, 32, 52, 3), { first: 0, end: 3 });
});

test('[C41] rows that somebody is at are drawn wherever they are, in order', () => {
  assert.deepEqual(drawnRows({ first: 3, end: 6 }, [90, 4, 0]), [0, 3, 4, 5, 90]);
});

test('[C41] a row stays in its place when others come or go above it', () => {
  assert.deepEqual(steadied({ scrolled: 520, free: 0 }, -104), { scrolled: 416, free: 0 });
  assert.deepEqual(steadied({ scrolled: 520, free: 0 }, 52), { scrolled: 572, free: 0 });
});

test('[C41] a list that cannot scroll further begins lower, until rows come above', () => {
  const low = steadied({ scrolled: 52, free: 0 }, -104);
  assert.deepEqual(low, { scrolled: 0, free: 52 });
  assert.deepEqual(steadied(low, 104), { scrolled: 52, free: 0 });
});

test('[C41] if the held row is gone, the next below holds the list, else the last above', () => {
  const before = ['a', 'b', 'c', 'd'];
  const there =
    (...ids: string[]) =>
    (id: string) =>
      ids.includes(id);
  assert.equal(heldRow(before, 'b', there('a', 'b')), 'b');
  assert.equal(heldRow(before, 'b', there('a', 'c', 'd')), 'c');
  assert.equal(heldRow(before, 'c', there('a', 'b')), 'b');
  assert.equal(heldRow(before, 'x', there('a')), null);
});

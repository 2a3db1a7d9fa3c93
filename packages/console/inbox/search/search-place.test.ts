// The address of a search, and the query that comes of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queryOf, SearchPlace } from './search-place.ts';

test('[J6] a span covers whole days, the last one included', () => {
  const { from, until, ...rest } = queryOf({ q: 'lamp', from: '2026-03-09', until: '2026-03-09' });
  assert.deepEqual(rest, { q: 'lamp' });
  assert.equal(from, new Date(2026, 2, 9).getTime());
  assert.equal(until, new Date(2026, 2, 10).getTime());
});

test('[J6] invalid parts of an address are left out, and the rest is kept', () => {
  const place = SearchPlace.parse({ q: 'lamp', status: 'lost', from: 'yesterday' });
  assert.deepEqual({ ...queryOf(place) }, { q: 'lamp', status: undefined });
  const noDay = SearchPlace.parse({ q: 'lamp', from: '2026-02-30', until: '2026-02-29' });
  assert.deepEqual({ ...queryOf(noDay) }, { q: 'lamp' });
});

// The cache of API reads: an answer is kept by path, query and schema.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { invalidate, queryClient, readOf } from './use-api.ts';

const Names = z.object({ items: z.array(z.object({ name: z.string() })) });
const Whole = z.object({ items: z.array(z.object({ name: z.string(), revision: z.string() })) });
const names = { items: [{ name: 'Shop' }] };
const whole = { items: [{ name: 'Shop', revision: '1' }] };

test('a read with another schema does not get an answer that was parsed by the first one', () => {
  queryClient.setQueryData(readOf('/sites', Names).queryKey, names);
  assert.equal(queryClient.getQueryData(readOf('/sites', Whole).queryKey), undefined);
  queryClient.setQueryData(readOf('/sites', Whole).queryKey, whole);
  assert.deepEqual(queryClient.getQueryData(readOf('/sites', Names).queryKey), names);
});

test('equal reads share an answer, and invalidating a path reaches every schema and path under it', () => {
  queryClient.setQueryData(readOf('/goals', Names, { limit: 200 }).queryKey, names);
  queryClient.setQueryData(readOf('/goals/1', Whole).queryKey, whole);
  assert.deepEqual(
    queryClient.getQueryData(readOf('/goals', Names, { limit: 200 }).queryKey),
    names,
  );
  invalidate('/goals');
  for (const { queryKey } of [readOf('/goals', Names, { limit: 200 }), readOf('/goals/1', Whole)])
    assert.equal(queryClient.getQueryState(queryKey)?.isInvalidated, true);
});

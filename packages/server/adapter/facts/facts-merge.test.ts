import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FactTable } from '@opportune/core/ports/facts.ts';
import { type Batch, countTogether, merged, mergeLimits } from './facts-merge.ts';

const part = (table: FactTable, rows = 1, column = 'a') => ({
  ...{ table, columns: [column, 'batch'], rows, chunks: [Buffer.from(`${table}\n`)] },
});
const batch = (token: string, ...parts: Batch['parts']): Batch => ({
  token,
  parts,
  doubtful: false,
});

test('[PR8.1] batches go together while the order of the tables of each stays', () => {
  const both = (token: string) => batch(token, part('events'), part('decisions'));
  assert.equal(countTogether([both('1'), batch('2', part('decisions')), both('3')]), 3);
  assert.equal(countTogether([both('1'), batch('2', part('decisions'), part('events'))]), 1);
  // Behind all is still behind its own.
  assert.equal(countTogether([both('1'), batch('2', part('events'), part('bursts'))]), 2);
  assert.equal(countTogether([both('1'), batch('2', part('bursts'), part('events'))]), 1);
  assert.equal(countTogether([]), 0);
});

test('[PR8.1] other columns, a doubtful batch and the largest size end what goes together', () => {
  const events = batch('1', part('events'));
  const doubtful = { ...batch('2', part('events')), doubtful: true };
  assert.equal(countTogether([events, batch('2', part('events', 1, 'b'))]), 1);
  assert.equal(countTogether([events, doubtful, events]), 1);
  assert.equal(countTogether([doubtful, events]), 1);
  assert.equal(countTogether([events, batch('2', part('events', mergeLimits.rows)), events]), 1);
  assert.equal(countTogether([batch('2', part('events', mergeLimits.rows * 2)), events]), 1);
});

test('[PR8.1] one insert for each table has the rows of all, and its token those of all', () => {
  const all = [batch('1', part('events'), part('decisions')), batch('2', part('events', 3))];
  const { parts, token } = merged(all);
  assert.deepEqual(
    parts.map(({ table, rows, chunks }) => [table, rows, Buffer.concat(chunks).toString()]),
    [
      ['events', 4, 'events\nevents\n'],
      ['decisions', 1, 'decisions\n'],
    ],
  );
  assert.notEqual(token, merged(all.toReversed()).token);
  assert.equal(token, merged(all).token);
});

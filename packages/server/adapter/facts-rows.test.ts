import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { batchParts, parseRows } from './facts-rows.ts';

describe('rows of facts as lines', () => {
  it('carry the token of their batch and nothing else of it', () => {
    const [part] = batchParts({ token: 'a "token"', tables: { events: [{ account: 'x', n: 1 }] } });
    assert.deepEqual(parseRows(part?.text ?? ''), [{ account: 'x', n: 1, batch: 'a "token"' }]);
  });

  it('come by table in the order in which the batch names them, without empty ones', () => {
    const row = { account: 'x' };
    const tables = { decisions: [row], conversions: [], events: [row, row] };
    const parts = batchParts({ token: 't', tables });
    assert.deepEqual(
      parts.map(({ table, rows }) => [table, rows]),
      [
        ['decisions', 1],
        ['events', 2],
      ],
    );
    const other = batchParts({ token: 't', tables: { events: [row], availability: [row] } });
    assert.deepEqual(
      other.map(({ table }) => table),
      ['events', 'availability'],
    );
  });

  it('keep line breaks inside a text apart from those between rows', () => {
    const rows = [{ text: 'one\ntwo' }, { text: 'three' }];
    const [part] = batchParts({ token: 't', tables: { events: rows } });
    assert.deepEqual(
      parseRows<{ text: string }>(part?.text ?? '').map(({ text }) => text),
      ['one\ntwo', 'three'],
    );
    assert.deepEqual(parseRows(''), []);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { batchParts, parseRows, type RowsText } from './facts-rows.ts';

const textOf = (part: RowsText | undefined): string => Buffer.concat(part?.chunks ?? []).toString();

describe('rows of facts as lines', () => {
  it('carry only the token of their batch', async () => {
    const [part] = await batchParts({
      token: 'a "token"',
      tables: { events: [{ account: 'x', n: 1 }] },
    });
    assert.deepEqual(part?.columns, ['account', 'n', 'batch']);
    assert.deepEqual(parseRows(textOf(part)), [['x', 1, 'a "token"']]);
  });

  it('keep each value in its column even if rows differ in fields or their order', async () => {
    const events = [
      { account: 'x', n: 1 },
      { n: 2, account: 'y' },
      { account: 'z', more: 3 },
    ];
    const [part] = await batchParts({ token: 't', tables: { events } });
    assert.deepEqual(part?.columns, ['account', 'n', 'more', 'batch']);
    assert.deepEqual(parseRows(textOf(part)), [
      ['x', 1, null, 't'],
      ['y', 2, null, 't'],
      ['z', null, 3, 't'],
    ]);
  });

  it('are grouped by table in the order of the batch, without empty tables', async () => {
    const row = { account: 'x' };
    const tables = { decisions: [row], conversions: [], events: [row, row] };
    const parts = await batchParts({ token: 't', tables });
    assert.deepEqual(
      parts.map(({ table, rows }) => [table, rows]),
      [
        ['decisions', 1],
        ['events', 2],
      ],
    );
    const other = await batchParts({ token: 't', tables: { events: [row], availability: [row] } });
    assert.deepEqual(
      other.map(({ table }) => table),
      ['events', 'availability'],
    );
  });

  it('distinguish line breaks inside a text from those between rows', async () => {
    const rows = [{ text: 'one\ntwo' }, { text: 'three' }];
    const [part] = await batchParts({ token: 't', tables: { events: rows } });
    assert.deepEqual(
      parseRows<readonly [string]>(textOf(part)).map(([text]) => text),
      ['one\ntwo', 'three'],
    );
    assert.deepEqual(parseRows(''), []);
  });
});

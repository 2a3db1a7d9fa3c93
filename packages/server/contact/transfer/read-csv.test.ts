// Hostile files: others have their turn while they are read, and what is too much is refused early.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { transferLimits } from '@opportune/protocol/rest/contact/transfer.ts';
import { lookAt } from './look-at-file.ts';
import { readCsv } from './read-csv.ts';

const whole = transferLimits.sizeBytes;
const repeated = (text: string) => Buffer.alloc(whole, text);

const hostile: Readonly<Record<string, Buffer>> = {
  'one column of quotes': Buffer.concat([Buffer.from('"'), repeated('""').subarray(1)]),
  'one giant cell': repeated('a'),
  'one giant quoted cell': Buffer.concat([Buffer.from('"'), repeated('a').subarray(1)]),
  'millions of empty lines': repeated('\n'),
  'millions of empty quoted cells': repeated('""\n'),
  'millions of rows': repeated('a\n'),
  'millions of delimiters': repeated(','),
  'a header of many columns': repeated('a,'),
};

async function all(pieces: Iterable<Uint8Array>): Promise<string[][]> {
  const records: string[][] = [];
  for await (const record of readCsv(pieces, ',')) records.push(record);
  return records;
}

/** The most processor time of this thread between two turns of the event loop, in ms. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let isOver = false;
  let last = process.threadCpuUsage();
  const turn = (): void => {
    const { user, system } = process.threadCpuUsage(last);
    longest = Math.max(longest, (user + system) / 1000);
    last = process.threadCpuUsage();
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  await work().finally(() => {
    isOver = true;
  });
  turn();
  return longest;
}

for (const [what, file] of Object.entries(hostile))
  test(`[CI9] ${what} in 16 MB hold nobody up and are refused`, async () => {
    const longestMs = await longestTurn(() =>
      assert.rejects(lookAt(file), { message: /\w/, status: 422 }),
    );
    assert.ok(longestMs < 200, `${longestMs} ms`);
  });

test('[CI9] a file with too many rows is read no further', async () => {
  for (const text of ['a\n', '\n', '""\n', ',,,,\n']) {
    let read = 0;
    const pieces = function* () {
      const piece = Buffer.from(text.repeat(10_000));
      for (; read < 10_000_000; read += piece.length) yield piece;
    };
    let rows = 0;
    const reading = async () => {
      for await (const _ of readCsv(pieces(), ','))
        if ((rows += 1) > transferLimits.rows) throw new Error('rows');
    };
    await assert.rejects(reading);
    assert.ok(read < 110_000 * text.length + 100_000, `${read} bytes of ${JSON.stringify(text)}`);
  }
});

test('[CI9] a row of more cells than columns is cut, and a long cell is refused at once', async () => {
  const [wide] = await all([Buffer.from('a,'.repeat(100_000))]);
  assert.equal(wide?.length, transferLimits.columns + 1);
  for (const text of ['a', '"""', '"a']) {
    let read = 0;
    const pieces = function* () {
      const piece = Buffer.from(text.repeat(20_000));
      for (; read < 10_000_000; read += piece.length) yield piece;
    };
    await assert.rejects(all(pieces()));
    assert.ok(read < 2 * transferLimits.recordBytes, `${read} bytes`);
  }
});

// What the journal keeps when its process or the machine ends at any point: whole batches, in order.
import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
} from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { testDataFolder } from '../../engines.test-support.ts';
import type { Batch } from '../facts-merge.ts';
import { openJournal } from './journal.ts';
import { batchesIn, recordOf } from './journal-records.ts';

function batch(token: string, text = `["${token}"]\n`): Batch {
  const part = { table: 'events', columns: ['id', 'batch'], rows: 1 } as const;
  const chunks = [Buffer.from(text.slice(0, 3)), Buffer.from(text.slice(3))];
  const more = { ...part, table: 'decisions', chunks: [Buffer.from('[1]\n')] } as const;
  return { token, doubtful: false, parts: [{ ...part, chunks }, more] };
}

/** Tokens, tables and texts. */
function read(batches: readonly Batch[]): readonly unknown[] {
  return batches.map(({ token, parts }) => [
    token,
    ...parts.map(({ table, chunks }) => `${table} ${Buffer.concat([...chunks]).toString()}`),
  ]);
}

const written = (token: string) => [token, `events ["${token}"]\n`, 'decisions [1]\n'];

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = testDataFolder();
  try {
    await run(path.join(folder.path, 'journal'));
  } finally {
    folder.remove();
  }
}

test('[JR1] what was acknowledged is there after the process is gone, whatever came after it', () =>
  inFolder(async (folder) => {
    const journal = await openJournal(folder);
    await journal.discard();
    await Promise.all(['a', 'b', 'c'].map((token) => journal.append(batch(token))));
    await journal.append(batch('d'));
    const again = await openJournal(folder);
    assert.deepEqual(read(again.left), ['a', 'b', 'c', 'd'].map(written));
    await again.close();
    await journal.close();
  }));

test('[JR1.3] a batch that a crash cut off at any byte is not there, and those before it are', () => {
  const whole = Buffer.concat([...recordOf(batch('a')), ...recordOf(batch('b'))]);
  const first = Buffer.concat([...recordOf(batch('a'))]).length;
  for (let length = 0; length <= whole.length; length += 1) {
    const expected = length === whole.length ? ['a', 'b'] : length >= first ? ['a'] : [];
    assert.deepEqual(read(batchesIn(whole.subarray(0, length))), expected.map(written));
  }
  for (let at = first; at < whole.length; at += 1) {
    const damaged = Buffer.from(whole);
    damaged[at] = (damaged[at] ?? 0) ^ 0x40;
    assert.deepEqual(read(batchesIn(damaged)), [written('a')], `byte ${at}`);
  }
});

test('[JR1.3] a torn end and zeros of a power cut are overwritten by what comes next', () =>
  inFolder(async (folder) => {
    const first = await openJournal(folder);
    await first.discard();
    await first.append(batch('a'));
    await first.close();
    const file = path.join(folder, '0');
    for (const torn of [
      Buffer.alloc(100),
      Buffer.concat([...recordOf(batch('t'))]).subarray(0, 40),
    ]) {
      const sizeBytes = readFileSync(file).length;
      appendFileSync(file, torn);
      const journal = await openJournal(folder);
      assert.deepEqual(read(journal.left), [written('a')]);
      await journal.close();
      truncateSync(file, sizeBytes);
    }
    appendFileSync(file, Buffer.alloc(100));
    const journal = await openJournal(folder);
    await journal.discard();
    await journal.append(batch('b'));
    assert.deepEqual(
      batchesIn(readFileSync(file)).map(({ token }) => token),
      ['b'],
    );
    await journal.close();
  }));

test('[JR2.3] what is taken stays until it is discarded, while the other file takes more', () =>
  inFolder(async (folder) => {
    const journal = await openJournal(folder);
    await journal.discard();
    for (let round = 0; round < 4; round += 1) {
      await journal.append(batch(`taken ${round}`));
      assert.deepEqual(read(await journal.take()), [written(`taken ${round}`)]);
      await journal.append(batch(`later ${round}`));
      await assert.rejects(journal.take(), /not empty/);
      const left = leftIn(folder);
      assert.deepEqual(left.toSorted(), [`later ${round}`, `taken ${round}`]);
      await journal.discard();
      assert.deepEqual(leftIn(folder), [`later ${round}`]);
      assert.deepEqual(read(await journal.take()), [written(`later ${round}`)]);
      await journal.discard();
      assert.equal(journal.sizeBytes, 0);
    }
    assert.deepEqual(await journal.take(), []);
    await journal.close();
  }));

test('[JR2.3] nothing is taken before what an earlier process left is discarded', () =>
  inFolder(async (folder) => {
    const before = await openJournal(folder);
    await before.discard();
    await before.append(batch('a'));
    await before.close();
    const journal = await openJournal(folder);
    await assert.rejects(journal.append(batch('b')), { code: 'engine.unavailable' });
    await assert.rejects(journal.take());
    await journal.discard();
    await journal.append(batch('b'));
    assert.deepEqual(leftIn(folder), ['b']);
    await journal.close();
  }));

test('[JR1.1] rows may change once they are acknowledged, as reused memory does', () =>
  inFolder(async (folder) => {
    const journal = await openJournal(folder);
    await journal.discard();
    const chunk = Buffer.from('[1]\n');
    const part = { table: 'events', columns: ['id'], rows: 1, chunks: [chunk] } as const;
    await journal.append({ token: 'a', doubtful: false, parts: [part] });
    chunk.fill('x');
    assert.deepEqual(read(await journal.take()), [['a', 'events [1]\n']]);
    await journal.close();
  }));

test('[JR1.4] others on the machine may read no file of it', () =>
  inFolder(async (folder) => {
    const journal = await openJournal(folder);
    await journal.close();
    assert.equal(statSync(folder).mode & 0o077, 0);
    for (const name of readdirSync(folder))
      assert.equal(statSync(path.join(folder, name)).mode & 0o077, 0, name);
  }));

test('[JR4.2] what was set aside is kept for thirty days', () =>
  inFolder(async (folder) => {
    const journal = await openJournal(folder);
    await journal.setAside(batch('a'));
    await journal.setAside(batch('b'));
    const file = path.join(folder, 'unfit');
    for (const [days, count] of [
      [29, 2],
      [31, 0],
    ] as const) {
      const then = Date.now() / 1000 - days * 86_400;
      utimesSync(file, then, then);
      await (await openJournal(folder)).close();
      const kept = existsSync(file) ? batchesIn(readFileSync(file)) : [];
      assert.equal(kept.length, count, `${days} days`);
    }
    await journal.close();
  }));

function leftIn(folder: string): readonly string[] {
  return ['0', '1'].flatMap((name) =>
    batchesIn(readFileSync(path.join(folder, name))).map(({ token }) => token),
  );
}

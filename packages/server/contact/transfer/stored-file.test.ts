// An uploaded file before its import is over: encrypted where it is stored, and bounded in memory while
// it arrives.
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import { transferLimits } from '@opportune/protocol/rest/contact/transfer.ts';
import { type TestEngines, testEngines } from '../../adapter/engines.test-support.ts';
import { Refusal } from '../../http/problem/refusal.ts';
import { reseal } from '../../sealing/reseal.ts';
import { openSealing } from '../../sealing/sealing.ts';
import { sealedColumns } from '../../sealing/sealed-columns.ts';
import { testSealing, testSealingKey } from '../../sealing/sealing.test-support.ts';
import { ada, openTransfers } from './transfer.test-support.ts';

let engines: TestEngines;
before(async () => (engines = await testEngines()));
after(() => engines.close());

const card = '4111 1111 1111 1111';
const code = (error: unknown) => (error instanceof Refusal ? error.problem.code : error);

test('[CI11] an uploaded file is stored encrypted, in pieces that open in their place alone', async () => {
  const all = await openTransfers(engines.records);
  const { account, records } = { ...all, records: engines.records };
  const rows = Array.from({ length: 40_000 }, (_, n) => `p${n}@post.example,${card} and ${n}`);
  const { id, guess } = await all.upload(['email,Notes', ...rows].join('\n'));
  const stored = await records.withAccount(account, (sql) =>
    sql.rows<{ bytes: Buffer }>('SELECT bytes FROM contact_import_pieces ORDER BY number'),
  );
  assert.ok(stored.length > 1);
  for (const { bytes } of stored) {
    const text = bytes.toString('latin1');
    assert.ok(!text.includes(card) && !text.includes('@post.example'));
  }
  for (const numbers of ['number + 100', '101 - number'])
    await records.withAccount(account, (sql) =>
      sql.run(`UPDATE contact_import_pieces SET number = ${numbers}`),
    );
  await all.imports.rehearse(account, id, { columns: guess, existing: 'fill', optIn: null });
  assert.equal((await all.worked(id, 1)).state, 'failed');
});

test('[CI11] an import whose file lacks a piece fails, whichever it is', async () => {
  const all = await openTransfers(engines.records);
  const { account, records } = { ...all, records: engines.records };
  // The last piece has the end of the last row alone, so that the rows are as many without it.
  const mib = 1024 * 1024;
  const head = 'email,Notes\n';
  const rows = `a@post.example,${'x'.repeat(1000)}\n`.repeat(1020);
  const last = 'b@post.example,';
  const notes = 'y'.repeat(mib + 10 - head.length - rows.length - last.length);
  for (const gone of ['number = 1', 'number = 0', 'true']) {
    const { id, guess } = await all.upload(head + rows + last + notes);
    await records.withAccount(account, (sql) =>
      sql.run(`DELETE FROM contact_import_pieces WHERE import = $1 AND ${gone}`, [id]),
    );
    await all.imports.rehearse(account, id, { columns: guess, existing: 'fill', optIn: null });
    assert.equal((await all.worked(id, 1)).state, 'failed', gone);
  }
});

test('[CI11] an import reads its file after the key was rotated, and its key goes with the file', async () => {
  const [old, fresh] = [testSealingKey(), testSealingKey()];
  const before = await openTransfers(engines.records, openSealing([old]));
  const { account } = before;
  const { id, guess } = await before.upload('email\na@post.example\n');
  const rotated = openSealing([fresh, old]);
  const { again } = await reseal(engines.records, rotated, [account], sealedColumns);
  assert.equal(again, 1);
  const later = before.reopened(openSealing([fresh]));
  await later.imports.rehearse(account, id, { columns: guess, existing: 'fill', optIn: null });
  assert.equal((await later.worked(id, 1)).created, 1);
  await later.imports.run(account, id);
  assert.equal((await later.worked(id, 2)).state, 'done');
  const left = await engines.records.withAccount(account, (sql) =>
    sql.row('SELECT 1 FROM contact_imports WHERE id = $1 AND sealed_key IS NOT NULL', [id]),
  );
  assert.equal(left, undefined);
});

test('[CI11] an import whose key is lost fails and changes nothing', async () => {
  const before = await openTransfers(engines.records);
  const { account, contacts } = before;
  const { id, guess } = await before.upload('email\na@post.example\n');
  const later = before.reopened(testSealing());
  await later.imports.rehearse(account, id, { columns: guess, existing: 'fill', optIn: null });
  assert.equal((await later.worked(id, 1)).state, 'failed');
  assert.equal((await contacts.list(account, { limit: 1 })).items.length, 0);
});

/** A file of this size that never ends. */
function endless(bytes: number): Readable {
  const body = new Readable({ read() {} });
  for (let sent = 0; sent < bytes; sent += 1024 * 1024)
    body.push(Buffer.alloc(Math.min(1024 * 1024, bytes - sent), 'a'));
  return body;
}

test('[CI9] files that arrive at once have one room in memory, of which one account leaves half', async () => {
  const { account, imports } = await openTransfers(engines.records);
  const size = 15 * 1024 * 1024;
  const bodies = Array.from({ length: 8 }, () => endless(size));
  const answers = bodies.map((content) =>
    imports.upload(account, ada.id, { name: 'x', content }).then(
      () => 'stored',
      (error: unknown) => code(error),
    ),
  );
  const pending = Symbol('pending');
  const soFar = async () => {
    for (let turns = 0; turns < 300; turns += 1) await new Promise((done) => setImmediate(done));
    return Promise.all(answers.map((each) => Promise.race([each, pending])));
  };
  const seen = await soFar();
  const held = seen.filter((each) => each === pending).length;
  assert.ok(held >= 1 && held * size <= transferLimits.heldBytes / 2, `${held} files held`);
  assert.ok(seen.every((each) => each === pending || each === 'server.overloaded'));
  for (const body of bodies) body.destroy(new Error('gone'));
  await Promise.all(answers);
  const last = await imports.upload(account, ada.id, {
    ...{ name: 'x', content: Readable.from([Buffer.from('email\na@post.example\n')]) },
  });
  assert.equal(last.state, 'uploaded');
});

test('[CI9] a file that is too large is refused while it arrives', async () => {
  const { account, imports } = await openTransfers(engines.records);
  const content = endless(transferLimits.sizeBytes + 1);
  const sent = imports.upload(account, ada.id, { name: 'x', content });
  assert.equal(await sent.catch(code), 'request.too_large');
});

// An import that is interrupted anywhere goes on without doubling: what a batch did and how far it is are
// stored together or not at all.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ContactFileId, JobId, type UserId } from '@opportune/protocol/ids.ts';
import type { ImportPlan } from '@opportune/protocol/rest/contact/transfer.ts';
import { testEngines } from '../../adapter/engines.test-support.ts';
import { openAccount } from '../contacts.test-support.ts';
import { importKind } from './import-job.ts';
import { createImports } from './imports.ts';
import { arriving, importParts } from './transfer.test-support.ts';

test('[CI8] an import goes on after the store was away while its file was read', async (t) => {
  const engines = await testEngines();
  t.after(() => engines.close());
  const { records } = engines;
  const { account } = await openAccount(records);
  let isAway = false;
  const use = {
    records: {
      ...records,
      withAccount: ((of, work) =>
        records.withAccount(of, (sql) =>
          work({
            ...sql,
            async row(text: string, values?: readonly unknown[]) {
              if (isAway && text.includes('contact_import_pieces')) throw new Error('away');
              return sql.row(text, values);
            },
          } as typeof sql),
        )) as typeof records.withAccount,
    },
    ...importParts(),
    optIns: { isWithdrawn: async () => false, grant: async () => () => {} },
  };
  const imports = createImports(use);
  const content = arriving('email\na@post.example\n');
  const { id, guess } = await imports.upload(account, 'ada' as UserId, { name: 'x', content });
  await imports.rehearse(account, id, { columns: guess, existing: 'fill', optIn: null });
  const job = {
    ...{ account, id: JobId.parse('j'), key: 'k', payload: { import: id, round: 1 } },
    ...{ madeAt: 0, deadlineAt: Infinity, attempt: 1, endsBy: Date.now() + 60_000 },
  };
  const kind = importKind(use);
  isAway = true;
  await assert.rejects(kind.handle(job), /away/);
  isAway = false;
  assert.equal((await kind.handle(job)).type, 'done');
  assert.equal((await imports.read(account, id)).created, 1);
});

test('[CI8] an import that is cut off again and again takes each row once', async (t) => {
  const engines = await testEngines();
  t.after(() => engines.close());
  const { records } = engines;
  const { account, contacts } = await openAccount(records);
  let now = Date.now();
  const use = {
    records,
    ...importParts(undefined, () => (now += 1)),
  };
  const imports = createImports(use);
  const rows = Array.from({ length: 320 }, (_, n) => `p${n}@post.example,Person ${n}`);
  const content = arriving(['email,name', ...rows].join('\n'));
  const made = await imports.upload(account, 'ada' as UserId, { name: 'x', content });
  const optIn = { purpose: 'marketing', givenAt: 0, place: 'Fair', words: 'Yes' };
  const plan: ImportPlan = { columns: made.guess, existing: 'fill', optIn };

  /** Every 170th opt-in ends the process: its transaction is lost. */
  let granted = 0;
  const kind = importKind({
    ...use,
    optIns: {
      isWithdrawn: async () => false,
      async grant() {
        granted += 1;
        if (granted % 170 === 0) throw new Error('killed');
        return () => {};
      },
    },
  });
  const work = async (round: number): Promise<number> => {
    for (let attempts = 1; ; attempts += 1) {
      const payload = { import: ContactFileId.parse(made.id), round };
      const job = {
        ...{ account, id: JobId.parse('j'), key: 'k', payload, madeAt: 0, deadlineAt: Infinity },
        ...{ attempt: attempts, endsBy: now + 10_002 },
      };
      const outcome = await kind.handle(job).catch(() => null);
      if (outcome?.type === 'done') return attempts;
    }
  };
  await imports.rehearse(account, made.id, plan);
  assert.ok((await work(1)) > 1, 'it gives others their turn');
  const rehearsed = await imports.read(account, made.id);
  assert.deepEqual([rehearsed.state, rehearsed.created], ['rehearsed', 320]);
  assert.equal((await contacts.list(account, { limit: 1 })).items.length, 0);
  await imports.run(account, made.id);
  const attempts = await work(2);
  assert.ok(granted > 320 && attempts > 2, `${granted} opt-ins in ${attempts} attempts`);
  const done = await imports.read(account, made.id);
  assert.deepEqual([done.state, done.done, done.created, done.skipped], ['done', 320, 320, 0]);
  const row = await records.withAccount(account, (sql) =>
    sql.row<{ people: string; addresses: string }>(
      `SELECT count(DISTINCT contact) AS people, count(*) AS addresses FROM contact_addresses`,
    ),
  );
  assert.deepEqual([Number(row?.people), Number(row?.addresses)], [320, 320]);
});

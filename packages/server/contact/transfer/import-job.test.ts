// An import that is interrupted anywhere goes on without doubling: what a batch did and how far it is are
// stored together or not at all.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { cardMasks } from '@opportune/core/masking/ways-in.ts';
import { ContactFileId, JobId, type UserId } from '@opportune/protocol/ids.ts';
import type { ImportPlan } from '@opportune/protocol/rest/contact/transfer.ts';
import { openMemoryBus } from '../../adapter/bus-memory.ts';
import { testEngines, testLog } from '../../adapter/engines.test-support.ts';
import { openAccount } from '../contacts.test-support.ts';
import { importKind } from './import-job.ts';
import { createImports } from './imports.ts';

test('[CI8] an import that is cut off again and again takes each row once', async (t) => {
  const engines = await testEngines();
  t.after(() => engines.close());
  const { records } = engines;
  const { account, contacts } = await openAccount(records);
  let now = Date.now();
  const use = {
    ...{ records, clock: { now: () => (now += 1) }, ids: { next: () => randomUUID() } },
    ...{ jobs: { make: async () => true }, bus: openMemoryBus(testLog()), masks: cardMasks },
  };
  const imports = createImports(use);
  const rows = Array.from({ length: 320 }, (_, n) => `p${n}@post.example,Person ${n}`);
  const bytes = Buffer.from(['email,name', ...rows].join('\n'));
  const made = await imports.upload(account, 'ada' as UserId, { name: 'x', bytes });
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

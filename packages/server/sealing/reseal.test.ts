// Re-encryption on a real database: every account's secrets, except those that no key decrypts.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { AccountId, KeyId } from '@opportune/protocol/ids.ts';
import { ownEngines, type TestEngines } from '../adapter/engines.test-support.ts';
import { reseal } from './reseal.ts';
import { sealAtStart } from './seal-at-start.ts';
import { sealedColumns, signingKeyPurpose } from './sealed-columns.ts';
import { testSealing, testSealingKey } from './sealing.test-support.ts';
import { openSealing, type Sealing } from './sealing.ts';

let engines: TestEngines;
before(async () => {
  // Its own: secrets of the whole installation are sealed again.
  engines = await ownEngines();
});
after(() => engines.close());

async function sealedKey(account: AccountId, sealing: Sealing): Promise<string> {
  const id = KeyId.parse(randomUUID());
  const sealed = sealing.seal(`secret of ${id}`, { account, purpose: signingKeyPurpose, id });
  await engines.records.withAccount(account, async (sql) => {
    await sql.run(
      "INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, '{}', '', now()) ON CONFLICT DO NOTHING",
      [account],
    );
    await sql.run(
      "INSERT INTO sites (account, id, settings, write_key, write_key_hash, created_at) VALUES ($1, 's', '{}', '', sha256(convert_to($1, 'UTF8')), now()) ON CONFLICT DO NOTHING",
      [account],
    );
    await sql.run(
      "INSERT INTO secret_keys (account, id, site, name, key_hash, sealed_signing_key, hint, created_at) VALUES ($1, $2, 's', '', sha256(convert_to($2, 'UTF8')), $3, '', now())",
      [account, id, sealed],
    );
  });
  return id;
}

async function openedBy(account: AccountId, id: string, sealing: Sealing): Promise<string | null> {
  const row = await engines.records.withAccount(account, (sql) =>
    sql.row<{ sealed: string }>(
      'SELECT sealed_signing_key AS sealed FROM secret_keys WHERE id = $1',
      [id],
    ),
  );
  return sealing.open(row?.sealed ?? '', { account, purpose: signingKeyPurpose, id });
}

test('[SE3] secrets sealed with older keys are sealed once with the newest in every account, and lost ones are counted', async () => {
  const [old, fresh] = [testSealingKey(), testSealingKey()];
  const accounts = [AccountId.parse(randomUUID()), AccountId.parse(randomUUID())];
  const [first, second] = accounts;
  assert.ok(first !== undefined && second !== undefined);
  const mine = await sealedKey(first, openSealing([old]));
  const theirs = await sealedKey(second, openSealing([old]));
  const lost = await sealedKey(second, testSealing());
  const both = openSealing([fresh, old]);
  const again = () => reseal(engines.records, both, accounts, sealedColumns);
  assert.deepEqual(await again(), { again: 2, lost: 1 });
  assert.deepEqual(await again(), { again: 0, lost: 1 });
  const onlyFresh = openSealing([fresh]);
  assert.equal(await openedBy(first, mine, onlyFresh), `secret of ${mine}`);
  assert.equal(await openedBy(second, theirs, onlyFresh), `secret of ${theirs}`);
  assert.equal(await openedBy(second, lost, onlyFresh), null);
});

test('[SE3] a start with one key says how many secrets it does not open', async () => {
  const account = AccountId.parse(randomUUID());
  await sealedKey(account, testSealing());
  const warned: unknown[] = [];
  const log = { info() {}, error() {}, warn: (...said: unknown[]) => void warned.push(said) };
  const { records } = engines;
  await sealAtStart({ records, sealing: testSealing(), log }, [account]);
  assert.deepEqual(warned, [['no sealing key opens some secrets', { lost: 1 }]]);
});

test('[SE3] every column of the list is there', async () => {
  for (const { table, id, column } of sealedColumns)
    await engines.records.withoutAccount((sql) =>
      sql.rows(`SELECT ${id}, ${column} FROM ${table} LIMIT 1`),
    );
});

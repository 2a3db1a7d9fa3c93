// Notes that only the owner of an account's desk may write, for tests of fencing.
import { randomUUID } from 'node:crypto';
import type { Records } from '@opportune/core/ports/records.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import pg from 'pg';

/** Makes their table, as the owner of all tables. */
export async function makeNotes(owner: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(owner);
  await client.connect();
  await client.query(
    `CREATE TABLE fenced_notes
       (account text NOT NULL, n integer NOT NULL, text text NOT NULL, shard text NOT NULL, since bigint)`,
  );
  await client.query("SELECT protect_table('fenced_notes')");
  await client.end();
}

export async function freshAccount(records: Records): Promise<AccountId> {
  const account = AccountId.parse(`a-${randomUUID()}`);
  await records.withAccount(account, (sql) =>
    sql.run("INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, '{}', 's', now())", [
      account,
    ]),
  );
  return account;
}

// A data folder as an earlier version left it: its PostgreSQL with the migrations of that version,
// and its rows. Opening it next migrates it.
import pg from 'pg';
import type { DataFolder } from './data-folder/data-folder.ts';
import { testLog } from './engines.test-support.ts';
import { readMigrations } from './migrate.ts';
import { embeddedPostgres } from './records/postgres-embedded.ts';
import { appRole } from './records/records-engine.ts';

const database = 'opportune';

/** Applies the migrations up to a number, such as '250', and runs `statements` as the owner. */
export async function leaveFormer(
  data: DataFolder,
  through: string,
  statements: readonly string[],
): Promise<void> {
  const server = embeddedPostgres(data, testLog());
  await server.own();
  const { host, user, password } = server;
  const connection = { host, user, password };
  await run({ ...connection, database: 'postgres' }, [
    `CREATE ROLE ${appRole} LOGIN`,
    `CREATE DATABASE ${database}`,
  ]);
  const former = readMigrations('records').filter(({ name }) => name.slice(0, 3) <= through);
  await run({ ...connection, database }, [
    `CREATE SCHEMA opportune_private;
     CREATE TABLE opportune_private.migrations (
       name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
    ...former.flatMap(({ name, sql, checksum }) => [
      sql,
      `INSERT INTO opportune_private.migrations (name, checksum) VALUES ('${name}', '${checksum}')`,
    ]),
    ...statements,
  ]);
  await server.close();
}

async function run(connection: pg.ClientConfig, statements: readonly string[]): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

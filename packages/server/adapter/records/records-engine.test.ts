// Records on the operator's own PostgreSQL. The embedded one plays that part, with an owner who is
// no superuser, as at a database host.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { recordsContract } from '@opportune/core/contracts/records.contract.ts';
import pg from 'pg';
import { type DataFolder, takeDataFolder } from '../data-folder/data-folder.ts';
import { testDataFolder, testLog } from '../engines.test-support.ts';
import { type EmbeddedPostgres, embeddedPostgres } from './postgres-embedded.ts';
import { openRecordsEngine } from './records-engine.ts';

const serverFolder = testDataFolder();
const ownFolder = testDataFolder();
let serverData: DataFolder;
let ownData: DataFolder;
let server: EmbeddedPostgres;

before(async () => {
  serverData = takeDataFolder(serverFolder.path);
  ownData = takeDataFolder(ownFolder.path);
  server = embeddedPostgres(serverData, testLog());
  await server.own();
  await asSuperuser(
    "CREATE ROLE shop LOGIN CREATEROLE PASSWORD 'hosted:1'",
    'CREATE DATABASE shop OWNER shop',
  );
});

after(async () => {
  await server.close();
  for (const data of [serverData, ownData]) data.release();
  for (const folder of [serverFolder, ownFolder]) folder.remove();
});

async function asSuperuser(...statements: readonly string[]): Promise<void> {
  const { host, user, password } = server;
  await run({ host, user, password, database: 'postgres' }, statements);
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

function open(databaseAppPassword?: string) {
  const databaseUrl = `postgres://shop:hosted%3A1@localhost/shop?host=${encodeURIComponent(server.host)}`;
  return openRecordsEngine({ databaseUrl, databaseAppPassword }, ownData, testLog());
}

recordsContract("a PostgreSQL of one's own, its owner no superuser", async () => {
  const opened = await open();
  return {
    records: opened.records,
    asOwner: (sql) => run(opened.owner, [sql]),
    close: () => opened.close(),
  };
});

describe("a PostgreSQL of one's own", () => {
  it('is opened again without applying a migration twice, and keeps running when the server stops', async () => {
    const opened = await open();
    await opened.close();
    await asSuperuser('SELECT 1');
  });

  it('is used with the given password of the app role, which is not changed then', async () => {
    await asSuperuser("ALTER ROLE opportune_app PASSWORD 'given'");
    const opened = await open('given');
    assert.equal((await opened.records.withoutAccount((sql) => sql.rows('SELECT 1'))).length, 1);
    await opened.close();
  });

  it('is refused while the app role could bypass row-level security', async () => {
    await asSuperuser('ALTER ROLE opportune_app BYPASSRLS');
    await assert.rejects(open('given'), { code: 'start.engine_failed', message: /bypass/ });
    await asSuperuser('ALTER ROLE opportune_app NOBYPASSRLS');
  });
});

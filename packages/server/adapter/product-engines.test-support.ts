// Engines for a product that a test starts in its process. In a test run it gets an empty, migrated
// database of its own in the run's PostgreSQL, as at a first start, and shares the run's engine
// host, which separates accounts. Without a run it gets its own engines. Tests that end or damage
// engines, or start twice on one folder, use `migratedDataFolder` instead.
import { randomBytes } from 'node:crypto';
import type { Log } from '@opportune/core/ports/log.ts';
import pg from 'pg';
import { answering } from './answering.ts';
import { openMemoryBus } from './bus-memory.ts';
import { takeDataFolder } from './data-folder/data-folder.ts';
import { type EngineOptions, type Engines, openEngines } from './engines.ts';
import {
  migratedDataFolder,
  type SharedEngines,
  sharedEnginesOfRun,
  testDataFolder,
  type TestFolder,
} from './engines.test-support.ts';
import { connected, factsThrough } from './facts/facts-host.ts';
import { HostCalls } from './facts/host-calls.ts';
import { openRecords } from './records/records-postgres.ts';

export interface ProductGround {
  readonly folder: TestFolder;
  readonly open: (options: EngineOptions, log: Log) => Promise<Engines>;
}

/** A data folder, and a function that opens engines for it. */
export async function productGround(): Promise<ProductGround> {
  const shared = sharedEnginesOfRun();
  if (shared === undefined) return { folder: await migratedDataFolder(), open: openEngines };
  return { folder: testDataFolder(), open: (options, log) => openOn(shared, options, log) };
}

/** Nobody connects to it, because PostgreSQL copies no database that is in use. */
export async function makeTemplate(owner: pg.ClientConfig): Promise<void> {
  const of = pg.escapeIdentifier(owner.database ?? '');
  await asOwner(owner, `CREATE DATABASE ${template} TEMPLATE ${of} ALLOW_CONNECTIONS false`);
}

const template = 'product_template';

async function openOn(
  { owner, app, factsSocket }: SharedEngines,
  options: EngineOptions,
  log: Log,
): Promise<Engines> {
  const data = takeDataFolder(options.dataFolder);
  const database = `product_${randomBytes(6).toString('hex')}`;
  await asOwner(owner, `CREATE DATABASE ${database} TEMPLATE ${template} ALLOW_CONNECTIONS true`);
  await asOwner(owner, `GRANT CONNECT ON DATABASE ${database} TO ${app.user}`);
  const max = options.databaseConnections;
  const records = openRecords({ ...app, database, ...(max === undefined ? {} : { max }) }, log);
  const calls = new HostCalls();
  calls.attach(await connected(factsSocket));
  const bus = openMemoryBus(log);
  const hasRecords = answering(() => records.withoutAccount((sql) => sql.row('SELECT 1')));
  const hasFacts = answering(() => calls.ping());
  return {
    records,
    facts: { ...factsThrough(calls), close: () => calls.close() },
    bus,
    close,
    settled: () => Promise.resolve(),
    async answering() {
      const [there, stored] = await Promise.all([hasRecords(), hasFacts()]);
      return { records: there, facts: stored };
    },
    beside: () => ({ app: { ...app, database }, facts: { socket: factsSocket } }),
    handed: () => [],
    leave: close,
  };

  async function close(): Promise<void> {
    await bus.close();
    await Promise.all([records.close(), calls.close()]);
    await asOwner(owner, `DROP DATABASE ${database} WITH (FORCE)`);
    data.release();
  }
}

async function asOwner(owner: pg.ClientConfig, statement: string): Promise<void> {
  const client = new pg.Client({ ...owner, database: 'postgres' });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

// Opens the engines that the configuration names: embedded ones in the data folder where no URL is
// given. It refuses a mix that would split the data, and a folder that another server uses.
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { createClient } from '@clickhouse/client';
import type pg from 'pg';
import { openMemoryBus } from './bus-memory.ts';
import { type DataFolder, takeDataFolder } from './data-folder.ts';
import { EngineError } from './engine-error.ts';
import { factsOn, factTexts } from './facts-clickhouse.ts';
import { openFactsHost } from './facts-host.ts';
import { migrateFacts } from './migrate-facts.ts';
import { ensureDatabase, migrateRecords } from './migrate-records.ts';
import { openEmbeddedPostgres } from './postgres-embedded.ts';
import { openRecords } from './records-postgres.ts';

export interface EngineOptions {
  /** The data folder. */
  readonly dataFolder: string;
  /** The owner's URL of a PostgreSQL of one's own. */
  readonly databaseUrl?: string | undefined;
  /** A ClickHouse of one's own. */
  readonly clickhouseUrl?: string | undefined;
  /** Connections to PostgreSQL that the server holds at most. */
  readonly databaseConnections?: number | undefined;
}

export interface Engines {
  readonly records: Records;
  readonly facts: FactStore;
  readonly bus: Bus;
  /** Stops everything that was opened, in the reverse order; the folder is free afterwards. */
  close(): Promise<void>;
}

interface Closable {
  close(): Promise<void>;
}

const appRole = 'opportune_app';
const database = 'opportune';

/** Opens all engines, migrated. Rejects with a `start.*` code and leaves nothing running then. */
export async function openEngines(options: EngineOptions, log: Log): Promise<Engines> {
  refuseSplit(options);
  const data = takeDataFolder(options.dataFolder);
  const opened: Closable[] = [];
  const closeAll = async () => {
    for (const each of opened.reverse()) await each.close();
    data.release();
  };
  const settled = await Promise.allSettled([
    openRecordsEngine(options, data, log, opened),
    openFactsEngine(options, data, log, opened),
  ]);
  const [records, facts] = settled;
  if (records.status === 'rejected' || facts.status === 'rejected') {
    await closeAll();
    throw records.status === 'rejected' ? records.reason : (facts as PromiseRejectedResult).reason;
  }
  const bus = openMemoryBus(log);
  opened.push(bus);
  return { records: records.value, facts: facts.value, bus, close: closeAll };
}

/** Records of one's own with embedded facts: a second server would keep its own half of the facts. */
function refuseSplit(options: EngineOptions): void {
  if (options.databaseUrl !== undefined && options.clickhouseUrl === undefined) {
    const advice = 'Set OPPORTUNE_CLICKHOUSE_URL too, or neither.';
    throw new EngineError(
      'start.split_data',
      `OPPORTUNE_DATABASE_URL is set and OPPORTUNE_CLICKHOUSE_URL is not. ${advice}`,
    );
  }
}

async function openRecordsEngine(
  options: EngineOptions,
  data: DataFolder,
  log: Log,
  opened: Closable[],
): Promise<Records> {
  const owner = await ownerConnection(options, data, log, opened);
  const app = { name: appRole, password: data.secret('postgres-app') };
  const applied = await migrateRecords(owner, app);
  if (applied.length > 0) log.info('records migrated', { applied });
  const records = openRecords(
    { ...owner, user: app.name, password: app.password, ...limit(options.databaseConnections) },
    log,
  );
  opened.push(records);
  return records;
}

function limit(connections: number | undefined): pg.PoolConfig {
  return connections === undefined ? {} : { max: connections };
}

async function ownerConnection(
  options: EngineOptions,
  data: DataFolder,
  log: Log,
  opened: Closable[],
): Promise<pg.ClientConfig> {
  if (options.databaseUrl !== undefined) return fromUrl(options.databaseUrl);
  const postgres = await openEmbeddedPostgres(data, log);
  opened.push(postgres);
  const { host, user, password } = postgres;
  await ensureDatabase({ host, user, password }, database);
  return { host, user, password, database };
}

function fromUrl(url: string): pg.ClientConfig {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const base = {
    host: searchParams.get('host') ?? hostname,
    port: port === '' ? 5432 : Number(port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)) || database,
  };
  const mode = searchParams.get('sslmode');
  if (mode === null || mode === 'disable') return base;
  return { ...base, ssl: { rejectUnauthorized: mode.startsWith('verify') } };
}

async function openFactsEngine(
  options: EngineOptions,
  data: DataFolder,
  log: Log,
  opened: Closable[],
): Promise<FactStore> {
  const facts =
    options.clickhouseUrl === undefined
      ? await openFactsHost(data, log)
      : await openFactsServer(options.clickhouseUrl);
  opened.push(facts);
  return facts;
}

async function openFactsServer(url: string): Promise<FactStore> {
  const client = createClient({ url, request_timeout: 60_000 });
  await migrateFacts(client);
  return factsOn(factTexts(client, [client]));
}

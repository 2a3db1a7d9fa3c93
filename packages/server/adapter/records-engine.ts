// PostgreSQL, whoever runs it: the embedded one, or one's own by URL; migrated, and opened for the
// app role. The owner's connection is used for migrations alone and never reaches a request.
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type pg from 'pg';
import type { DataFolder } from './data-folder.ts';
import { ensureDatabase, migrateRecords } from './migrate-records.ts';
import { openEmbeddedPostgres } from './postgres-embedded.ts';
import { openRecords } from './records-postgres.ts';

export interface RecordsOptions {
  /** The owner's URL of a PostgreSQL of one's own. */
  readonly databaseUrl?: string | undefined;
  /** The password of the role opportune_app, where the owner may not make roles. */
  readonly databaseAppPassword?: string | undefined;
  /** Connections to PostgreSQL that the server holds at most. */
  readonly databaseConnections?: number | undefined;
}

export interface OpenedRecords {
  readonly records: Records;
  readonly owner: pg.ClientConfig;
  readonly app: pg.ClientConfig;
  /** Ends the pool, then the server where it is ours. */
  close(): Promise<void>;
}

const appRole = 'opportune_app';
const database = 'opportune';

interface Owner {
  readonly connection: pg.ClientConfig;
  close(): Promise<void>;
}

/** Opens records, migrated. Leaves nothing running when it rejects. */
export async function openRecordsEngine(
  options: RecordsOptions,
  data: DataFolder,
  log: Log,
): Promise<OpenedRecords> {
  const owner = await openOwner(options, data, log);
  try {
    return await openAsApp(owner, options, data, log);
  } catch (error) {
    await owner.close();
    throw error;
  }
}

async function openAsApp(
  owner: Owner,
  options: RecordsOptions,
  data: DataFolder,
  log: Log,
): Promise<OpenedRecords> {
  const given = options.databaseAppPassword;
  const password = given ?? data.secret('postgres-app');
  const role = { name: appRole, password, given: given !== undefined };
  const applied = await migrateRecords(owner.connection, role);
  if (applied.length > 0) log.info('records migrated', { applied });
  const app = { ...owner.connection, user: role.name, password: role.password };
  const { databaseConnections: max } = options;
  const records = openRecords(max === undefined ? app : { ...app, max }, log);
  return {
    records,
    owner: owner.connection,
    app,
    async close() {
      await records.close();
      await owner.close();
    },
  };
}

async function openOwner(options: RecordsOptions, data: DataFolder, log: Log): Promise<Owner> {
  if (options.databaseUrl !== undefined) {
    return { connection: fromUrl(options.databaseUrl), close: async () => {} };
  }
  const { host, user, password, close } = await openEmbeddedPostgres(data, log);
  await ensureDatabase({ host, user, password }, database);
  return { connection: { host, user, password, database }, close };
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

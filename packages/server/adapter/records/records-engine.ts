// PostgreSQL, embedded or the operator's own by URL: migrated, and opened for the app role. The
// owner's connection is used only for migrations and never reaches a request.
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type pg from 'pg';
import type { DataFolder } from '../data-folder/data-folder.ts';
import { ensureDatabase, isMigrated, migrateRecords } from '../migrate-records.ts';
import type { HandedEngine } from '../process/handed-engine.ts';
import { embeddedPostgres } from './postgres-embedded.ts';
import { openRecords } from './records-postgres.ts';

export interface RecordsOptions {
  /** The owner's URL of the operator's own PostgreSQL. */
  readonly databaseUrl?: string | undefined;
  /** The password of the role opportune_app, if the owner may not create roles. */
  readonly databaseAppPassword?: string | undefined;
  /** The maximum number of connections to PostgreSQL. */
  readonly databaseConnections?: number | undefined;
  /** Whether the embedded one need not survive a power cut, as in a test run, which ends with it. */
  readonly isThrownAway?: boolean;
}

export interface OpenedRecords {
  readonly records: Records;
  readonly owner: pg.ClientConfig;
  readonly app: pg.ClientConfig;
  /** Ends the pool, then the server if it is ours. */
  close(): Promise<void>;
}

/** Records that are not ours yet. They may only be read until `own`. */
export interface PreparedRecords extends OpenedRecords {
  /**
   * Checks for missing migrations while another server owns it. Throws `start.migration_changed`.
   */
  look(): Promise<void>;
  /** Starts PostgreSQL if it does not run, and migrates. Throws `start.*` codes. */
  own(): Promise<void>;
  /** The embedded PostgreSQL, for a successor. */
  handed(): HandedEngine | null;
  /** Ends the pool and leaves the server running for a successor. */
  letGo(): Promise<void>;
}

/** The role that row-level security binds. */
export const appRole = 'opportune_app';
const database = 'opportune';

interface Owner {
  readonly connection: pg.ClientConfig;
  own(): Promise<void>;
  makeDatabase(): Promise<void>;
  handed(): HandedEngine | null;
  close(): Promise<void>;
  letGo(): void;
}

/** Opens records, migrated. Leaves nothing running when it rejects. */
export async function openRecordsEngine(
  options: RecordsOptions,
  data: DataFolder,
  log: Log,
): Promise<OpenedRecords> {
  const prepared = prepareRecords(options, data, log);
  try {
    await prepared.own();
    return prepared;
  } catch (error) {
    await prepared.close();
    throw error;
  }
}

/** Prepares records, with the PostgreSQL that was handed over, if any. */
export function prepareRecords(
  options: RecordsOptions,
  data: DataFolder,
  log: Log,
  given: HandedEngine | null = null,
): PreparedRecords {
  const owner = ownerOf(options, data, log, given);
  const role = {
    name: appRole,
    password: options.databaseAppPassword ?? data.secret('postgres-app'),
    given: options.databaseAppPassword !== undefined,
  };
  const app = { ...owner.connection, user: role.name, password: role.password };
  const { databaseConnections: max } = options;
  const records = openRecords(max === undefined ? app : { ...app, max }, log);
  let migrated = false;
  return {
    records,
    owner: owner.connection,
    app,
    async look() {
      migrated = await isMigrated(owner.connection);
    },
    async own() {
      await owner.own();
      if (migrated) return;
      await owner.makeDatabase();
      const applied = await migrateRecords(owner.connection, role);
      if (applied.length > 0) log.info('records migrated', { applied });
    },
    handed: () => owner.handed(),
    async close() {
      await records.close();
      await owner.close();
    },
    async letGo() {
      owner.letGo();
      await records.close();
    },
  };
}

function ownerOf(
  options: RecordsOptions,
  data: DataFolder,
  log: Log,
  given: HandedEngine | null,
): Owner {
  if (options.databaseUrl !== undefined) {
    return {
      connection: fromUrl(options.databaseUrl),
      own: async () => {},
      makeDatabase: async () => {},
      handed: () => null,
      close: async () => {},
      letGo: () => {},
    };
  }
  const postgres = embeddedPostgres(data, log, given, options.isThrownAway);
  const { host, user, password } = postgres;
  return {
    connection: { host, user, password, database },
    own: () => postgres.own(),
    makeDatabase: () => ensureDatabase({ host, user, password }, database),
    handed: () => postgres.handed(),
    close: () => postgres.close(),
    letGo: () => postgres.letGo(),
  };
}

/** The connection settings in a PostgreSQL URL. */
export function fromUrl(url: string): pg.ClientConfig {
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

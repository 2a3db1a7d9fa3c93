// Migrates PostgreSQL: the app role and the migrations, each in a transaction under an advisory
// lock, so that two servers starting at once apply each once.
import pg from 'pg';
import { EngineError, reasonOf } from './engine-error.ts';
import { type Applied, type Migration, pending, readMigrations } from './migrate.ts';

/** An arbitrary number that no other program is likely to lock. */
const lockKey = 7_700_018;

export interface AppRole {
  readonly name: string;
  readonly password: string;
  /** A database administrator created the role and set this password. */
  readonly given: boolean;
}

/** Applies missing migrations as the owner, and sets the app role's password. */
export async function migrateRecords(
  owner: pg.ClientConfig,
  app: AppRole,
): Promise<readonly string[]> {
  const client = new pg.Client(owner);
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lockKey]);
    await ensureAppRole(client, app);
    return await applyPending(client);
  } finally {
    await client.end();
  }
}

/**
 * Whether all migrations are applied. Changes nothing. False if PostgreSQL does not answer. Throws
 * `start.migration_changed`.
 */
export async function isMigrated(owner: pg.ClientConfig): Promise<boolean> {
  const client = new pg.Client(owner);
  client.on('error', () => {});
  try {
    await client.connect();
    return pending(readMigrations('records'), await appliedOf(client)).length === 0;
  } catch (error) {
    if (error instanceof EngineError) throw error;
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * Creates the database if it is missing. Only for the embedded PostgreSQL, where everything is
 * ours.
 */
export async function ensureDatabase(owner: pg.ClientConfig, database: string): Promise<void> {
  const maintenance = new pg.Client({ ...owner, database: 'postgres' });
  maintenance.on('error', () => {});
  await maintenance.connect();
  try {
    const found = await maintenance.query('SELECT 1 FROM pg_database WHERE datname = $1', [
      database,
    ]);
    if (found.rowCount === 0)
      await maintenance.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`);
  } finally {
    await maintenance.end();
  }
}

/**
 * Creates the role or sets its password, unless an administrator did. Refuses a role with too many
 * rights.
 */
async function ensureAppRole(client: pg.Client, app: AppRole): Promise<void> {
  if (!app.given) await setAppRole(client, app);
  const found = await client.query<{ mighty: boolean }>(
    'SELECT rolsuper OR rolbypassrls AS mighty FROM pg_roles WHERE rolname = $1',
    [app.name],
  );
  if (found.rows[0]?.mighty === false) return;
  const state = found.rows.length === 0 ? 'does not exist' : 'could bypass row-level security';
  throw new EngineError('start.engine_failed', `The database role ${app.name} ${state}.`);
}

async function setAppRole(client: pg.Client, app: AppRole): Promise<void> {
  const name = pg.escapeIdentifier(app.name);
  const found = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [app.name]);
  const verb = found.rowCount === 0 ? 'CREATE' : 'ALTER';
  await client.query(`${verb} ROLE ${name} LOGIN PASSWORD ${pg.escapeLiteral(app.password)}`);
}

async function applyPending(client: pg.Client): Promise<readonly string[]> {
  await client.query(`
    CREATE SCHEMA IF NOT EXISTS opportune_private;
    CREATE TABLE IF NOT EXISTS opportune_private.migrations (
      name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now()
    )`);
  const missing = pending(readMigrations('records'), await appliedOf(client));
  for (const { name, sql, checksum } of missing) {
    await apply(client, { name, sql, checksum });
  }
  return missing.map(({ name }) => name);
}

/** Atomic: an unfinished transaction ends with the connection. */
async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await client.query(
      'INSERT INTO opportune_private.migrations (name, checksum) VALUES ($1, $2)',
      [name, checksum],
    );
    await client.query('COMMIT');
  } catch (error) {
    throw new EngineError(
      'start.engine_failed',
      `The migration ${name} failed: ${reasonOf(error)}`,
      error,
    );
  }
}

async function appliedOf(client: pg.Client): Promise<readonly Applied[]> {
  const applied = await client.query<Applied>(
    'SELECT name, checksum FROM opportune_private.migrations',
  );
  return applied.rows;
}

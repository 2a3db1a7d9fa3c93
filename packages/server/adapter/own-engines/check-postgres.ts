// Checks whether the operator's own PostgreSQL can be used. Read-only; roles and tables are created
// later.
import pg from 'pg';
import { EngineError, reasonOf } from '../engine-error.ts';
import { checkMs, isAtLeast, unreachable, unusable } from './unusable.ts';

/** The oldest version still maintained. The migrations and the contract of records pass on it. */
const leastPostgres = 15;
const option = 'OPPORTUNE_DATABASE_URL';
const passwordOption = 'OPPORTUNE_DATABASE_APP_PASSWORD';

export interface PostgresWanted {
  readonly owner: pg.ClientConfig;
  /** The role that row-level security binds, with its password if an administrator created it. */
  readonly app: { readonly name: string; readonly password?: string | undefined };
}

interface Found {
  readonly version: string;
  readonly encoding: string;
  readonly standby: boolean;
  readonly makes_roles: boolean;
  readonly role: 'missing' | 'mighty' | 'bound';
}

/** Its version, for people. Throws `start.engine_unusable`. */
export async function checkPostgres({ owner, app }: PostgresWanted): Promise<string> {
  const found = await lookedAt(owner, app.name);
  const at = named(owner, found.version);
  if (found.standby) throw unusable(option, `${at} is a standby, which nothing can be written to`);
  if (found.encoding !== 'UTF8')
    throw unusable(option, `the database at ${placeOf(owner)} is ${found.encoding} and not UTF8`);
  if (found.role === 'mighty')
    throw unusable(option, `the role ${app.name} could bypass row-level security`);
  await checkRole(owner, app, found);
  return at;
}

/** Checked as the owner. An old version is asked for nothing beyond its version. */
async function lookedAt(owner: pg.ClientConfig, role: string): Promise<Found> {
  try {
    return await withClient(owner, async (client) => {
      const version = await versionOf(client);
      if (!isAtLeast(version, [leastPostgres]))
        throw unusable(
          option,
          `${named(owner, version)} is too old, ${leastPostgres} is the least`,
        );
      const rest = await client.query<Omit<Found, 'version'>>(looks, [role]);
      return { ...nothing, ...rest.rows[0], version };
    });
  } catch (error) {
    throw error instanceof EngineError ? error : refusal(owner, error);
  }
}

/** Some add the name of their package after a space. */
async function versionOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
  return rows[0]?.server_version.split(' ')[0] ?? '';
}

const nothing = { encoding: '', standby: false, makes_roles: false, role: 'missing' } as const;

const looks = `SELECT current_setting('server_encoding') AS encoding, pg_is_in_recovery() AS standby,
    (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user) AS makes_roles,
    coalesce((SELECT CASE WHEN rolsuper OR rolbypassrls THEN 'mighty' ELSE 'bound' END
      FROM pg_roles WHERE rolname = $1), 'missing') AS role`;

async function checkRole(
  owner: pg.ClientConfig,
  { name, password }: PostgresWanted['app'],
  found: Found,
): Promise<void> {
  if (password === undefined) return refuseUnlessMaker(owner, name, found);
  if (found.role === 'missing') throw unusable(passwordOption, `the role ${name} does not exist`);
  try {
    await withClient({ ...owner, user: name, password }, async () => {});
  } catch (error) {
    throw unusable(
      passwordOption,
      `${placeOf(owner)} refuses the role ${name}: ${reasonOf(error)}`,
      error,
    );
  }
}

/** Without a password for it, we must create the role. */
function refuseUnlessMaker({ user = '' }: pg.ClientConfig, name: string, found: Found): void {
  if (found.makes_roles) return;
  throw unusable(
    option,
    `the user ${user} may not create roles; have an administrator make the role ${name} and give ${passwordOption}`,
  );
}

async function withClient<T>(
  connection: pg.ClientConfig,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    ...connection,
    connectionTimeoutMillis: checkMs,
    query_timeout: checkMs,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    return await work(client);
  } finally {
    // A server that does not speak the protocol does not close the connection properly either.
    client.end().catch(() => {});
  }
}

function refusal(owner: pg.ClientConfig, error: unknown): EngineError {
  const place = placeOf(owner);
  if (error instanceof pg.DatabaseError && error.code !== undefined)
    return unusable(option, `PostgreSQL at ${place} refuses: ${error.message}`, error);
  const away = unreachable({ option, place }, error);
  if (away !== null) return away;
  if (/SSL/.test(reasonOf(error))) return unusable(option, `${place}: ${reasonOf(error)}`, error);
  return unusable(option, `what answers at ${place} is not PostgreSQL (${reasonOf(error)})`, error);
}

function named(owner: pg.ClientConfig, version: string): string {
  return `PostgreSQL ${version} at ${placeOf(owner)}`;
}

function placeOf({ host, port }: pg.ClientConfig): string {
  return `${host ?? ''}:${port ?? 5432}`;
}

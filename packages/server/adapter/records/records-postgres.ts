// The records port on PostgreSQL. Every unit of work is one transaction that sets its account, or
// sets none and then sees no row (promise 6). The role behind the pool owns nothing. It retries
// connecting while PostgreSQL restarts, never the work itself, and gives up early if PostgreSQL
// does not respond.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import pg from 'pg';
import { EngineError, reasonOf } from '../engine-error.ts';
import { createStatements, type Statements } from './prepared.ts';
import { type Lending, lendingFrom, type Lent } from './records-pool.ts';
import { type Silence, silenceOf } from './records-silence.ts';

/** How long a call waits for a restarting PostgreSQL. */
const patienceMs = 15_000;
const connections = 10;
/** How long one attempt waits for a free connection. */
const connectMs = 10_000;
const pauseMs = 50;
const statementMs = 30_000;
/**
 * PostgreSQL itself ends a statement earlier. Without an answer by then, the connection is dead.
 */
const silenceMs = statementMs + 10_000;
/** How long an unresponsive PostgreSQL may delay the start of a unit of work. */
const startMs = 5000;

/** The shared connections, with the check whether PostgreSQL responds. */
interface Source {
  readonly lend: Lending;
  /** What the connection has prepared. */
  readonly statementsOf: (client: pg.PoolClient) => Statements;
  readonly silence: Silence;
  readonly boundMs: number;
}

/**
 * Opens the pool. `app` signs in as the role that row-level security binds. If PostgreSQL does not
 * respond for `boundMs`, new units of work fail with `engine.unavailable`. A busy PostgreSQL does
 * not cause that.
 */
export function openRecords(app: pg.PoolConfig, log: Log, boundMs = startMs): Records {
  const pool = openPool(app, log);
  const lend = lendingFrom(pool, app.max ?? connections, connectMs);
  const silence = silenceOf(pool, app, boundMs);
  const source = { lend, statementsOf: statementsByClient(), silence, boundMs };
  return {
    withAccount: (account, work) => inTransaction(source, { account }, work),
    withAccountOften: (account, work) => inTransaction(source, { account, isOften: true }, work),
    withoutAccount: (work) => inTransaction(source, {}, work),
    lookUp: (text, values = []) => lookUp(source, text, values),
    close: () => pool.end(),
  };
}

function openPool(app: pg.PoolConfig, log: Log): pg.Pool {
  const pool = new pg.Pool({
    max: connections,
    connectionTimeoutMillis: connectMs,
    idleTimeoutMillis: 60_000,
    application_name: 'opportune',
    statement_timeout: statementMs,
    query_timeout: silenceMs,
    keepAlive: true,
    lock_timeout: 10_000,
    idle_in_transaction_session_timeout: 60_000,
    // A plan that is kept from when a table was small must hold when it is large.
    options: '-c enable_seqscan=off',
    ...app,
  });
  pool.on('error', (error) =>
    log.warn('an idle connection to PostgreSQL ended', { reason: error.message }),
  );
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

function statementsByClient(): Source['statementsOf'] {
  const known = new WeakMap<pg.PoolClient, Statements>();
  return (client) => {
    const statements = known.get(client) ?? createStatements();
    known.set(client, statements);
    return statements;
  };
}

/** What a unit of work is bound to. */
interface Bound {
  readonly account?: AccountId;
  readonly isOften?: boolean;
}

async function inTransaction<T>(
  source: Source,
  of: Bound,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  const { client, giveBack } = await begin(source, of);
  let broken: Error | undefined;
  try {
    const result = await work(sqlOn(client, source.statementsOf(client)));
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // Nothing can be rolled back on a lost connection; PostgreSQL does it by itself.
    broken = isAway(error) ? error : await rollBack(client);
    throw translate(error);
  } finally {
    giveBack(broken);
  }
}

/** A connection with its transaction begun and its account set, in one round trip. */
function begin(source: Source, of: Bound): Promise<Lent> {
  return whileAway(async () => {
    const lent = await connection(source, of.account);
    try {
      await lent.client.query(beginning(of, source.boundMs));
      return lent;
    } catch (error) {
      lent.giveBack(true);
      throw error;
    }
  });
}

/** Outside of a transaction no account is set, so it sees no row of any. */
function lookUp<Row>(
  source: Source,
  text: string,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  return whileAway(async () => {
    const { client, giveBack } = await connection(source, undefined);
    const watch = source.silence.watch();
    const answer = client.query(source.statementsOf(client).often(text, values));
    const answered = answer.then(() => true);
    try {
      // A busy PostgreSQL takes its time. A silent one is not waited for.
      const isAnswered = await Promise.race([answered, watch.silent.then(() => false)]);
      if (!isAnswered) throw new EngineError('engine.unavailable');
      giveBack();
      return (await answer).rows as Row[];
    } catch (error) {
      giveBack(isAway(error) || error instanceof EngineError);
      throw error;
    } finally {
      watch.end();
    }
  });
}

/** Tries again while PostgreSQL restarts. */
async function whileAway<T>(attempt: () => Promise<T>): Promise<T> {
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const isOver = isSilent(error) || performance.now() > until;
      if (!isAway(error) || isOver) throw translate(error);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

/** `query_timeout` applies to this query only. The types do not cover it. */
function beginning(
  { account, isOften = false }: Bound,
  boundMs: number,
): pg.QueryConfig & { readonly query_timeout: number } {
  const id = pg.escapeLiteral(account ?? '');
  const kept = isOften ? ", set_config('plan_cache_mode', 'force_generic_plan', true)" : '';
  const text = `BEGIN; SELECT set_config('opportune.account', ${id}, true)${kept}`;
  return { text, query_timeout: boundMs };
}

/** A connection, when one is free. Throws `engine.unavailable` if PostgreSQL does not respond. */
async function connection(
  { lend, silence }: Source,
  account: AccountId | undefined,
): Promise<Lent> {
  const wanted = lend(account);
  const watch = silence.watch();
  try {
    const lent = await Promise.race([wanted.lent, watch.silent]);
    if (lent !== undefined) return lent;
  } finally {
    watch.end();
  }
  wanted.giveUp();
  throw new EngineError('engine.unavailable');
}

/** Returns the error if the connection cannot be used again. */
async function rollBack(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(reasonOf(error));
  }
}

function sqlOn(client: pg.PoolClient, statements: Statements): Sql {
  const asked = (text: string, values: readonly unknown[] = []) =>
    client.query(statements.asked(text, values));
  const often = (text: string, values: readonly unknown[] = []) =>
    client.query(statements.often(text, values));
  return {
    async rows<Row>(text: string, values?: readonly unknown[]) {
      return (await asked(text, values)).rows as Row[];
    },
    async row<Row>(text: string, values?: readonly unknown[]) {
      return (await asked(text, values)).rows[0] as Row | undefined;
    },
    async often<Row>(text: string, values?: readonly unknown[]) {
      return (await often(text, values)).rows[0] as Row | undefined;
    },
    async oftenRows<Row>(text: string, values?: readonly unknown[]) {
      return (await often(text, values)).rows as Row[];
    },
    async run(text, values) {
      return (await asked(text, values)).rowCount ?? 0;
    },
  };
}

/** The errors seen while PostgreSQL restarts. */
const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE', // the socket
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08003',
  '53300', // shutting down, starting up, no room yet
]);

/** There was no response, so a retry would wait as long. */
function isSilent(error: unknown): boolean {
  return error instanceof Error && /Query read timeout/.test(error.message);
}

function isAway(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  if ('code' in error && awayCodes.has(String(error.code))) return true;
  return /Connection terminated|not queryable|Query read timeout|timeout exceeded when trying to connect/.test(
    error.message,
  );
}

/** A lock or a statement took too long, two waited for each other, or there is no room for more locks. */
const busyCodes = new Set(['55P03', '57014', '40P01', '53200']);

/**
 * Translates a lost connection, a full disk, what took too long and what came after `close` into stable,
 * retryable errors. Others remain the database's.
 */
function translate(error: unknown): unknown {
  if (error instanceof pg.DatabaseError && error.code === '53100') {
    return new EngineError('server.storage_full', undefined, error);
  }
  if (error instanceof pg.DatabaseError && busyCodes.has(error.code ?? ''))
    return new EngineError('server.overloaded', undefined, error);
  if (error instanceof Error && /after calling end on the pool/.test(error.message))
    return new EngineError('server.stopping', undefined, error);
  return isAway(error) ? new EngineError('engine.unavailable', undefined, error) : error;
}

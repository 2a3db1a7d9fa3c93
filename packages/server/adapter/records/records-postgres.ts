// The records port on PostgreSQL. Every unit of work is one transaction that sets its account, or
// sets none and then sees no row (promise 6). The role behind the pool owns nothing. It retries
// connecting while PostgreSQL restarts, never the work itself, and gives up early if PostgreSQL
// does not respond.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import pg from 'pg';
import { EngineError } from '../engine-error.ts';
import { isAway, translate, whileAway } from './records-away.ts';
import { lendingFrom } from './records-pool.ts';
import { silenceOf } from './records-silence.ts';
import { connection, knownByClient, type Source, unlessSilent } from './records-source.ts';
import { type Bound, Unit } from './unit-of-work.ts';

const connections = 10;
/** How long one attempt waits for a free connection. */
const connectMs = 10_000;
const statementMs = 30_000;
/**
 * PostgreSQL itself ends a statement earlier. Without an answer by then, the connection is dead.
 */
const silenceMs = statementMs + 10_000;
/** How long an unresponsive PostgreSQL may delay the start of a unit of work. */
const startMs = 5000;

/**
 * Opens the pool. `app` signs in as the role that row-level security binds. If PostgreSQL does not
 * respond for `boundMs`, new units of work fail with `engine.unavailable`. A busy PostgreSQL does
 * not cause that.
 */
export function openRecords(app: pg.PoolConfig, log: Log, boundMs = startMs): Records {
  const pool = openPool(app, log);
  const lend = lendingFrom(pool, app.max ?? connections, connectMs);
  const silence = silenceOf(pool, app, boundMs);
  const source = { lend, knownOf: knownByClient(), silence, boundMs };
  return {
    withAccount: (account, work) => inTransaction(source, { account }, work),
    withAccountOften: (account, work) => inTransaction(source, { account, isOften: true }, work),
    withAccountAtOnce: (account, work) =>
      inTransaction(source, { account, isOften: true, isAtOnce: true }, work),
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

async function inTransaction<T>(
  source: Source,
  of: Bound,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  const unit = await Unit.open(source, of);
  let broken: Error | undefined;
  try {
    const result = await work(sqlOn(unit));
    await unit.commit();
    return result;
  } catch (error) {
    // Nothing can be rolled back on a lost connection; PostgreSQL does it by itself.
    broken = isAway(error) ? error : await unit.rollBack();
    throw translate(error);
  } finally {
    unit.giveBack(broken);
  }
}

/** Outside of a transaction no account is set, so it sees no row of any. */
function lookUp<Row>(
  source: Source,
  text: string,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  return whileAway(async () => {
    const { client, giveBack } = await connection(source, undefined);
    const known = source.knownOf(client);
    try {
      const answer = client.query(known.statements.often(text, values));
      const { rows } = await unlessSilent(source, answer);
      known.heardAt = performance.now();
      giveBack();
      return rows as Row[];
    } catch (error) {
      giveBack(isAway(error) || error instanceof EngineError);
      throw error;
    }
  });
}

function sqlOn(unit: Unit): Sql {
  const asked = (text: string, values: readonly unknown[] = []) =>
    unit.ask((statements) => statements.asked(text, values), isSeveral(text, values));
  const often = (text: string, values: readonly unknown[] = []) =>
    unit.ask((statements) => statements.often(text, values), false);
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

/** A text without values may have several statements. */
function isSeveral(text: string, values: readonly unknown[]): boolean {
  return values.length === 0 && text.includes(';');
}

// Leases in PostgreSQL. The register is one row that changes by compare-and-set: no lock outlives a
// statement, so a process that stops blocks nobody. Its clock decides nothing.
import { changeRegister, type Register } from '@opportune/core/cluster/register.ts';
import type { Leases } from '@opportune/core/ports/leases.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { EngineError } from '../engine-error.ts';
import type pg from 'pg';
import { registerSchema } from './register-schema.ts';

/** Attempts until a change is given up: each that fails, another process made one. */
const attempts = 40;

/** How long a new connection waits for the answer whether its node is in the cluster. */
const memberMs = 5000;

/** The name under which a process's connections are known, by which others cut it off. */
export function connectionName(holder: string): string {
  return `opportune ${holder}`;
}

/**
 * The port on the records' pool. For `cutOff`, each process opens its pool with `application_name:
 * connectionName(holder)`.
 */
export function openLeases(records: Records): Leases {
  return {
    async ask(request) {
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const before = await readRegister(records);
        const answer = changeRegister(before, request);
        if (answer.register === before) return answer;
        if (await write(records, before.revision, answer.register)) return answer;
      }
      throw new EngineError('server.overloaded');
    },
    async cutOff(holder) {
      await records.withoutAccount((sql) =>
        sql.rows(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE application_name = $1 AND datname = current_database() AND usename = current_user`,
          [connectionName(holder)],
        ),
      );
    },
    take: (account, { shard, epoch, since }) =>
      records.withAccount(account, async (sql) => {
        const row = await sql.row(
          `INSERT INTO desk_epochs AS held (account, shard, epoch, since) VALUES ($1, $2, $3, $4)
           ON CONFLICT (account) DO UPDATE SET shard = $2, epoch = $3, since = $4
           WHERE held.since < $4 OR (held.shard, held.epoch, held.since) = ($2, $3, $4)
           RETURNING account`,
          [account, shard, epoch, since],
        );
        return row !== undefined;
      }),
    async holds(sql, { shard, epoch, since }) {
      const row = await sql.often(
        `SELECT account FROM desk_epochs
         WHERE account = current_account() AND shard = $1 AND epoch = $2 AND since = $3 FOR SHARE`,
        [shard, epoch, since],
      );
      return row !== undefined;
    },
  };
}

/**
 * For the pool of a process of a node: refuses each new connection once others have removed the node.
 * They remove it first and cut its connections off then, so none of its is left after that.
 */
export function onlyAsMember(node: string): (client: pg.ClientBase) => Promise<void> {
  // Nothing else limits what a new connection does before it is lent. The types do not cover it.
  const asking: pg.QueryConfig & { readonly query_timeout: number } = {
    text: `SELECT FROM jsonb_array_elements(cluster_register() -> 'shards') AS shard
           WHERE shard ->> 'holder' = $1`,
    values: [node],
    query_timeout: memberMs,
  };
  return async (client) => {
    const { rows } = await client.query(asking);
    if (rows.length === 0) throw new EngineError('engine.unavailable');
  };
}

async function readRegister(records: Records): Promise<Register> {
  const [row] = await records.lookUp<{ register: unknown }>(
    'SELECT cluster_register() AS register',
  );
  return registerSchema.parse(row?.register);
}

function write(records: Records, revision: number, register: Register): Promise<boolean> {
  return records.withoutAccount(async (sql) => {
    const row = await sql.often<{ done: boolean }>(
      'SELECT change_cluster_register($1, $2) AS done',
      [revision, JSON.stringify(register)],
    );
    return row?.done === true;
  });
}

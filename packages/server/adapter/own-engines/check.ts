// Checks the operator's own PostgreSQL and ClickHouse before anything is changed: whether both
// answer, let us in and are new enough. Read-only. Refuses with one sentence that names the option.
import { checkClickhouse } from './check-clickhouse.ts';
import { checkPostgres, type PostgresWanted } from './check-postgres.ts';

export interface OwnEngines extends PostgresWanted {
  readonly clickhouseUrl: string;
}

/** What was found, for people. */
export interface FoundEngines {
  readonly postgres: string;
  readonly clickhouse: string;
}

/** Throws `start.engine_unusable` for the first of the two that cannot be used. */
export async function checkOwnEngines(wanted: OwnEngines): Promise<FoundEngines> {
  const [postgres, clickhouse] = await Promise.allSettled([
    checkPostgres(wanted),
    checkClickhouse(wanted.clickhouseUrl),
  ]);
  if (postgres.status === 'rejected') throw postgres.reason;
  if (clickhouse.status === 'rejected') throw clickhouse.reason;
  return { postgres: postgres.value, clickhouse: clickhouse.value };
}

// Which batches of facts count in a cluster. ClickHouse takes whatever arrives, also from a process that
// was removed and whose insert was on its way for long. So a process commits each batch in PostgreSQL,
// which takes nothing from it once it was removed. Whoever has its name afterwards reads once up to
// which batch it committed. Rows of later ones are stale: no query sees them, and they are removed.
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { EngineError } from '../engine-error.ts';

/** A run of the ledger that is over. */
export interface EndedRun {
  readonly run: string;
  /** The number of its last batch that counts. 0: none does. */
  readonly through: number;
  readonly endedAt: number;
}

/** Ends all runs under this name for good. The newest first. */
export async function endRuns(records: Records, name: string): Promise<readonly EndedRun[]> {
  const rows = await records.withoutAccount((sql) =>
    sql.rows<{ run: string; through: string; ended_at: Date }>('SELECT * FROM end_fact_runs($1)', [
      name,
    ]),
  );
  return rows
    .map(({ run, through, ended_at }) => ({
      ...{ run, through: Number(through), endedAt: ended_at.getTime() },
    }))
    .sort((one, other) => other.endedAt - one.endedAt);
}

/** Once no row of a later batch is left. */
export async function forgetRun(records: Records, { run }: EndedRun): Promise<void> {
  await records.withoutAccount((sql) => sql.row('SELECT forget_fact_run($1)', [run]));
}

/** Resolves an append once its batch is committed. What is not of a ledger has no number, and counts. */
export function committing(facts: FactStore, records: Records, name: string): FactStore {
  /** A process has one ledger, which stores one batch after another. */
  let begun = '';
  /** The token of the batch that is stored and perhaps not committed. */
  let stored = '';
  const begin = async (run: string): Promise<void> => {
    if (begun === run) return;
    await records.withoutAccount((sql) => sql.row('SELECT begin_fact_run($1, $2)', [name, run]));
    begun = run;
  };
  return {
    ...facts,
    async append(batch) {
      const [, run, number] = numbered.exec(batch.token) ?? [];
      if (run === undefined || number === undefined) return facts.append(batch);
      await begin(run);
      // The store remembers tokens for a while only, and PostgreSQL may be away for longer.
      if (stored !== batch.token) await facts.append(batch);
      stored = batch.token;
      const row = await records.withoutAccount((sql) =>
        sql.often<{ done: boolean }>('SELECT commit_fact_batch($1, $2) AS done', [run, number]),
      );
      if (row?.done !== true) throw new EngineError('engine.unavailable');
    },
  };
}

/** The token of a batch of a ledger. */
const numbered = /^([\w-]{1,64})\.(\d{1,15})$/;

/** A condition that holds for rows that do not count. */
export function isStale({ run, through }: EndedRun): string {
  if (!/^[\w-]{1,64}$/.test(run)) throw new Error(`${run} is no run`);
  const number = `toUInt64OrZero(substring(batch, ${run.length + 2}))`;
  return `(startsWith(batch, '${run}.') AND ${number} > ${through})`;
}

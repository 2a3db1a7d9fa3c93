// Finished jobs in PostgreSQL: dead letters that a person reads, revives or drops, the removal of
// old ones, and counts of all.
import type { DeadJob, JobFigures, JobStore } from '@opportune/core/ports/jobs.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { JobId } from '@opportune/protocol/ids.ts';
import { deadJobOf, type JobRow } from './job-rows.ts';

export async function readDead(
  sql: Sql,
  { before, limit }: Parameters<JobStore['dead']>[1],
): Promise<readonly DeadJob[]> {
  const rows = await sql.rows<JobRow>(
    `SELECT * FROM jobs
     WHERE state = 'dead' AND ($1::timestamptz IS NULL OR (over_at, id) < ($1, $2::text))
     ORDER BY over_at DESC, id DESC LIMIT $3`,
    [before === null ? null : new Date(before.at), before?.id ?? '', limit],
  );
  return rows.map(deadJobOf);
}

/**
 * It waits again, and is not yet the first of its key. Returns the key whose turn must be decided.
 */
export async function reviveJob(
  sql: Sql,
  id: JobId,
  { now, deadlineAt }: { readonly now: number; readonly deadlineAt: number },
): Promise<{ readonly account: string; readonly key: string } | null> {
  const row = await sql.row<{ account: string; key: string }>(
    `UPDATE jobs SET state = 'waiting', over_at = NULL, is_first = false, attempts = 0,
       due_at = $2, deadline_at = $3
     WHERE id = $1 AND state = 'dead' RETURNING account, key`,
    [id, new Date(now), new Date(deadlineAt)],
  );
  return row ?? null;
}

export async function dropJob(sql: Sql, id: JobId): Promise<boolean> {
  return (await sql.run("DELETE FROM jobs WHERE id = $1 AND state = 'dead'", [id])) > 0;
}

export async function forgetJobs(
  records: Records,
  before: { readonly done: number; readonly dead: number },
  most: number,
): Promise<number> {
  const row = await records.withoutAccount((sql) =>
    sql.row<{ gone: string }>('SELECT forget_jobs($1, $2, $3) AS gone', [
      new Date(before.done),
      new Date(before.dead),
      most,
    ]),
  );
  return Number(row?.gone ?? 0);
}

export async function figuresOfJobs(records: Records): Promise<JobFigures> {
  const row = await records.withoutAccount((sql) =>
    sql.row<{ waiting: string; dead: string; oldest_due: Date | null }>(
      'SELECT waiting, dead, oldest_due FROM job_figures()',
    ),
  );
  return {
    waiting: Number(row?.waiting ?? 0),
    dead: Number(row?.dead ?? 0),
    oldestDueAt: row?.oldest_due?.getTime() ?? null,
  };
}

// Settles jobs that are done at the same time in one transaction, with what is written along. One that is
// not its worker's any more, or that others hold, is left to the settlement of a single job.
import { together } from '@opportune/core/bounds/together.ts';
import type { AlongTogether, LeasedJob } from '@opportune/core/ports/jobs.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { AccountId, JobId } from '@opportune/protocol/ids.ts';
import { lockKeys } from './job-keys.ts';

export interface DoneJob {
  readonly job: LeasedJob;
  readonly now: number;
  readonly along: AlongTogether | undefined;
}

const most = 100;

export function settleTogether(
  records: Records,
  epoch: number,
  alone: (account: AccountId, done: DoneJob) => Promise<boolean>,
): (account: AccountId, done: DoneJob) => Promise<boolean> {
  return together<DoneJob, boolean>({
    ...{ most, alone },
    nameOf: ({ job }) => job.id,
    all: (account, all) =>
      records.withAccountOften(account, async (sql) => {
        const noted = await note(sql, all, epoch);
        const mine = all.filter(({ job }) => noted.has(job.id));
        const keys = [...new Set(mine.map(({ job }) => job.key))].toSorted();
        await Promise.all([writeAllAlong(sql, mine), letNext(sql, account, keys)]);
        return all.map(({ job }) => (noted.has(job.id) ? true : undefined));
      }),
  });
}

async function note(sql: Sql, all: readonly DoneJob[], epoch: number): Promise<ReadonlySet<JobId>> {
  const rows = await sql.oftenRows<{ id: JobId }>(
    `WITH given AS (
       SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS given (job, named, now)
     ), held AS (
       SELECT given.now, own.row FROM given CROSS JOIN LATERAL (
         SELECT ctid AS row FROM jobs WHERE id = job AND state = 'waiting' AND lease = named
           AND epoch = $4 AND leased_until > now
         LIMIT 1 FOR UPDATE SKIP LOCKED) AS own
     )
     UPDATE jobs SET lease = NULL, leased_until = NULL, state = 'done', over_at = held.now,
       is_first = false
     FROM held WHERE jobs.ctid = held.row RETURNING jobs.id`,
    [
      ...[all.map(({ job }) => job.id), all.map(({ job }) => job.lease)],
      ...[all.map(({ now }) => new Date(now)), epoch],
    ],
  );
  return new Set(rows.map(({ id }) => id));
}

async function writeAllAlong(sql: Sql, all: readonly DoneJob[]): Promise<void> {
  const byWrite = Map.groupBy(
    all.flatMap(({ along }) => along ?? []),
    ({ write }) => write,
  );
  await Promise.all(
    [...byWrite].map(([write, alike]) =>
      write(
        sql,
        alike.map(({ of }) => of),
      ),
    ),
  );
}

/** Lets the first waiting job of each key take its turn, unless another has it. */
async function letNext(sql: Sql, account: AccountId, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const locked = lockKeys(sql, account, keys);
  const next = sql.oftenRows(
    `WITH next AS (
       SELECT turn.id FROM unnest($1::text[]) AS own CROSS JOIN LATERAL (
         SELECT id, is_first FROM jobs WHERE key = own AND state = 'waiting'
         ORDER BY number LIMIT 1) AS turn
       WHERE (SELECT id FROM jobs WHERE key = own AND state = 'waiting' AND is_first LIMIT 1) IS NULL
     )
     UPDATE jobs SET is_first = true FROM next WHERE jobs.id = next.id`,
    [keys],
  );
  await Promise.all([locked, next]);
}

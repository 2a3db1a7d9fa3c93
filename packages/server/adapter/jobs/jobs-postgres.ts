// Jobs in PostgreSQL: created, taken and settled. A key's jobs are created and ended under a lock
// of the key, so that exactly one is the first. A settling transaction takes the lock last, because
// what is written with it may wait for a row whose holder creates a job. settle-together.ts
// settles those that are done at the same time; jobs-over-postgres.ts handles finished jobs.
import {
  type JobStore,
  type LeasedJob,
  type LeaseOrder,
  type NewJob,
  type Settlement,
  writeAlong,
} from '@opportune/core/ports/jobs.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import { onlyOwner } from '@opportune/core/world/owner.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { leasedColumns, leasedColumnsOf, leasedJobOf, type JobRow } from './job-rows.ts';
import { freeLeases } from './free-leases.ts';
import { lockKeys } from './job-keys.ts';
import { dropJob, figuresOfJobs, forgetJobs, readDead, reviveJob } from './jobs-over-postgres.ts';
import { settleTogether } from './settle-together.ts';

/**
 * The port on a pool that row-level security binds to one account at a time. A job taken in a later
 * epoch than this one is neither taken nor settled.
 */
export function openJobStore(records: Records, epoch: number = onlyOwner.epoch): JobStore {
  const settleOne: JobStore['settle'] = (account, job, settlement, now, along) =>
    records.withAccountOften(account, async (sql) => {
      if (!(await note(sql, job, settlement, { now, epoch }))) return false;
      await writeAlong(sql, along);
      if (settlement.type === 'again') await holdUp(sql, job, settlement.deadlineAt);
      else await letNext(sql, account, job.key);
      return true;
    });
  const settleDone = settleTogether(records, epoch, (account, { job, now, along }) =>
    settleOne(account, job, { type: 'done' }, now, along),
  );
  return {
    make: async (sql, account, job, now) => (await makeAll(sql, account, [job], now)) > 0,
    makeAll: async (...of) => void (await makeAll(...of)),
    hasten,
    isFull,
    async dueAccounts(now, most) {
      const rows = await records.lookUp<{ account: string }>(
        'SELECT account FROM accounts_with_due_jobs($1, $2)',
        [new Date(now), most],
      );
      return rows.map(({ account }) => AccountId.parse(account));
    },
    lease: (account, order) =>
      records.withAccountAtOnce(account, (sql) => lease(sql, order, epoch)),
    renew: (account, job, until) =>
      records.withAccountAtOnce(account, (sql) => renew(sql, job, until, epoch)),
    free: (holder) => freeLeases(records, holder, epoch),
    settle: (account, job, settlement, now, along) =>
      settlement.type === 'done' && typeof along !== 'function'
        ? settleDone(account, { job, now, along })
        : settleOne(account, job, settlement, now, along),
    dead: (account, page) => records.withAccount(account, (sql) => readDead(sql, page)),
    revive: async (sql, id, times) => {
      const key = await reviveJob(sql, id, times);
      if (key === null) return false;
      await letNext(sql, key.account, key.key);
      return true;
    },
    drop: dropJob,
    forget: (before, most) => forgetJobs(records, before, most),
    figures: () => figuresOfJobs(records),
  };
}

/**
 * How many were made. Keys are locked in one order, so that none waits in a circle. What is known is looked
 * up one by one: a plan that is made while the table is small must hold when it is large.
 */
async function makeAll(
  sql: Sql,
  account: AccountId,
  jobs: readonly NewJob[],
  now: number,
): Promise<number> {
  const keys = [...new Set(jobs.map(({ key }) => key))].toSorted();
  // Before the statement that finds the first job, so that it sees the work of the previous lock
  // holder.
  const locked = lockKeys(sql, account, keys);
  const made = sql.often<{ readonly made: number }>(
    `WITH given AS (
       SELECT * FROM unnest($2::text[], $3::text[], $4::text[], $5::jsonb[], $6::timestamptz[],
         $7::timestamptz[], $8::text[]) WITH ORDINALITY
         AS given (id, kind, key, payload, due_at, deadline_at, lane, at)
     ), fresh AS (
       SELECT *, row_number() OVER (PARTITION BY key ORDER BY at) AS place FROM given
       WHERE (SELECT id FROM jobs WHERE account = $1 AND jobs.id = given.id LIMIT 1) IS NULL
     ), made AS (
       INSERT INTO jobs
         (account, id, kind, key, payload, is_first, made_at, due_at, deadline_at, lane)
       SELECT $1, id, kind, key, payload,
         place = 1 AND (SELECT jobs.id FROM jobs WHERE account = $1 AND jobs.key = fresh.key
           AND state = 'waiting' LIMIT 1) IS NULL,
         $9::timestamptz, due_at, deadline_at, lane
       FROM fresh ORDER BY at
       ON CONFLICT (account, id) DO NOTHING RETURNING id
     )
     SELECT count(*)::int AS made FROM made`,
    [
      ...[account, jobs.map(({ id }) => id), jobs.map(({ kind }) => kind)],
      ...[jobs.map(({ key }) => key), jobs.map(({ payload }) => JSON.stringify(payload))],
      ...[jobs.map(({ dueAt }) => new Date(dueAt))],
      ...[jobs.map(({ deadlineAt }) => new Date(deadlineAt)), jobs.map(({ lane }) => lane)],
      new Date(now),
    ],
  );
  const [row] = await Promise.all([made, locked]);
  return row?.made ?? 0;
}

async function hasten(
  sql: Sql,
  { kind, keyPrefix }: { readonly kind: string; readonly keyPrefix: string },
  now: number,
): Promise<void> {
  await sql.run(
    `UPDATE jobs SET due_at = $3
     WHERE state = 'waiting' AND kind = $1 AND starts_with(key, $2) AND due_at > $3`,
    [kind, keyPrefix, new Date(now)],
  );
}

async function isFull(sql: Sql, lane: string, most: number): Promise<boolean> {
  const row = await sql.often(
    `SELECT id FROM jobs WHERE lane = $1 AND state = 'waiting' OFFSET $2::int LIMIT 1`,
    [lane, most - 1],
  );
  return row !== undefined;
}

/** May be taken; a lock that was waited for sees it anew. */
const isDue = `state = 'waiting' AND is_first AND greatest(due_at, leased_until) <= $4
  AND (kind = ANY($5) OR deadline_at <= $4) AND coalesce(epoch, 0) <= $3`;

/** It steps from lane to lane, so that it costs the same however many jobs one of them has. */
async function lease(
  sql: Sql,
  { lease: name, now, until, kinds, most, ofLane, held }: LeaseOrder,
  epoch: number,
): Promise<readonly LeasedJob[]> {
  const rows = await sql.oftenRows<JobRow>(
    `WITH RECURSIVE lanes AS (
       (SELECT lane FROM jobs WHERE state = 'waiting' AND is_first ORDER BY lane LIMIT 1)
       UNION ALL
       SELECT next.lane FROM lanes CROSS JOIN LATERAL (
         SELECT lane FROM jobs WHERE state = 'waiting' AND is_first AND lane > lanes.lane
         ORDER BY lane LIMIT 1) AS next
     ), held AS (SELECT * FROM unnest($8::text[], $9::int[]) AS held (lane, jobs)
     ), in_turns AS (
       SELECT row, coalesce(held.jobs, 0) + row_number() OVER (
         PARTITION BY lane ORDER BY at, number) AS place, at, number
       FROM lanes LEFT JOIN held USING (lane) CROSS JOIN LATERAL (
         SELECT ctid AS row, number, greatest(due_at, leased_until) AS at FROM jobs
         WHERE jobs.lane = lanes.lane AND ${isDue}
         ORDER BY greatest(due_at, leased_until), number
         LIMIT least($6::int, greatest(0, $7::int - coalesce(held.jobs, 0)))) AS due
     ), taken AS MATERIALIZED (
       SELECT free.row FROM (SELECT row FROM in_turns ORDER BY place, at, number) AS turn
       CROSS JOIN LATERAL (
         SELECT ctid AS row FROM jobs WHERE ctid = turn.row AND ${isDue}
         FOR UPDATE SKIP LOCKED) AS free
       LIMIT $6
     ), leased AS (
       UPDATE jobs SET lease = $1, leased_until = $2, epoch = $3, attempts = attempts + 1
       FROM taken WHERE jobs.ctid = taken.row RETURNING ${leasedColumnsOf('jobs')}
     )
     SELECT ${leasedColumns} FROM leased ORDER BY due_at, number`,
    [
      ...[name, new Date(until), epoch, new Date(now), kinds, most, ofLane],
      ...[[...held.keys()], [...held.values()]],
    ],
  );
  return rows.map(leasedJobOf);
}

/** Waits for a settlement that is under way: afterwards there is nothing to renew. */
async function renew(
  sql: Sql,
  { id, lease: name }: LeasedJob,
  until: number,
  epoch: number,
): Promise<boolean> {
  const renewed = await sql.run(
    `UPDATE jobs SET leased_until = $4
     WHERE id = $1 AND state = 'waiting' AND lease = $2 AND epoch = $3`,
    [id, name, epoch, new Date(until)],
  );
  return renewed > 0;
}

/** Records the outcome. False if this holder no longer has the job. */
async function note(
  sql: Sql,
  { id, lease: name }: LeasedJob,
  settlement: Settlement,
  { now, epoch }: { readonly now: number; readonly epoch: number },
): Promise<boolean> {
  const mine = `id = $1 AND state = 'waiting' AND lease = $2 AND epoch = $3 AND leased_until > $4`;
  const of = [id, name, epoch, new Date(now)];
  if (settlement.type === 'again') {
    const { dueAt, deadlineAt, reason } = settlement;
    const noted = await sql.run(
      `UPDATE jobs SET lease = NULL, leased_until = NULL, due_at = $5, deadline_at = $6,
         reason = coalesce($7, reason), attempts = attempts - CASE WHEN $7::text IS NULL THEN 1 ELSE 0 END
       WHERE ${mine}`,
      [...of, new Date(dueAt), new Date(deadlineAt), reason],
    );
    return noted > 0;
  }
  const reason = settlement.type === 'dead' ? settlement.reason : null;
  const noted = await sql.run(
    `UPDATE jobs SET lease = NULL, leased_until = NULL, state = $5, over_at = $4, is_first = false,
       reason = coalesce($6, reason) WHERE ${mine}`,
    [...of, settlement.type, reason],
  );
  return noted > 0;
}

/** If the time of a job does not count, neither does that of the jobs behind it. */
async function holdUp(sql: Sql, { key, deadlineAt }: LeasedJob, until: number): Promise<void> {
  if (until <= deadlineAt) return;
  await sql.run(
    `UPDATE jobs SET deadline_at = deadline_at + $2 * interval '1 ms'
     WHERE key = $1 AND state = 'waiting' AND NOT is_first`,
    [key, until - deadlineAt],
  );
}

/** Lets the first waiting job of a key take its turn, unless another has it. */
async function letNext(sql: Sql, account: string, key: string): Promise<void> {
  const locked = lockKeys(sql, account, [key]);
  const next = sql.often(
    `UPDATE jobs SET is_first = true
     WHERE id = (SELECT id FROM jobs WHERE key = $1 AND state = 'waiting' ORDER BY number LIMIT 1)
       AND NOT EXISTS (SELECT 1 FROM jobs WHERE key = $1 AND state = 'waiting' AND is_first)
     RETURNING id`,
    [key],
  );
  await Promise.all([locked, next]);
}

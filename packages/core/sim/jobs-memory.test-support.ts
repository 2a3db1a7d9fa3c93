// The table of jobs in memory, on transactions that may be cut off. For simulations and the
// contract suite only.
import type { AccountId, JobId } from '@opportune/protocol/ids.ts';
import { jobLimits } from '@opportune/protocol/limits/accounts.ts';
import {
  type DeadJob,
  type JobStore,
  type LeasedJob,
  leaseOf,
  type LeaseOrder,
  type NewJob,
  type Settlement,
  writeAlong,
} from '../ports/jobs.ts';
import type { Records } from '../ports/records.ts';
import { Table, type Transaction, transactionOf } from './transactions.test-support.ts';

interface Row extends NewJob {
  readonly account: AccountId;
  readonly number: number;
  readonly state: 'waiting' | 'done' | 'dead';
  /** The first of its key, whose turn it is. */
  readonly isFirst: boolean;
  readonly madeAt: number;
  readonly attempts: number;
  readonly lease: string;
  readonly leasedUntil: number;
  readonly epoch: number;
  readonly reason: string | null;
  readonly overAt: number;
}

export interface JobTable {
  readonly rows: Table<Row>;
  /** Counts the jobs made. */
  made: number;
}

export function createJobTable(): JobTable {
  return { rows: new Table<Row>('jobs'), made: 0 };
}

export function openMemoryJobs(table: JobTable, records: Records, epoch = 1): JobStore {
  const { rows } = table;
  const make: JobStore['make'] = async (sql, account, job, now) => {
    const by = transactionOf(sql);
    await by.step();
    await lockKey(by, account, job.key);
    await rows.lock(by, keyOf(account, job.id));
    if (rows.get(by, keyOf(account, job.id)) !== undefined) return false;
    table.made += 1;
    put(rows, by, {
      ...{ ...job, account, number: table.made, state: 'waiting', madeAt: now },
      payload: JSON.parse(JSON.stringify(job.payload)),
      isFirst: lineOf(rows, by, account, job.key).length === 0,
      ...{ attempts: 0, lease: '', leasedUntil: 0, epoch: 0, reason: null, overAt: 0 },
    });
    return true;
  };
  return {
    make,
    async makeAll(sql, account, jobs, now) {
      for (const job of jobs) await make(sql, account, job, now);
    },
    async hasten(sql, { kind, keyPrefix }, now) {
      const by = transactionOf(sql);
      await by.step();
      const isMeant = (row: Row) =>
        row.state === 'waiting' && row.kind === kind && row.key.startsWith(keyPrefix);
      for (const row of ownIn(rows, by).filter(isMeant))
        await change(rows, by, row, (is) =>
          isMeant(is) && is.dueAt > now ? { ...is, dueAt: now } : null,
        );
    },
    async isFull(sql, lane, most) {
      const by = transactionOf(sql);
      const waiting = ownIn(rows, by).filter((row) => row.state === 'waiting' && row.lane === lane);
      return waiting.length >= most;
    },
    dueAccounts: (now, most) =>
      records.withoutAccount(async (sql) => {
        const earliest = new Map<AccountId, number>();
        for (const row of rows.all(transactionOf(sql)))
          if (row.state === 'waiting' && row.isFirst && freeAt(row) <= now)
            earliest.set(row.account, Math.min(freeAt(row), earliest.get(row.account) ?? Infinity));
        const inOrder = [...earliest].toSorted(([, one], [, other]) => one - other);
        return inOrder.slice(0, most).map(([account]) => account);
      }),
    lease: (account, order) =>
      records.withAccount(account, (sql) => lease(rows, transactionOf(sql), order, epoch)),
    renew: (account, job, until) =>
      records.withAccount(account, async (sql) => {
        const by = transactionOf(sql);
        await by.step();
        const row = rows.get(by, keyOf(account, job.id));
        const isHeld = (is: Row) =>
          is.state === 'waiting' && is.lease === job.lease && is.epoch === epoch;
        if (row === undefined) return false;
        return change(rows, by, row, (is) => (isHeld(is) ? { ...is, leasedUntil: until } : null));
      }),
    free: (holder) =>
      records.withoutAccount(async (sql) => {
        const by = transactionOf(sql);
        const isLeft = (row: Row) =>
          row.lease.startsWith(leaseOf(holder, '')) &&
          row.epoch <= epoch &&
          row.attempts <= jobLimits.freedAttempts;
        let freed = 0;
        for (const row of rows.all(by).filter(isLeft)) {
          const free = (is: Row) => (isLeft(is) ? { ...is, lease: '', leasedUntil: 0 } : null);
          if (await change(rows, by, row, free)) freed += 1;
        }
        return freed;
      }),
    settle: (account, job, settlement, now, along) =>
      records.withAccount(account, async (sql) => {
        const by = transactionOf(sql);
        await by.step();
        const isMine = (row: Row) =>
          row.state === 'waiting' &&
          row.lease === job.lease &&
          row.epoch === epoch &&
          row.leasedUntil > now;
        const row = rows.get(by, keyOf(account, job.id));
        if (row === undefined) return false;
        const noted = await change(rows, by, row, (is) =>
          isMine(is) ? settledAs(is, settlement, now) : null,
        );
        if (!noted) return false;
        await writeAlong(sql, along);
        if (settlement.type === 'again') await holdUp(rows, by, job, settlement.deadlineAt);
        else await letNext(rows, by, account, job.key);
        return true;
      }),
    dead: (account, { before, limit }) =>
      records.withAccount(account, async (sql) =>
        ownIn(rows, transactionOf(sql))
          .filter(({ state }) => state === 'dead')
          .filter((row) => before === null || isAfter({ at: before.at, id: before.id }, row))
          .toSorted((one, other) => (isAfter({ at: one.overAt, id: one.id }, other) ? -1 : 1))
          .slice(0, limit)
          .map(deadJobOf),
      ),
    async revive(sql, id, { now, deadlineAt }) {
      const by = transactionOf(sql);
      const row = ownIn(rows, by).find((each) => each.id === id && each.state === 'dead');
      if (row === undefined) return false;
      const again = { state: 'waiting', isFirst: false, attempts: 0, dueAt: now } as const;
      await change(rows, by, row, (is) => ({ ...is, ...again, deadlineAt }));
      await letNext(rows, by, row.account, row.key);
      return true;
    },
    async drop(sql, id) {
      const by = transactionOf(sql);
      const row = ownIn(rows, by).find((each) => each.id === id && each.state === 'dead');
      if (row === undefined) return false;
      await rows.lock(by, keyOf(row.account, id));
      rows.put(by, keyOf(row.account, id), null);
      return true;
    },
    forget: (before, most) =>
      records.withoutAccount(async (sql) => {
        const by = transactionOf(sql);
        const old = rows
          .all(by)
          .filter(({ state, overAt }) => state !== 'waiting' && overAt < before[state])
          .slice(0, most);
        for (const { account, id } of old) rows.put(by, keyOf(account, id), null);
        return old.length;
      }),
    async figures() {
      const waiting = rows.committed.filter(({ state }) => state === 'waiting');
      const first = waiting.filter(({ isFirst }) => isFirst);
      return {
        waiting: waiting.length,
        dead: rows.committed.filter(({ state }) => state === 'dead').length,
        oldestDueAt: first.length === 0 ? null : Math.min(...first.map(freeAt)),
      };
    },
  };
}

async function lease(
  rows: Table<Row>,
  by: Transaction,
  { lease: name, now, until, kinds, most, ofLane, held: done }: LeaseOrder,
  epoch: number,
): Promise<readonly LeasedJob[]> {
  await by.step();
  const held = new Map(done);
  const placeIn = (lane: string): number => {
    held.set(lane, (held.get(lane) ?? 0) + 1);
    return held.get(lane) ?? 0;
  };
  const due = ownIn(rows, by)
    .filter((row) => row.state === 'waiting' && row.isFirst && freeAt(row) <= now)
    .filter((row) => (kinds.includes(row.kind) || row.deadlineAt <= now) && row.epoch <= epoch)
    .toSorted((one, other) => freeAt(one) - freeAt(other) || one.number - other.number)
    .map((row) => ({ row, place: placeIn(row.lane) }))
    .filter(({ place }) => place <= ofLane)
    .toSorted((one, other) => one.place - other.place);
  const taken: Row[] = [];
  for (const { row } of due) {
    // A job that is locked by another transaction is skipped.
    if (taken.length >= most || !rows.isFree(by, keyOf(row.account, row.id))) continue;
    await rows.lock(by, keyOf(row.account, row.id));
    const leased = { ...row, lease: name, leasedUntil: until, epoch, attempts: row.attempts + 1 };
    taken.push(leased);
    put(rows, by, leased);
  }
  return taken
    .toSorted((one, other) => one.dueAt - other.dueAt || one.number - other.number)
    .map(leasedJobOf);
}

function settledAs(row: Row, settlement: Settlement, now: number): Row {
  const free = { ...row, lease: '', leasedUntil: 0 };
  switch (settlement.type) {
    case 'again': {
      const { dueAt, deadlineAt, reason } = settlement;
      const attempts = row.attempts - (reason === null ? 1 : 0);
      return { ...free, dueAt, deadlineAt, attempts, reason: reason ?? row.reason };
    }
    case 'done':
      return { ...free, state: 'done', isFirst: false, overAt: now };
    case 'dead':
      return { ...free, state: 'dead', isFirst: false, overAt: now, reason: settlement.reason };
  }
}

async function holdUp(
  rows: Table<Row>,
  by: Transaction,
  { key, deadlineAt }: LeasedJob,
  until: number,
): Promise<void> {
  if (until <= deadlineAt || by.account === null) return;
  for (const row of lineOf(rows, by, by.account, key).filter(({ isFirst }) => !isFirst))
    await change(rows, by, row, (is) =>
      is.isFirst ? null : { ...is, deadlineAt: is.deadlineAt + until - deadlineAt },
    );
}

/** Gives the first waiting job of a key its turn, unless one has it. */
async function letNext(
  rows: Table<Row>,
  by: Transaction,
  account: AccountId,
  key: string,
): Promise<void> {
  await by.step();
  await lockKey(by, account, key);
  const line = lineOf(rows, by, account, key);
  const [next] = line;
  if (next === undefined || line.some(({ isFirst }) => isFirst)) return;
  await change(rows, by, next, (is) => ({ ...is, isFirst: true }));
}

/** Under the lock of the row, with its present value. False if there is nothing to change. */
async function change(
  rows: Table<Row>,
  by: Transaction,
  { account, id }: Row,
  changed: (row: Row) => Row | null,
): Promise<boolean> {
  await rows.lock(by, keyOf(account, id));
  const is = rows.get(by, keyOf(account, id));
  const row = is === undefined ? null : changed(is);
  if (row !== null) put(rows, by, row);
  return row !== null;
}

function lockKey(by: Transaction, account: AccountId, key: string): Promise<void> {
  return by.lock(`job ${account} ${key}`);
}

/** The waiting jobs of a key, in the order they were made. */
function lineOf(
  rows: Table<Row>,
  by: Transaction,
  account: AccountId,
  key: string,
): readonly Row[] {
  return rows
    .all(by)
    .filter((row) => row.account === account && row.key === key && row.state === 'waiting')
    .toSorted((one, other) => one.number - other.number);
}

function ownIn(rows: Table<Row>, by: Transaction): readonly Row[] {
  return rows.all(by).filter(({ account }) => account === by.account);
}

function put(rows: Table<Row>, by: Transaction, row: Row): void {
  rows.put(by, keyOf(row.account, row.id), row);
}

function keyOf(account: AccountId, id: JobId): string {
  return `${account} ${id}`;
}

function freeAt({ dueAt, leasedUntil }: Row): number {
  return Math.max(dueAt, leasedUntil);
}

/** Newest first. */
function isAfter(one: { readonly at: number; readonly id: string }, other: Row): boolean {
  return other.overAt < one.at || (other.overAt === one.at && other.id < one.id);
}

function leasedJobOf(row: Row): LeasedJob {
  const { id, kind, key, lane, payload, madeAt, dueAt, deadlineAt } = row;
  const { attempts, reason, lease: name } = row;
  return {
    ...{ id, kind, key, lane, payload, madeAt, dueAt, deadlineAt, reason },
    ...{ attempt: attempts, lease: name, until: row.leasedUntil },
  };
}

function deadJobOf({ id, kind, key, reason, attempts, madeAt, overAt }: Row): DeadJob {
  return { id, kind, key, reason: reason ?? '', attempts, madeAt, diedAt: overAt };
}

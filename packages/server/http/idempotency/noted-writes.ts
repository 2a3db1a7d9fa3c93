// Tracks whether a request has written by the time it fails. If it has, it may have done its work,
// whatever it responds. It sees transactions of records, not changes in memory.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import { AsyncLocalStorage } from 'node:async_hooks';

/** What one request has done so far. */
export interface Writes {
  /** A writing transaction was committed, or its commit was at least sent. */
  any: boolean;
}

const current = new AsyncLocalStorage<Writes>();

/** Runs the work of a request and notes its writes in `writes`. */
export function notingIn(writes: Writes, run: () => void): void {
  current.run(writes, run);
}

/** Wraps records so that writes of requests are noted. */
export function notedRecords(records: Records): Records {
  return {
    withAccount: (account, work) => records.withAccount(account, noted(work)),
    withAccountOften: (account, work) => records.withAccountOften(account, noted(work)),
    withAccountAtOnce: (account, work) => records.withAccountAtOnce(account, notedAtOnce(work)),
    withoutAccount: (work) => records.withoutAccount(noted(work)),
    lookUp: (...of) => records.lookUp(...of),
    close: () => records.close(),
  };
}

function noted<T>(work: (sql: Sql) => Promise<T>): (sql: Sql) => Promise<T> {
  const writes = current.getStore();
  if (writes === undefined) return work;
  return async (sql) => {
    let wrote = false;
    const note = (text: string): void => {
      wrote ||= !isRead(text);
    };
    const result = await work(watched(sql, note));
    // From here, the commit may succeed without a confirmation. Anything that failed earlier is
    // rolled back.
    if (wrote) writes.any = true;
    return result;
  };
}

/** Such a unit is stored before its answer is known. */
function notedAtOnce<T>(work: (sql: Sql) => Promise<T>): (sql: Sql) => Promise<T> {
  const writes = current.getStore();
  if (writes === undefined) return work;
  return (sql) => work(watched(sql, (text) => (writes.any ||= !isRead(text))));
}

function watched(sql: Sql, note: (text: string) => void): Sql {
  return {
    rows(text, values) {
      note(text);
      return sql.rows(text, values);
    },
    row(text, values) {
      note(text);
      return sql.row(text, values);
    },
    often(text, values) {
      note(text);
      return sql.often(text, values);
    },
    oftenRows(text, values) {
      note(text);
      return sql.oftenRows(text, values);
    },
    run(text, values) {
      note(text);
      return sql.run(text, values);
    },
  };
}

/** Whether a statement certainly only reads. A statement that locks rows counts as a write. */
function isRead(text: string): boolean {
  return /^\s*(SELECT|WITH)\b/i.test(text) && !/\b(INSERT|UPDATE|DELETE|MERGE)\b/i.test(text);
}

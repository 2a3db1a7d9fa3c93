// Whether a request has written by the time it fails: one that has may have done what it was asked
// for, whatever it answers. It sees transactions of records, and nothing that is only in memory.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import { AsyncLocalStorage } from 'node:async_hooks';

/** What one request came to so far. */
export interface Writes {
  /** A transaction that wrote was committed, or its commit was at least asked for. */
  any: boolean;
}

const current = new AsyncLocalStorage<Writes>();

/** Runs what belongs to a request, so that its writes are noted in `writes`. */
export function notingIn(writes: Writes, run: () => void): void {
  current.run(writes, run);
}

/** The same records, which note what requests write. */
export function notedRecords(records: Records): Records {
  return {
    withAccount: (account, work) => records.withAccount(account, noted(work)),
    withoutAccount: (work) => records.withoutAccount(noted(work)),
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
    // The commit comes now, and may be done though nobody hears of it. What failed before is rolled back.
    if (wrote) writes.any = true;
    return result;
  };
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
    run(text, values) {
      note(text);
      return sql.run(text, values);
    },
  };
}

/** Whether a statement surely only reads. One that locks rows counts as a write, too. */
function isRead(text: string): boolean {
  return /^\s*(SELECT|WITH)\b/i.test(text) && !/\b(INSERT|UPDATE|DELETE|MERGE)\b/i.test(text);
}

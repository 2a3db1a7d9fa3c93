// Records of a sample shop, gathered into transactions of a few milliseconds: thousands of units of
// work pass here in half a minute, and to begin and to end each would take as long as the work itself.
// Units run one after another, and each is kept or undone by itself. What is not settled is lost in a
// crash; a sample shop that was not finished is removed anyway.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';

/** Others wait about so long for rows that a transaction has locked. */
const usualMs = 40;

export interface GatheredRecords extends Records {
  /** Resolves when every unit that is done is stored. */
  settle(): Promise<void>;
}

/** A transaction that takes units until it is ended. */
interface Open {
  readonly account: AccountId;
  readonly sql: Sql;
  /** Whether it has had a unit. */
  isUsed: boolean;
  /** Rejects if it could not be committed. */
  end(): Promise<void>;
}

interface Unit {
  readonly sql: Sql;
  isOver: boolean;
}

/** A transaction is stored after `openMs`, or when somebody settles. */
export function gatherRecords(records: Records, openMs = usualMs): GatheredRecords {
  const within = new AsyncLocalStorage<Unit>();
  let open: Open | null = null;
  /** Settles when everything that was asked for before is done. */
  let turn: Promise<unknown> = Promise.resolve();
  /** Why a commit failed. Units that were told to be done are lost, so nothing goes on. */
  let lost: unknown;

  function next<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(() => {
      if (lost !== undefined) throw lost;
      return work();
    });
    turn = done.catch(() => {});
    return done;
  }

  async function commit(): Promise<void> {
    const ending = open;
    open = null;
    try {
      await ending?.end();
    } catch (error) {
      lost = error;
      throw error;
    }
  }

  async function opened(account: AccountId): Promise<Open> {
    if (open !== null && open.account !== account) await commit();
    if (open === null) {
      open = await begin(records, account);
      setTimeout(() => void settle().catch(() => {}), openMs).unref();
    }
    return open;
  }

  async function inUnit<T>(account: AccountId, work: (sql: Sql) => Promise<T>): Promise<T> {
    const { sql, isUsed } = await opened(account);
    await sql.run(isUsed ? 'RELEASE SAVEPOINT unit; SAVEPOINT unit' : 'SAVEPOINT unit');
    if (open !== null) open.isUsed = true;
    const unit: Unit = { sql, isOver: false };
    try {
      return await within.run(unit, work, sql);
    } catch (error) {
      await sql.run('ROLLBACK TO SAVEPOINT unit');
      throw error;
    } finally {
      unit.isOver = true;
    }
  }

  async function alone<T>(work: () => Promise<T>): Promise<T> {
    await commit();
    return work();
  }

  const settle = (): Promise<void> => next(commit);
  const withAccount: Records['withAccount'] = (account, work) => {
    const unit = within.getStore();
    // A unit within a unit would wait for its own end.
    if (unit !== undefined && !unit.isOver) return work(unit.sql);
    return next(() => inUnit(account, work));
  };
  return {
    ...{ settle, withAccount, withAccountOften: withAccount, withAccountAtOnce: withAccount },
    withoutAccount: (work) => next(() => alone(() => records.withoutAccount(work))),
    lookUp: (...of) => next(() => alone(() => records.lookUp(...of))),
    async close() {
      await settle();
      await records.close();
    },
  };
}

function begin(records: Records, account: AccountId): Promise<Open> {
  const begun = Promise.withResolvers<Open>();
  const ended = Promise.withResolvers<void>();
  const done = records.withAccountOften(account, async (sql) => {
    // A commit need not reach the disk before the next transaction.
    await sql.run('SET LOCAL synchronous_commit TO off');
    const end = (): Promise<void> => {
      ended.resolve();
      return done;
    };
    begun.resolve({ account, sql, isUsed: false, end });
    return ended.promise;
  });
  done.catch(begun.reject);
  return begun.promise;
}

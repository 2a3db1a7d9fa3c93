// Transactions in memory with PostgreSQL's semantics: others see writes once they commit, and locks
// last until the end. When a process dies, a pending commit is stored or not, and everything else
// of it is lost. For simulations and contract suites only.
import assert from 'node:assert/strict';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { Records, Sql } from '../ports/records.ts';
import type { Sync } from './conversation-store-crash.test-support.ts';

/** How a process and its disk behave. */
export interface ProcessOptions {
  /** Calls back when the disk has answered, or never if the process died before. */
  readonly sync: Sync;
  /** Whether a statement waits for the disk, so that others run in between. */
  readonly pauses: () => boolean;
  /** Fails a commit: before it did anything, or afterwards without reporting that it did. */
  readonly trouble: () => 'none' | 'not-done' | 'done-unheard';
}

export interface MemoryDatabase {
  /** The records as one process sees them. */
  open(options?: ProcessOptions): Records;
  /** Every process dies. `keeps` decides for each pending commit whether it reached the disk. */
  crash(keeps: () => boolean): void;
}

const atOnce: ProcessOptions = {
  sync: (done) => done(),
  pauses: () => false,
  trouble: () => 'none',
};

export function createMemoryDatabase(): MemoryDatabase {
  const locks = new Map<string, Lock>();
  const underway = new Set<Transaction>();
  let generation = 0;

  async function run<T>(
    account: AccountId | null,
    work: (sql: Sql) => Promise<T>,
    { sync, pauses, trouble }: ProcessOptions,
    isAlive: () => boolean,
  ): Promise<T> {
    await new Promise<void>(sync);
    const transaction = new Transaction(account, locks, async () => {
      if (!isAlive()) await new Promise(() => {});
      if (pauses()) await new Promise<void>(sync);
    });
    underway.add(transaction);
    const end = (isStored: boolean): void => {
      underway.delete(transaction);
      transaction.end(isStored);
    };
    const result = await work(transaction).catch((error: unknown) => {
      if (underway.has(transaction)) end(false);
      throw error;
    });
    // The process may have died meanwhile.
    if (!underway.has(transaction)) return new Promise<T>(() => {});
    if (!transaction.hasWritten) {
      end(true);
      return result;
    }
    return new Promise<T>((resolve, reject) => {
      transaction.isCommitting = true;
      sync(() => {
        if (!underway.has(transaction)) return;
        const fault = trouble();
        end(fault !== 'not-done');
        if (fault === 'none') resolve(result);
        // The error that adapters report for an engine that is being restarted.
        else reject(Object.assign(new Error('the store is away'), { code: 'engine.unavailable' }));
      });
    });
  }

  return {
    open(options = atOnce) {
      const own = generation;
      const isAlive = () => own === generation;
      return {
        withAccount: (account, work) => run(account, work, options, isAlive),
        withAccountOften: (account, work) => run(account, work, options, isAlive),
        withAccountAtOnce: (account, work) => run(account, work, options, isAlive),
        withoutAccount: (work) => run(null, work, options, isAlive),
        lookUp: async () => {
          throw new Error('there is no SQL here');
        },
        close: async () => {},
      };
    },
    crash(keeps) {
      generation += 1;
      const cut = [...underway];
      underway.clear();
      for (const transaction of cut) transaction.end(transaction.isCommitting && keeps());
    },
  };
}

/** A running transaction. Its statements are calls of stores. It has no SQL. */
export function transactionOf(sql: Sql): Transaction {
  assert.ok(sql instanceof Transaction, 'not a transaction in memory');
  return sql;
}

interface Lock {
  holder: Transaction;
  readonly waiting: { readonly by: Transaction; readonly go: () => void }[];
}

interface Written {
  end(transaction: Transaction, isStored: boolean): void;
}

export class Transaction implements Sql {
  /** Null: no account; it sees functions alone. */
  readonly account: AccountId | null;
  isCommitting = false;
  readonly #locks: Map<string, Lock>;
  readonly #held = new Set<string>();
  #waitsFor: string | null = null;
  #isOver = false;
  readonly #wrote = new Set<Written>();
  readonly #atCommit: (() => void)[] = [];
  /** Resolves when the statement may run. */
  readonly step: () => Promise<void>;

  constructor(account: AccountId | null, locks: Map<string, Lock>, step: () => Promise<void>) {
    this.account = account;
    this.#locks = locks;
    this.step = step;
  }

  /** Throws on a deadlock. */
  async lock(name: string): Promise<void> {
    // Its process may have died since.
    if (this.#isOver) await new Promise(() => {});
    const held = this.#locks.get(name);
    if (held === undefined) {
      this.#locks.set(name, { holder: this, waiting: [] });
      this.#held.add(name);
      return;
    }
    if (held.holder === this) return;
    if (this.#isWaitedForBy(held.holder)) throw new Error('deadlock detected');
    this.#waitsFor = name;
    await new Promise<void>((go) => held.waiting.push({ by: this, go }));
  }

  isFree(name: string): boolean {
    const holder = this.#locks.get(name)?.holder;
    return holder === undefined || holder === this;
  }

  get hasWritten(): boolean {
    return this.#wrote.size > 0 || this.#atCommit.length > 0;
  }

  wrote(table: Written): void {
    this.#wrote.add(table);
  }

  /** Runs atomically with the commit. */
  atCommit(work: () => void): void {
    this.#atCommit.push(work);
  }

  end(isStored: boolean): void {
    this.#isOver = true;
    for (const table of this.#wrote) table.end(this, isStored);
    if (isStored) for (const work of this.#atCommit) work();
    const waited = this.#waitsFor === null ? undefined : this.#locks.get(this.#waitsFor)?.waiting;
    waited?.splice(0, waited.length, ...waited.filter(({ by }) => by !== this));
    for (const name of this.#held) this.#pass(name);
  }

  rows(): never {
    throw new Error('there is no SQL here');
  }

  row(): never {
    return this.rows();
  }

  often(): never {
    return this.rows();
  }

  oftenRows(): never {
    return this.rows();
  }

  run(): never {
    return this.rows();
  }

  #isWaitedForBy(other: Transaction): boolean {
    const waitsFor = other.#waitsFor === null ? undefined : this.#locks.get(other.#waitsFor);
    if (waitsFor === undefined) return false;
    return waitsFor.holder === this || this.#isWaitedForBy(waitsFor.holder);
  }

  #pass(name: string): void {
    const lock = this.#locks.get(name);
    const next = lock?.waiting.shift();
    if (lock === undefined || next === undefined) return void this.#locks.delete(name);
    lock.holder = next.by;
    next.by.#held.add(name);
    next.by.#waitsFor = null;
    next.go();
  }
}

/** Rows by key. What a transaction wrote is only visible to itself until it commits. */
export class Table<Row> implements Written {
  readonly #name: string;
  readonly #rows = new Map<string, Row>();
  readonly #pending = new Map<Transaction, Map<string, Row | null>>();

  constructor(name: string) {
    this.#name = name;
  }

  /** The committed state. */
  get committed(): readonly Row[] {
    return [...this.#rows.values()];
  }

  get(by: Transaction, key: string): Row | undefined {
    const own = this.#pending.get(by);
    return own?.has(key) === true ? (own.get(key) ?? undefined) : this.#rows.get(key);
  }

  /** As the transaction sees it, in the order in which they came. */
  all(by: Transaction): readonly Row[] {
    const own = this.#pending.get(by);
    if (own === undefined) return this.committed;
    const seen = new Map<string, Row | null>([...this.#rows, ...own]);
    return [...seen.values()].filter((row) => row !== null);
  }

  lock(by: Transaction, key: string): Promise<void> {
    return by.lock(`${this.#name} ${key}`);
  }

  isFree(by: Transaction, key: string): boolean {
    return by.isFree(`${this.#name} ${key}`);
  }

  /** The writer must hold the lock of the row. Null removes it. */
  put(by: Transaction, key: string, row: Row | null): void {
    const own = this.#pending.get(by) ?? new Map<string, Row | null>();
    this.#pending.set(by, own.set(key, row));
    by.wrote(this);
  }

  end(by: Transaction, isStored: boolean): void {
    const own = this.#pending.get(by) ?? new Map<string, Row | null>();
    this.#pending.delete(by);
    if (!isStored) return;
    for (const [key, row] of own)
      if (row === null) this.#rows.delete(key);
      else this.#rows.set(key, row);
  }
}

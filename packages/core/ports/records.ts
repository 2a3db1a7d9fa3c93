// The store of records: accounts, campaigns, conversations. Each unit of work is one transaction
// bound to one account. Without an account no row of any account is visible.
import type { AccountId } from '@opportune/protocol/ids.ts';

/** Statements that are asked in the same turn are run in their order, and leave together. */
export interface Sql {
  rows<Row>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** The first row, or undefined. */
  row<Row>(text: string, values?: readonly unknown[]): Promise<Row | undefined>;
  /**
   * The same for a frequent statement: parsed and planned from its first use on a connection on, not
   * from its second. Use only if the best plan does not depend on the values, and name the columns:
   * the meaning of `*` changes when a table grows.
   */
  often<Row>(text: string, values?: readonly unknown[]): Promise<Row | undefined>;
  /** The same, with all rows. */
  oftenRows<Row>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** How many rows were affected. */
  run(text: string, values?: readonly unknown[]): Promise<number>;
}

export interface Records {
  withAccount<T>(account: AccountId, work: (sql: Sql) => Promise<T>): Promise<T>;
  /**
   * The same for work that runs all the time and finds its rows by their keys: its statements are planned
   * once a connection, whatever their values are.
   */
  withAccountOften<T>(account: AccountId, work: (sql: Sql) => Promise<T>): Promise<T>;
  /**
   * The same for work that asks all its statements before it has an answer, so that they are the whole
   * transaction in one round trip. It may be run again if the store goes away meanwhile: use it for what
   * may be done twice. `work` must not wait for anything else.
   */
  withAccountAtOnce<T>(account: AccountId, work: (sql: Sql) => Promise<T>): Promise<T>;
  /**
   * Sees only what functions granted to the server's role return: looking up a key, a session, a
   * user.
   */
  withoutAccount<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /**
   * One frequent statement that sees the same and only reads, in one round trip. It is run again if
   * the store went away meanwhile.
   */
  lookUp<Row>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  close(): Promise<void>;
}

// The store of facts: events and decisions, appended in order and reported over. It refuses a query
// without its account. It never updates, and deletes only all rows of an account.
import type { AccountId } from '@opportune/protocol/ids.ts';

export const factTables = ['events', 'decisions', 'conversions', 'availability', 'bursts'] as const;
export type FactTable = (typeof factTables)[number];
export type FactRow = Readonly<Record<string, unknown>>;

/** A row on its way into its table. */
export interface FactEntry {
  readonly table: FactTable;
  readonly row: FactRow;
}

/** Serialised rows of one table: waiting as bytes costs the garbage collector nothing. */
export interface FactLines {
  /** The columns of every line, in their order. The last is `batch`, the batch's token. */
  readonly columns: readonly string[];
  readonly rows: number;
  /** UTF-8; one JSON list of values a line. */
  readonly bytes: readonly Uint8Array[];
}

export interface FactBatch {
  /** Names the batch. The same token twice is stored once. */
  readonly token: string;
  readonly tables: Readonly<Partial<Record<FactTable, readonly FactRow[] | FactLines>>>;
}

/** Where facts are appended. */
export interface FactLog {
  /**
   * Resolves when every row is durable. Rejects with `server.storage_full` or a retryable error;
   * all, some or no rows may then be stored: send the same token again.
   */
  append(batch: FactBatch): Promise<void>;
}

export interface FactStore extends FactLog {
  /**
   * Runs one SELECT. Tables are named `$events`, `$decisions`, `$conversions`, `$availability`,
   * `$bursts` and contain only the account's rows. Naming a table otherwise rejects with
   * `facts.unscoped`.
   */
  query<Row>(
    account: AccountId,
    sql: string,
    params?: Readonly<Record<string, unknown>>,
  ): Promise<readonly Row[]>;
  /**
   * The same, not parsed: lines of JSON in UTF-8, in a buffer that belongs to the caller and may be
   * passed to another thread.
   */
  queryLines(
    account: AccountId,
    sql: string,
    params?: Readonly<Record<string, unknown>>,
  ): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Removes all stored rows of an account. No query sees them once it resolves. What is appended
   * meanwhile may stay, so append nothing of the account any more. Can be repeated after a failure.
   */
  remove(account: AccountId): Promise<void>;
  close(): Promise<void>;
}

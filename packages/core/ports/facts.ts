// The store of facts: what happened and what was decided, appended in order and reported over.
// It refuses a query without its account; it never updates or deletes.
import type { AccountId } from '@opportune/protocol/ids.ts';

export const factTables = ['events', 'decisions', 'conversions', 'availability', 'bursts'] as const;
export type FactTable = (typeof factTables)[number];
export type FactRow = Readonly<Record<string, unknown>>;

/** A row on its way into its table. */
export interface FactEntry {
  readonly table: FactTable;
  readonly row: FactRow;
}

/** Rows of one table, written already: bytes wait for the store at no cost to the garbage collector. */
export interface FactLines {
  /** What the values of every line are, in their order; the last is `batch`, the batch's token. */
  readonly columns: readonly string[];
  readonly rows: number;
  /** UTF-8; a JSON list of values a line. */
  readonly bytes: readonly Uint8Array[];
}

export interface FactBatch {
  /** Names the batch; the same token twice is stored once. */
  readonly token: string;
  readonly tables: Readonly<Partial<Record<FactTable, readonly FactRow[] | FactLines>>>;
}

/** Where facts go. */
export interface FactLog {
  /** Resolves when every row is durable. Rejects with `server.storage_full` or a retryable error, all or some stored: send the same token again. */
  append(batch: FactBatch): Promise<void>;
}

export interface FactStore extends FactLog {
  /**
   * Runs one SELECT. Tables are named `$events`, `$decisions`, `$conversions`, `$availability`,
   * `$bursts` and hold the account's rows only; naming a table otherwise rejects with `facts.unscoped`.
   */
  query<Row>(
    account: AccountId,
    sql: string,
    params?: Readonly<Record<string, unknown>>,
  ): Promise<readonly Row[]>;
  /**
   * The same, not parsed: lines of JSON in UTF-8, in a buffer that is the caller's own and may be
   * handed to another thread.
   */
  queryLines(
    account: AccountId,
    sql: string,
    params?: Readonly<Record<string, unknown>>,
  ): Promise<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
}

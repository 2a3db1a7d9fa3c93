// The store of facts: what happened and what was decided, appended in order and reported over.
// It refuses a query without its account; it never updates or deletes.
import type { AccountId } from '@opportune/protocol/ids.ts';

export const factTables = ['events', 'decisions', 'conversions', 'availability'] as const;
export type FactTable = (typeof factTables)[number];
export type FactRow = Readonly<Record<string, unknown>>;

export interface FactBatch {
  /** Names the batch; the same token twice is stored once. */
  readonly token: string;
  readonly tables: Readonly<Partial<Record<FactTable, readonly FactRow[]>>>;
}

/** Where facts go. */
export interface FactLog {
  /** Resolves when every row is durable. Rejects with `server.storage_full` or a retryable error, all or some stored: send the same token again. */
  append(batch: FactBatch): Promise<void>;
}

export interface FactStore extends FactLog {
  /**
   * Runs one SELECT. Tables are named `$events`, `$decisions`, `$conversions`, `$availability` and
   * hold the account's rows only; naming a table otherwise rejects with `facts.unscoped`.
   */
  query<Row>(
    account: AccountId,
    sql: string,
    params?: Readonly<Record<string, unknown>>,
  ): Promise<readonly Row[]>;
  close(): Promise<void>;
}

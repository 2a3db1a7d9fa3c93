// A batch of facts while it fills. Rows are serialised into bytes as they arrive. Waiting rows are
// therefore not copied by the garbage collector, and retries need no second serialisation.
import type { FactBatch, FactLines, FactRow, FactTable } from '@opportune/core/ports/facts.ts';
import type { FactEntry } from '@opportune/core/ports/facts.ts';
import { StoredFacts } from './stored-facts.ts';

const chunkBytes = 64 * 1024;
/** Chunks kept for the next batch. Further ones are released. */
const chunksKept = 64;

/**
 * Reuses chunks. New ones would fill the old generation by the megabyte before they were collected.
 */
export class Chunks {
  readonly #free: Buffer[] = [];

  take(leastBytes: number): Buffer {
    const free = leastBytes <= chunkBytes ? this.#free.pop() : undefined;
    return free ?? Buffer.allocUnsafeSlow(Math.max(chunkBytes, leastBytes));
  }

  give(chunk: Buffer): void {
    if (chunk.length === chunkBytes && this.#free.length < chunksKept) this.#free.push(chunk);
  }
}

/**
 * Events come last. If a crash cuts a batch between two tables, the client's retry repairs a
 * decision without its event. An event without its decision would lose the decision.
 */
const tableOrder: readonly FactTable[] = [
  'availability',
  'bursts',
  'decisions',
  'conversions',
  'events',
];

/** A caller that waits until rows of an account are stored. Null means all accounts. */
export interface Listener {
  readonly account: string | null;
  readonly stored: () => void;
}

export class LedgerBatch {
  /** Rises with each batch. */
  readonly number: number;
  readonly token: string;
  readonly holds = new StoredFacts();
  rows = 0;
  /** The rows of the account that has most. */
  mostRows = 0;
  sizeBytes = 0;
  /** Notified once the batch is stored. */
  readonly listeners: Listener[] = [];
  /** What the batch contains of each account. */
  readonly accounts = new Map<string, { rows: number; sizeBytes: number }>();
  readonly #tables = new Map<FactTable, TableLines>();
  readonly #chunks: Chunks;
  readonly #end: string;

  constructor(run: string, number: number, chunks: Chunks) {
    this.number = number;
    this.token = `${run}.${number}`;
    this.#chunks = chunks;
    this.#end = `,${JSON.stringify(this.token)}]\n`;
  }

  rowsOf(account: string): number {
    return this.accounts.get(account)?.rows ?? 0;
  }

  /** Returns the number of bytes that it took. */
  add(entry: FactEntry, account: string): number {
    const { table, row } = entry;
    const known = this.#tables.get(table);
    const lines = known ?? new TableLines(Object.keys(row), this.#chunks);
    if (known === undefined) this.#tables.set(table, lines);
    const added = lines.add(row, this.#end);
    this.holds.add(entry);
    this.rows++;
    this.sizeBytes += added;
    const part = this.accounts.get(account) ?? { rows: 0, sizeBytes: 0 };
    if (part.rows === 0) this.accounts.set(account, part);
    part.rows++;
    part.sizeBytes += added;
    this.mostRows = Math.max(this.mostRows, part.rows);
    return added;
  }

  /** The content to send. Valid until `release`. */
  written(): FactBatch {
    const tables: Partial<Record<FactTable, FactLines>> = {};
    for (const table of tableOrder) {
      const lines = this.#tables.get(table);
      if (lines !== undefined) tables[table] = lines.written();
    }
    return { token: this.token, tables };
  }

  /** The batch is stored, so its memory may be reused. */
  release(): void {
    for (const lines of this.#tables.values()) lines.release();
  }
}

class TableLines {
  readonly #columns: readonly string[];
  readonly #chunks: Chunks;
  readonly #full: Buffer[] = [];
  /** Where each row ends. */
  readonly #ends: number[] = [];
  #chunk: Buffer;
  #end = 0;
  #rows = 0;

  constructor(columns: readonly string[], chunks: Chunks) {
    this.#columns = columns;
    this.#chunks = chunks;
    this.#chunk = chunks.take(0);
  }

  /** Every row of a table has the same columns in the same order (fact-rows.ts). */
  add(row: FactRow, end: string): number {
    const values = Object.values(row);
    if (values.length !== this.#columns.length) throw new Error('ledger: a row of other columns');
    const line = JSON.stringify(values).slice(0, -1) + end;
    // A UTF-16 code unit takes at most three bytes in UTF-8.
    const mostBytes = line.length * 3;
    if (this.#end + mostBytes > this.#chunk.length) this.#next(mostBytes);
    const written = this.#chunk.write(line, this.#end);
    this.#end += written;
    this.#rows++;
    return written;
  }

  written(): FactLines {
    const bytes = [...this.#full, this.#chunk].map((chunk, at) =>
      chunk.subarray(0, this.#ends[at] ?? this.#end),
    );
    return { columns: [...this.#columns, 'batch'], rows: this.#rows, bytes };
  }

  release(): void {
    for (const chunk of this.#full) this.#chunks.give(chunk);
    this.#chunks.give(this.#chunk);
  }

  #next(leastBytes: number): void {
    this.#full.push(this.#chunk);
    this.#ends.push(this.#end);
    this.#chunk = this.#chunks.take(leastBytes);
    this.#end = 0;
  }
}

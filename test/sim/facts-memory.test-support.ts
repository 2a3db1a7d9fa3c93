// The facts port in memory, with crashes. A batch becomes visible, table by table, when the disk
// has synced it. A crash keeps none, some or all tables of a pending batch. A token stores each of
// its tables once. It answers no SQL, because reports are not simulated.
import type { StoredEvent, VisitorLog } from '@opportune/core/decision/engine.ts';
import type { FactBatch, FactRow, FactTable } from '@opportune/core/ports/facts.ts';
import { factTables } from '@opportune/core/ports/facts.ts';
import type { AccountId, EventId, VisitorId } from '@opportune/protocol/ids.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import type { Conversion, Decision } from '@opportune/protocol/campaign/decision.ts';
import { rowsIn } from '@opportune/server/engage/ledger/fact-lines.test-support.ts';
import {
  conversionOfRow,
  decisionOfRow,
  eventOfRow,
} from '@opportune/server/engage/ledger/fact-rows.ts';
import type {
  ConversionColumns,
  DecisionColumns,
  EventColumns,
} from '@opportune/server/engage/ledger/fact-rows.ts';
import type { VisitorHistory } from '@opportune/server/engage/history/visitor-history.ts';

/**
 * The fate of one append: as it should, nothing stored, or some or all stored without an answer of
 * success.
 */
export type AppendFault = 'none' | 'not-done' | 'partly-done' | 'done-unheard';

export interface FactsMemoryOptions {
  /** Calls back when the disk has synced. */
  readonly sync: (done: () => void) => void;
  readonly fault?: () => AppendFault;
  /** How many tables of a pending batch the disk keeps in a crash. */
  readonly keeps?: (tables: number) => number;
}

export interface FactsProcess {
  append(batch: FactBatch): Promise<void>;
  readonly history: VisitorHistory;
}

interface Write {
  readonly batch: FactBatch;
}

/** One disk that outlives the processes that open it. */
export class FactsMemory {
  readonly #options: FactsMemoryOptions;
  readonly #rows: Record<FactTable, FactRow[]> = {
    events: [],
    decisions: [],
    conversions: [],
    availability: [],
    bursts: [],
  };
  readonly #tokens = new Set<string>();
  /**
   * The rows of each visitor's history, and the log parsed from them, kept until more is written.
   */
  readonly #ofVisitor = new Map<string, FactRow[]>();
  readonly #read = new Map<string, VisitorLog>();
  #underway = new Set<Write | (() => void)>();

  constructor(options: FactsMemoryOptions) {
    this.#options = options;
  }

  /** The disk as one process sees it. Its pending work is lost in `crash`. */
  open(): FactsProcess {
    return {
      append: (batch) => this.#append(batch),
      history: {
        load: (account, visitor) => this.#answer(() => newest(this.logOf(account, visitor))),
        stored: (account, visitor, { ids, sinceMs }) =>
          this.#answer(() => this.#storedOf(account, visitor, ids, sinceMs)),
      },
    };
  }

  /** The process dies: nothing that it waits for is ever answered. */
  crash(): void {
    const cut = [...this.#underway];
    this.#underway = new Set();
    for (const write of cut) {
      if (typeof write === 'function') continue;
      const tables = Object.keys(write.batch.tables).length;
      this.#store(write.batch, this.#options.keeps?.(tables) ?? 0);
    }
  }

  rows(table: FactTable): readonly FactRow[] {
    return this.#rows[table];
  }

  /** A visitor's whole log at present. */
  logOf(account: AccountId, visitor: VisitorId): VisitorLog {
    const key = `${account} ${visitor}`;
    const log = this.#read.get(key) ?? logOf(this.#ofVisitor.get(key) ?? []);
    this.#read.set(key, log);
    return log;
  }

  #append(batch: FactBatch): Promise<void> {
    return new Promise((resolve, reject) => {
      // A copy, as bytes on their way to a store are: later changes by the sender have no effect.
      const write: Write = { batch: copyOf(batch) };
      this.#underway.add(write);
      this.#options.sync(() => {
        if (!this.#underway.delete(write)) return;
        const fault = this.#options.fault?.() ?? 'none';
        const tables = Object.keys(batch.tables).length;
        if (fault !== 'not-done') this.#store(write.batch, fault === 'partly-done' ? 1 : tables);
        if (fault === 'none') resolve();
        else reject(new Error('the store of facts is away'));
      });
    });
  }

  /** Answers when the disk has synced. */
  #answer<Value>(value: () => Value): Promise<Value> {
    return new Promise((resolve) => {
      const answer = (): void => {
        if (this.#underway.delete(answer)) resolve(value());
      };
      this.#underway.add(answer);
      this.#options.sync(answer);
    });
  }

  #storedOf(
    account: AccountId,
    visitor: VisitorId,
    ids: readonly EventId[],
    sinceMs: number,
  ): ReadonlySet<EventId> {
    const { events } = this.logOf(account, visitor);
    const recent = events.filter(({ receivedAt }) => receivedAt >= sinceMs);
    return new Set(recent.map(({ id }) => id).filter((id) => ids.includes(id)));
  }

  /** Stores the first tables of the batch, in its own order, each once for its token. */
  #store({ token, tables }: FactBatch, count: number): void {
    const named = factTablesOf(tables).slice(0, count);
    for (const table of named) {
      const key = `${token} ${table}`;
      if (this.#tokens.has(key)) continue;
      this.#tokens.add(key);
      for (const row of rowsIn(tables, table)) this.#put(table, row);
    }
  }

  #put(table: FactTable, row: FactRow): void {
    this.#rows[table].push(row);
    if (table === 'availability' || table === 'bursts') return;
    const key = `${String(row['account'])} ${String(row['visitor'])}`;
    const rows = this.#ofVisitor.get(key) ?? [];
    rows.push({ ...row, table });
    this.#ofVisitor.set(key, rows);
    this.#read.delete(key);
  }
}

function copyOf({ token, tables }: FactBatch): FactBatch {
  const copied = factTablesOf(tables).map((table) => [table, rowsIn(tables, table)]);
  return { token, tables: Object.fromEntries(copied) };
}

function factTablesOf(tables: FactBatch['tables']): readonly FactTable[] {
  return Object.keys(tables).filter((name): name is FactTable =>
    factTables.some((table) => table === name),
  );
}

function logOf(rows: readonly FactRow[]): VisitorLog {
  const events: StoredEvent[] = [];
  const decisions: Decision[] = [];
  const conversions: Conversion[] = [];
  for (const row of rows) {
    if (row['table'] === 'events') events.push(eventOfRow(columns(row)));
    else if (row['table'] === 'decisions') decisions.push(decisionOfRow(columns(row)));
    else conversions.push(conversionOfRow(columns(row)));
  }
  return {
    events: events.sort(byOrdinal),
    decisions: decisions.sort(byOrdinal),
    conversions: conversions.sort(byOrdinal),
  };
}

function newest({ events, ...rest }: VisitorLog): VisitorLog {
  return { events: events.slice(-profileLimits.restoreEvents), ...rest };
}

function byOrdinal(one: { readonly ordinal: number }, other: { readonly ordinal: number }): number {
  return one.ordinal - other.ordinal;
}

/** Reads a row as a query returns it, with instants under the names that the readers expect. */
function columns(row: FactRow): EventColumns & DecisionColumns & ConversionColumns {
  const read: unknown = { ...row, at_ms: row['at'], received_ms: row['received_at'] };
  return read as EventColumns & DecisionColumns & ConversionColumns;
}

// Facts that are durable in the journal first, and go to ClickHouse together a second later, or as soon
// as somebody asks for facts: a query sees everything that was acknowledged before it.
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { EngineError, reasonOf } from '../../engine-error.ts';
import type { FactTexts } from '../facts-clickhouse.ts';
import type { Batch } from '../facts-merge.ts';
import { sizeOf } from '../facts-rows.ts';
import type { Journal } from './journal.ts';

export interface JournaledOptions {
  /** Told of what cannot be stored, in words. */
  readonly tell: (problem: string) => void;
  /** How long rows wait for others, unless somebody asks for facts. */
  readonly gatherMs?: number;
  /** Least time between two beginnings of stores, however often facts are asked for. */
  readonly leastMs?: number;
  /** With as much, batches wait until some are stored. As much again may be on its way to ClickHouse. */
  readonly mostBytes?: number;
}

/** What an insert costs is then a hundredth of a core, and a report waits for it at most once. */
const usualGatherMs = 1000;
const usualLeastMs = 50;

/**
 * The same store, with appends that are durable in the journal. `owed` is what the journal had when it was
 * opened and is not in ClickHouse. Until it is, nothing else is taken.
 */
export function journaled(
  texts: FactTexts,
  journal: Journal,
  owed: readonly Batch[],
  options: JournaledOptions,
): FactTexts {
  return new JournaledFacts(texts, journal, owed, options);
}

class JournaledFacts implements FactTexts {
  readonly #texts: FactTexts;
  readonly #journal: Journal;
  readonly #tell: (problem: string) => void;
  readonly #gatherMs: number;
  readonly #leastMs: number;
  readonly #mostBytes: number;
  /** Batches that ClickHouse did not take. Others wait for them. */
  #owed: readonly Batch[];
  /** The store that is under way. */
  #running: Promise<void> = Promise.resolve();
  /** The one after it, which has not begun. */
  #next: Promise<void> | null = null;
  #begunAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    texts: FactTexts,
    journal: Journal,
    owed: readonly Batch[],
    options: JournaledOptions,
  ) {
    this.#texts = texts;
    this.#journal = journal;
    this.#owed = owed;
    this.#tell = options.tell;
    this.#gatherMs = options.gatherMs ?? usualGatherMs;
    this.#leastMs = options.leastMs ?? usualLeastMs;
    this.#mostBytes = options.mostBytes ?? tableLimits.journalBytes;
  }

  async append(...[token, parts, doubtful]: Parameters<FactTexts['append']>): Promise<void> {
    const sizeBytes = parts.reduce((sum, { chunks }) => sum + sizeOf(chunks), 0);
    const isFull = () =>
      this.#journal.sizeBytes > 0 && this.#journal.sizeBytes + sizeBytes > this.#mostBytes;
    while (this.#owed.length > 0 || isFull()) await this.#store();
    await this.#journal.append({ token, parts, doubtful });
    this.#storeLater();
  }

  async query(...asked: Parameters<FactTexts['query']>): Promise<string> {
    // Rather without the last second than not at all.
    await this.#store().catch(() => {});
    return this.#texts.query(...asked);
  }

  async remove(...asked: Parameters<FactTexts['remove']>): Promise<void> {
    await this.#store();
    await this.#journal.forgetUnfit();
    await this.#texts.remove(...asked);
  }

  async sweep(...asked: Parameters<FactTexts['sweep']>): Promise<void> {
    await this.#store();
    await this.#texts.sweep(...asked);
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    // What cannot be stored now stays in the journal.
    await this.#store().catch((error: unknown) => this.#tell(reasonOf(error)));
    clearTimeout(this.#timer);
    await this.#texts.close();
    await this.#journal.close();
  }

  #storeLater(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#store().catch((error: unknown) => {
        this.#tell(`Facts wait in the journal: ${reasonOf(error)}`);
        this.#storeLater();
      });
    }, this.#gatherMs);
  }

  /** Resolves once everything that was acknowledged before is in ClickHouse. */
  #store(): Promise<void> {
    this.#next ??= this.#begin();
    return this.#next;
  }

  async #begin(): Promise<void> {
    await this.#running.catch(() => {});
    if (this.#owed.length > 0 || this.#journal.sizeBytes > 0) {
      await pause(this.#begunAt + this.#leastMs - performance.now());
      this.#begunAt = performance.now();
    }
    // What is acknowledged from here on needs another one.
    this.#next = null;
    this.#running = this.#storeAll();
    return this.#running;
  }

  async #storeAll(): Promise<void> {
    if (this.#owed.length > 0) await this.#storeThese(this.#owed);
    // Unless it failed before.
    else await this.#journal.discard();
    if (this.#journal.sizeBytes === 0) return;
    await this.#storeThese(await this.#journal.take());
  }

  async #storeThese(batches: readonly Batch[]): Promise<void> {
    const errors = await Promise.all(batches.map((batch) => this.#errorOf(batch)));
    this.#owed = batches
      .filter((_, at) => errors[at] !== null)
      .map((batch) => ({ ...batch, doubtful: true }));
    const error = errors.find((each) => each !== null);
    if (error !== undefined) throw error;
    await this.#journal.discard();
  }

  /** Null once the batch is in ClickHouse, or set aside because it never will be. */
  async #errorOf(batch: Batch): Promise<unknown> {
    try {
      await this.#texts.append(batch.token, batch.parts, batch.doubtful);
      return null;
    } catch (error) {
      if (!isUnfit(error)) return error;
      const kept = (await this.#journal.setAside(batch)) ? 'is set aside' : 'is dropped';
      this.#tell(`The batch ${batch.token} fits no table and ${kept}: ${reasonOf(error)}`);
      return null;
    }
  }
}

/** What ClickHouse says of rows that it will never take. */
const unfit = /CANNOT_PARSE|NO_SUCH_COLUMN|UNKNOWN_TABLE|TYPE_MISMATCH|INCORRECT_DATA/;

function isUnfit(error: unknown): boolean {
  return error instanceof EngineError && error.code === 'facts.failed' && unfit.test(error.message);
}

function pause(delayMs: number): Promise<void> {
  return delayMs <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, delayMs));
}

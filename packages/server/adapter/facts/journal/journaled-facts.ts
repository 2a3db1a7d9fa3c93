// Facts that are durable in the journal first, and go to ClickHouse together a second later, or as soon
// as somebody asks for facts: a query sees everything that was acknowledged before it.
import { BoundedMap } from '@opportune/core/bounds/bounded-map.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { EngineError, reasonOf } from '../../engine-error.ts';
import type { FactWriter } from '../facts-append.ts';
import type { FactTexts } from '../facts-clickhouse.ts';
import type { Batch } from '../facts-merge.ts';
import { sizeOf } from '../facts-rows.ts';
import type { Journal } from './journal.ts';
import { storeBatches } from './store-batches.ts';

export interface JournaledOptions {
  /** Told of what cannot be stored, in words. */
  readonly tell: (problem: string) => void;
  /** How long rows wait for others, unless somebody asks for facts. */
  readonly gatherMs?: number;
  /** Least time between two beginnings of stores, however often facts are asked for. */
  readonly leastMs?: number;
  /** How long a query waits for ClickHouse to take what was acknowledged. */
  readonly patienceMs?: number;
  /** With as much in a file of the journal, batches wait until others are stored. */
  readonly mostBytes?: number;
}

const usual = { gatherMs: 1000, leastMs: 50, patienceMs: 10_000 } as const;
/** Stored tokens that are remembered, so that a batch that is sent again is not stored again. */
const knownTokens = 20_000;
/** How often it is looked whether what was set aside is old. */
const forgetEveryMs = 24 * 3_600_000;

/**
 * The same store, with appends that are durable in the journal. What an earlier process left there goes
 * to ClickHouse first.
 */
export function journaled(
  texts: FactTexts,
  journal: Journal,
  options: JournaledOptions,
): FactTexts {
  return new JournaledFacts(texts, journal, options);
}

class JournaledFacts implements FactTexts {
  readonly #texts: FactTexts;
  readonly #journal: Journal;
  readonly #tell: (problem: string) => void;
  readonly #gatherMs: number;
  readonly #leastMs: number;
  readonly #patienceMs: number;
  readonly #mostBytes: number;
  /** Tokens that are in ClickHouse. */
  readonly #known = new BoundedMap<string, true>(knownTokens);
  /** Batches of the journal that ClickHouse did not take. Others wait for them. */
  #owed: readonly Batch[];
  /** What was stored could not be taken out of the journal. */
  #mustDiscard: boolean;
  /** The last one that asked for room. */
  #entry: Promise<void> = Promise.resolve();
  /** Bytes that have room and are not in the journal yet. */
  #entering = 0;
  /** The store that is under way. */
  #running: Promise<void> = Promise.resolve();
  /** The one after it, which has not begun. */
  #next: Promise<void> | null = null;
  #begunAt = -Infinity;
  #forgotAt = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(texts: FactTexts, journal: Journal, options: JournaledOptions) {
    this.#texts = texts;
    this.#journal = journal;
    this.#owed = journal.left.map((batch) => ({ ...batch, doubtful: true }));
    this.#mustDiscard = journal.isLeft;
    this.#tell = options.tell;
    this.#gatherMs = options.gatherMs ?? usual.gatherMs;
    this.#leastMs = options.leastMs ?? usual.leastMs;
    this.#patienceMs = options.patienceMs ?? usual.patienceMs;
    this.#mostBytes = options.mostBytes ?? tableLimits.journalBytes;
    if (this.#isBehind) this.#storeLater();
  }

  get #isBehind(): boolean {
    return this.#owed.length > 0 || this.#mustDiscard;
  }

  async append(...[token, parts, doubtful]: Parameters<FactTexts['append']>): Promise<void> {
    const sizeBytes = parts.reduce((sum, { chunks }) => sum + sizeOf(chunks), 0);
    await this.#enter(sizeBytes);
    try {
      await this.#journal.append({ token, parts, doubtful });
    } finally {
      this.#entering -= sizeBytes;
    }
    this.#storeLater();
  }

  /** Gives room in the order in which it is asked for. */
  #enter(sizeBytes: number): Promise<void> {
    const mine = this.#entry.then(async () => {
      while (this.#isBehind || this.#isFull(sizeBytes)) {
        // Those before it must be in the journal before they can be stored.
        await this.#journal.written();
        await this.#store();
      }
      if (this.#isClosed) throw new EngineError('server.stopping');
      this.#entering += sizeBytes;
    });
    this.#entry = mine.catch(() => {});
    return mine;
  }

  #isFull(moreBytes: number): boolean {
    const sizeBytes = this.#journal.sizeBytes + this.#entering;
    return sizeBytes > 0 && sizeBytes + moreBytes > this.#mostBytes;
  }

  async query(...asked: Parameters<FactTexts['query']>): Promise<string> {
    // Without what was acknowledged last, rather than not at all.
    await within(
      this.#patienceMs,
      this.#store().catch(() => {}),
    );
    return this.#texts.query(...asked);
  }

  async remove(...asked: Parameters<FactTexts['remove']>): Promise<void> {
    await this.#store();
    await this.#texts.remove(...asked);
  }

  async sweep(...asked: Parameters<FactTexts['sweep']>): Promise<void> {
    await this.#store();
    await this.#texts.sweep(...asked);
  }

  alone<T>(work: (writer: FactWriter) => Promise<T>): Promise<T> {
    return this.#texts.alone(work);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    // What cannot be stored now stays in the journal.
    await this.#store().catch((error: unknown) => this.#tell(reasonOf(error)));
    // Its lock is that of the engine's folder.
    await this.#journal.close();
    await this.#texts.close();
  }

  #storeLater(): void {
    if (this.#isClosed) return;
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
    if (this.#isBehind || this.#journal.sizeBytes > 0) {
      await pause(this.#begunAt + this.#leastMs - performance.now());
      this.#begunAt = performance.now();
    }
    // What is acknowledged from here on needs another one.
    this.#next = null;
    this.#running = this.#storeAll();
    return this.#running;
  }

  async #storeAll(): Promise<void> {
    if (this.#isBehind) await this.#storeThese(this.#owed);
    if (this.#journal.sizeBytes > 0) await this.#storeThese(await this.#journal.take());
    if (performance.now() - this.#forgotAt < forgetEveryMs) return;
    this.#forgotAt = performance.now();
    await this.#journal.forgetOld();
  }

  /** Takes them out of the journal once they are in ClickHouse, or set aside because they never will be. */
  async #storeThese(batches: readonly Batch[]): Promise<void> {
    const fresh = batches.filter(({ token }) => this.#known.get(token) === undefined);
    try {
      const unfit = await this.#texts.alone((writer) => storeBatches(writer, fresh));
      for (const batch of unfit) await this.#setAside(batch);
    } catch (error) {
      this.#owed = batches.map((batch) => ({ ...batch, doubtful: true }));
      throw error;
    }
    for (const { token } of fresh) this.#known.set(token, true);
    this.#owed = [];
    try {
      await this.#journal.discard();
      this.#mustDiscard = false;
    } catch (error) {
      this.#mustDiscard = true;
      throw error;
    }
  }

  async #setAside(batch: Batch): Promise<void> {
    const kept = (await this.#journal.setAside(batch)) ? 'is set aside' : 'is dropped';
    this.#tell(`The batch ${batch.token} fits no table and ${kept}.`);
  }
}

function pause(delayMs: number): Promise<void> {
  return delayMs <= 0
    ? Promise.resolve()
    : new Promise((resolve) => void setTimeout(resolve, delayMs));
}

/** Resolves with it, or without it after so long. */
async function within(delayMs: number, awaited: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, delayMs);
  await Promise.race([awaited, late.promise]);
  clearTimeout(timer);
}

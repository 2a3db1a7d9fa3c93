// The one ordered, durable path of facts: rows go in, batches come out, a promise says "stored".
// It never drops a row it took: a failed batch is sent again under its token until it is stored.
// When too much waits, it refuses new work before anything was applied (`hasRoom`).
import type {
  FactBatch,
  FactLog,
  FactRow,
  FactsStored,
  FactTable,
} from '@opportune/core/ports/facts.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import { Chunks, LedgerBatch } from './ledger-batch.ts';
import { realTime } from './real-time.ts';

export interface FactEntry {
  readonly table: FactTable;
  readonly row: FactRow;
}

export interface LedgerOptions {
  /** Distinguishes the tokens of this run from those of any other. */
  readonly run: string;
  /** Rows in one batch at most. */
  readonly batchRows?: number;
  /** Bytes in one batch at most, but for its last row: what is larger, a store may refuse for ever. */
  readonly batchBytes?: number;
  /** Rows that may wait; beyond, `hasRoom` is false. */
  readonly waitingRows?: number;
  /** Bytes that may wait; beyond, the same. */
  readonly waitingBytes?: number;
  /**
   * A batch waits for company until so long after the one before was sent, or twice as long as
   * that took to store: each costs the store some ms, however few its rows.
   */
  readonly gatherMs?: number;
  /** Hears of each batch once it is durable, before anybody is told "stored"; must be cheap. */
  readonly stored?: (facts: FactsStored) => void;
  readonly clock: Clock;
  /** Left out: real time. */
  readonly schedule?: Schedule;
}

const MiB = 1024 * 1024;
/** So many rows wait for no company. */
const enoughRows = 8000;
/** Answers between two turns of the event loop: about two ms of work. */
const toldAtOnce = 400;
/** However slow the store is, nothing waits longer than this for company. */
const longestGatherMs = 500;

const retryStepsMs = [50, 100, 250, 500, 1000, 2000];

export class Ledger {
  readonly #facts: FactLog;
  readonly #log: Log;
  readonly #run: string;
  readonly #batchRows: number;
  readonly #batchBytes: number;
  readonly #waitingRows: number;
  readonly #waitingBytes: number;
  readonly #gatherMs: number;
  readonly #heard: (facts: FactsStored) => void;
  readonly #clock: Clock;
  readonly #schedule: Schedule;
  /** The oldest first; the last of them takes what comes. */
  readonly #waiting: LedgerBatch[] = [];
  readonly #chunks = new Chunks();
  #listeners: Array<{ readonly through: number; readonly stored: () => void }> = [];
  #taken = 0;
  #stored = 0;
  /** Of what was taken and is not stored. */
  #sizeBytes = 0;
  #draining = false;
  /** Settled once the next batch may be sent. */
  #company: Promise<void> = Promise.resolve();
  #batches = 0;
  #failures = 0;
  /** Settled once all are told that were stored by now. */
  #telling: Promise<void> = Promise.resolve();

  constructor(facts: FactLog, log: Log, options: LedgerOptions) {
    this.#facts = facts;
    this.#log = log;
    this.#run = options.run;
    this.#batchRows = options.batchRows ?? 20_000;
    this.#batchBytes = options.batchBytes ?? 32 * MiB;
    this.#waitingRows = options.waitingRows ?? 100_000;
    this.#waitingBytes = options.waitingBytes ?? 256 * MiB;
    this.#gatherMs = options.gatherMs ?? 100;
    this.#heard = options.stored ?? (() => {});
    this.#clock = options.clock;
    this.#schedule = options.schedule ?? realTime;
  }

  /** False while so much waits that new events must be refused with `server.overloaded`. */
  get hasRoom(): boolean {
    return this.depth < this.#waitingRows && this.#sizeBytes < this.#waitingBytes;
  }

  /** Rows taken and not yet stored. */
  get depth(): number {
    return this.#taken - this.#stored;
  }

  /** Consecutive failed attempts; above zero the store is in trouble. */
  get failures(): number {
    return this.#failures;
  }

  /**
   * Takes rows in order and resolves when they, and all taken before them, are durable. With no
   * rows it is a barrier: what a repeated event was first stored with is then durable too.
   */
  append(entries: readonly FactEntry[]): Promise<void> {
    // As within a batch, so across two: what an event caused is stored before it.
    for (const entry of entries) if (entry.table !== 'events') this.#take(entry);
    for (const entry of entries) if (entry.table === 'events') this.#take(entry);
    if (this.depth === 0) return Promise.resolve();
    return new Promise((stored) => {
      this.#listeners.push({ through: this.#taken, stored });
      if (!this.#draining) void this.#drain();
    });
  }

  /** Resolves when everything taken so far is stored, and everybody told. */
  async settle(): Promise<void> {
    await this.append([]);
    await this.#telling;
  }

  #take(entry: FactEntry): void {
    let batch = this.#waiting.at(-1);
    if (batch === undefined || this.#isFull(batch)) {
      batch = new LedgerBatch(`${this.#run}.${++this.#batches}`, this.#chunks);
      this.#waiting.push(batch);
    }
    this.#sizeBytes += batch.add(entry);
    this.#taken++;
  }

  #isFull({ rows, sizeBytes }: LedgerBatch): boolean {
    return rows >= this.#batchRows || sizeBytes >= this.#batchBytes;
  }

  async #drain(): Promise<void> {
    this.#draining = true;
    while (this.#waiting.length > 0) {
      // Where the loop is busy a timer is late by a whole turn of it, while the store stands idle.
      if (this.depth < enoughRows) await this.#company;
      const batch = this.#waiting.shift();
      if (batch === undefined) break;
      const sentAt = this.#clock.now();
      await this.#store(batch.written());
      batch.release();
      this.#company = this.#pause(this.#gatherAfter(this.#clock.now() - sentAt));
      this.#stored += batch.rows;
      this.#sizeBytes -= batch.sizeBytes;
      this.#heard(batch.holds.told());
      // The store does not wait for answers: on a busy loop they take longer than it does.
      this.#telling = this.#telling.then(() => this.#tell());
    }
    this.#draining = false;
  }

  /** So many at a time: each answers a browser, and decisions do not wait for a whole batch of answers. */
  async #tell(): Promise<void> {
    const waitsOn = this.#listeners.findIndex((each) => each.through > this.#stored);
    const done = this.#listeners.splice(0, waitsOn === -1 ? this.#listeners.length : waitsOn);
    for (const [at, { stored }] of done.entries()) {
      if (at > 0 && at % toldAtOnce === 0) await this.#pause(1);
      stored();
    }
  }

  /** What is left to wait after a batch that took so long. */
  #gatherAfter(tookMs: number): number {
    if (this.#gatherMs === 0) return 0;
    return Math.max(0, Math.min(Math.max(this.#gatherMs, 2 * tookMs), longestGatherMs) - tookMs);
  }

  #pause(delayMs: number): Promise<void> {
    if (delayMs === 0) return Promise.resolve();
    return new Promise((resolve) => void this.#schedule(delayMs, resolve));
  }

  async #store(batch: FactBatch): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        await this.#facts.append(batch);
        this.#failures = 0;
        return;
      } catch (error) {
        this.#failures = attempt + 1;
        this.#log.error('ledger.append_failed', {
          token: batch.token,
          attempt,
          error: String(error),
        });
        const delayMs = retryStepsMs[Math.min(attempt, retryStepsMs.length - 1)] ?? 2000;
        await this.#pause(delayMs);
      }
    }
  }
}

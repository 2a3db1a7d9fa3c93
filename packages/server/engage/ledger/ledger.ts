// The one ordered, durable path of facts: rows go in, batches go out, a promise reports "stored".
// It never drops an accepted row: it retries a failed batch under the same token until it is
// stored. When too much waits, it refuses new work before anything is applied (`hasRoomFor`). Rows
// of one account keep their order. Rows and answers of another account need not wait behind them.
import type { FactBatch, FactEntry, FactLog } from '@opportune/core/ports/facts.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { FactsStored } from '@opportune/protocol/bus/changes.ts';
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import { Chunks, LedgerBatch, type Listener } from './ledger-batch.ts';

export interface LedgerOptions {
  /** Distinguishes this run's tokens from those of other runs. */
  readonly run: string;
  /** The maximum number of rows per batch. */
  readonly batchRows?: number;
  /**
   * The maximum bytes per batch, not counting its last row. The store may refuse larger batches
   * every time.
   */
  readonly batchBytes?: number;
  /** The maximum number of waiting rows. Above it, `hasRoom` is false. */
  readonly waitingRows?: number;
  /** The maximum bytes that may wait. Above it, `hasRoom` is false. */
  readonly waitingBytes?: number;
  /**
   * The least time between two batches, so that each gathers rows. It grows if the previous batch
   * was large or slow to store. Each batch costs the store some milliseconds, however few its rows,
   * so an idle store takes the first at once and a busy one takes fewer, larger batches. An account
   * with nearly all the rows makes nobody else wait longer.
   */
  readonly gatherMs?: number;
  /** Called for each batch once it is durable, before any caller learns it. Must be cheap. */
  readonly stored?: (facts: FactsStored) => void;
  readonly clock: Clock;
  readonly schedule: Schedule;
}

const MiB = 1024 * 1024;
/** With this many rows, a batch is sent without gathering more. */
const enoughRows = 8000;
/** Answers sent between two turns of the event loop: about 2 ms of work. */
const toldAtOnce = 400;
/** Of these, consecutive answers of one account before the next account's turn. */
const toldInTurn = 50;
/** The longest that a batch gathers, however slow the store is. */
const longestGatherMs = 500;
/**
 * How much longer the next batch gathers per row of the previous one. `longestGatherMs` bounds the
 * total.
 */
const gatherMsPerRow = 0.05;
const longestForRowsMs = 100;
/** An account with more than this share of the waiting rows brings nearly all of them. */
const nearlyAll = 3 / 4;
/** The share of a batch reserved for accounts with few rows in it. */
const keptForOthers = 1 / 4;
/** An account with more than this share of a batch has many rows in it. */
const muchOfBatch = 1 / 8;
/** The largest share of the waiting room that one account may fill. */
const mostOfRoom = 1 / 2;

/** The waiting rows of one account. */
interface Share {
  rows: number;
  sizeBytes: number;
  /** The last batch with a row of the account. Its next row goes there or into a later batch. */
  last: LedgerBatch;
}

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
  /** Oldest first. The last one takes new rows. */
  readonly #waiting: LedgerBatch[] = [];
  readonly #chunks = new Chunks();
  readonly #shares = new Map<string, Share>();
  /** The batch that is being stored. */
  #sent: LedgerBatch | null = null;
  #taken = 0;
  #stored = 0;
  #storedThrough = 0;
  #batches = 0;
  #storeMs = 0;
  /** Bytes accepted and not yet stored. */
  #sizeBytes = 0;
  #draining = false;
  /** Settles once the next batch may be sent. */
  #company: Promise<void> = Promise.resolve();
  /** Shortens the next batch's gathering to that after a small batch. */
  #hurry: (() => void) | null = null;
  #failures = 0;
  /**
   * Callers whose rows are stored but who are not notified yet, by account in the order of their
   * turns.
   */
  readonly #untold = new Map<string | null, Listener[]>();
  /** Settles once all callers of batches stored so far are notified. */
  #telling: Promise<void> = Promise.resolve();
  #isTelling = false;

  constructor(facts: FactLog, log: Log, options: LedgerOptions) {
    this.#facts = facts;
    this.#log = log;
    this.#run = options.run;
    this.#batchRows = options.batchRows ?? 20_000;
    this.#batchBytes = options.batchBytes ?? 32 * MiB;
    this.#waitingRows = options.waitingRows ?? 100_000;
    this.#waitingBytes = options.waitingBytes ?? 256 * MiB;
    this.#gatherMs = options.gatherMs ?? 50;
    this.#heard = options.stored ?? (() => {});
    this.#clock = options.clock;
    this.#schedule = options.schedule;
  }

  /** False while so much waits that new events must be refused with `server.overloaded`. */
  get hasRoom(): boolean {
    return this.depth < this.#waitingRows && this.#sizeBytes < this.#waitingBytes;
  }

  /** Like `hasRoom`, but also false while this account fills more than its share of the room. */
  hasRoomFor(account: string): boolean {
    const share = this.#shares.get(account);
    if (share === undefined) return this.hasRoom;
    const { rows, sizeBytes } = share;
    const isFull =
      rows >= this.#waitingRows * mostOfRoom || sizeBytes >= this.#waitingBytes * mostOfRoom;
    return this.hasRoom && !isFull;
  }

  /** The time that the store took for the batches so far, in ms. */
  get storeMs(): number {
    return this.#storeMs;
  }

  /** The number of rows accepted and not yet stored. */
  get depth(): number {
    return this.#taken - this.#stored;
  }

  /** The number of the last batch with rows of this account that are not durable. 0 if all are. */
  lastBatchOf(account: string): number {
    return this.#shares.get(account)?.last.number ?? 0;
  }

  /** Batches are stored in order of their numbers. This is the last stored one. */
  get storedThrough(): number {
    return this.#storedThrough;
  }

  /** Consecutive failed attempts. Above zero, the store has a problem. */
  get failures(): number {
    return this.#failures;
  }

  /**
   * Accepts rows of one account in order. Resolves when they, and all earlier rows of the account,
   * are durable. Without rows it is a barrier, which also makes the first copy of a repeated event
   * durable. A barrier without `account` waits for everything.
   */
  append(entries: readonly FactEntry[], account?: string): Promise<void> {
    let last: LedgerBatch | null = null;
    // Across batches as within one: an event is stored after what it caused.
    for (const entry of entries) if (entry.table !== 'events') last = this.#take(entry);
    for (const entry of entries) if (entry.table === 'events') last = this.#take(entry);
    last ??= account === undefined ? this.#lastOfAll() : (this.#shares.get(account)?.last ?? null);
    if (last === null) return Promise.resolve();
    const { listeners } = last;
    const of = account ?? accountOf(entries[0]);
    return new Promise((stored) => {
      listeners.push({ account: of, stored });
      if (!this.#draining) void this.#drain();
    });
  }

  /** Resolves when everything accepted so far is stored and all callers are notified. */
  async settle(): Promise<void> {
    await this.append([]);
    await this.#telling;
  }

  #lastOfAll(): LedgerBatch | null {
    return this.#waiting.at(-1) ?? this.#sent;
  }

  #take(entry: FactEntry): LedgerBatch {
    const account = String(entry.row['account']);
    const share = this.#shares.get(account);
    const batch = this.#batchFor(account, share);
    const sizeBytes = batch.add(entry, account);
    this.#sizeBytes += sizeBytes;
    this.#taken++;
    if (share === undefined) this.#shares.set(account, { rows: 1, sizeBytes, last: batch });
    else {
      share.rows++;
      share.sizeBytes += sizeBytes;
      share.last = batch;
    }
    this.#hurryForOthers();
    return batch;
  }

  /** The first batch with room, starting from the last one with rows of the account. */
  #batchFor(account: string, share: Share | undefined): LedgerBatch {
    const from = share === undefined ? 0 : Math.max(0, this.#waiting.indexOf(share.last));
    for (let at = from; at < this.#waiting.length; at++) {
      const batch = this.#waiting[at];
      if (batch !== undefined && this.#isRoomIn(batch, account)) return batch;
    }
    const made = new LedgerBatch(this.#run, ++this.#batches, this.#chunks);
    this.#waiting.push(made);
    return made;
  }

  /**
   * An account with many rows in a batch leaves the rest of it to others. Their rows then wait for
   * one batch only.
   */
  #isRoomIn(batch: LedgerBatch, account: string): boolean {
    const { rows, sizeBytes } = batch;
    const hasMuch = batch.rowsOf(account) >= this.#batchRows * muchOfBatch;
    const part = hasMuch ? 1 - keptForOthers : 1;
    return rows < this.#batchRows * part && sizeBytes < this.#batchBytes * part;
  }

  async #drain(): Promise<void> {
    this.#draining = true;
    while (this.#waiting.length > 0) {
      // On a busy loop a timer fires a whole turn late, while the store is idle.
      if (this.depth < enoughRows) await this.#company;
      const batch = this.#waiting.shift();
      if (batch === undefined) break;
      const sentAt = this.#clock.now();
      this.#sent = batch;
      await this.#store(batch.written());
      this.#sent = null;
      batch.release();
      this.#company = this.#gather(this.#clock.now() - sentAt, batch.rows);
      this.#noteStored(batch);
      this.#heard(batch.holds.told());
      // The store does not wait for answers, which take longer than storing on a busy loop.
      this.#tell(batch);
    }
    this.#draining = false;
  }

  #noteStored(batch: LedgerBatch): void {
    this.#stored += batch.rows;
    this.#storedThrough = batch.number;
    this.#sizeBytes -= batch.sizeBytes;
    for (const [account, { rows, sizeBytes }] of batch.accounts) {
      const share = this.#shares.get(account);
      if (share === undefined) continue;
      share.rows -= rows;
      share.sizeBytes -= sizeBytes;
      if (share.rows === 0) this.#shares.delete(account);
    }
  }

  #tell({ listeners }: LedgerBatch): void {
    for (const listener of listeners) {
      const of = this.#untold.get(listener.account);
      if (of === undefined) this.#untold.set(listener.account, [listener]);
      else of.push(listener);
    }
    if (!this.#isTelling) this.#telling = this.#tellAll();
  }

  /**
   * Sends a bounded number at a time. Each answers a browser, and decisions must not wait for a
   * whole batch of answers.
   */
  async #tellAll(): Promise<void> {
    this.#isTelling = true;
    let told = 0;
    for (const [account, listeners] of this.#untold) {
      if (told >= toldAtOnce) {
        await this.#pause(1);
        told = 0;
      }
      const some = listeners.splice(0, toldInTurn);
      for (const { stored } of some) stored();
      told += some.length;
      // Re-added at the end, so that the iteration returns to it after the others.
      this.#untold.delete(account);
      if (listeners.length > 0) this.#untold.set(account, listeners);
    }
    this.#isTelling = false;
  }

  /** Gathers rows after a batch of this size and duration. */
  #gather(tookMs: number, rows: number): Promise<void> {
    const [mostMs, leastMs] = [this.#gatherAfter(tookMs, rows), this.#gatherAfter(tookMs, 0)];
    if (mostMs === 0) return Promise.resolve();
    const from = this.#clock.now();
    return new Promise((resolve) => {
      const hurry = (): void => {
        this.#hurry = null;
        void this.#pause(Math.max(0, from + leastMs - this.#clock.now())).then(go);
      };
      const go = (): void => {
        if (this.#hurry === hurry) this.#hurry = null;
        resolve();
      };
      this.#hurry = hurry;
      void this.#schedule(mostMs, go);
      this.#hurryForOthers();
    });
  }

  /** If one account brings nearly all rows, the others do not wait for more of them. */
  #hurryForOthers(): void {
    const [next] = this.#waiting;
    if (this.#hurry === null || next === undefined || next.accounts.size < 2) return;
    if (next.mostRows > next.rows * nearlyAll) this.#hurry();
  }

  /** The remaining time to gather after a batch of this size and duration. */
  #gatherAfter(tookMs: number, rows: number): number {
    if (this.#gatherMs === 0) return 0;
    const forRowsMs = Math.min(rows * gatherMsPerRow, longestForRowsMs);
    const gatherMs = Math.max(this.#gatherMs + forRowsMs, 2 * tookMs);
    return Math.max(0, Math.min(gatherMs, longestGatherMs) - tookMs);
  }

  #pause(delayMs: number): Promise<void> {
    if (delayMs === 0) return Promise.resolve();
    return new Promise((resolve) => void this.#schedule(delayMs, resolve));
  }

  async #store(batch: FactBatch): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        const begun = performance.now();
        await this.#facts.append(batch);
        this.#storeMs += performance.now() - begun;
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

function accountOf(entry: FactEntry | undefined): string | null {
  return entry === undefined ? null : String(entry.row['account']);
}

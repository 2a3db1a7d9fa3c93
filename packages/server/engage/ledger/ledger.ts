// The one ordered, durable path of facts: rows go in, batches come out, a promise says "stored".
// It never drops a row it took: a failed batch is sent again under its token until it is stored.
// When too much waits, it refuses new work before anything was applied (`hasRoomFor`). Rows of one
// account keep their order; those of another need not wait behind them, and neither need its answers.
import type { FactBatch, FactEntry, FactLog } from '@opportune/core/ports/facts.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { FactsStored } from '@opportune/protocol/bus/changes.ts';
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import { Chunks, LedgerBatch, type Listener } from './ledger-batch.ts';

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
   * A batch waits for company until so long after the one before was sent, longer where that was
   * large or took long to store. Each costs the store some ms, however few its rows, so an idle store
   * takes the first at once, and a busy one takes fewer and larger ones. Nobody waits longer because
   * one account brings nearly all rows.
   */
  readonly gatherMs?: number;
  /** Hears of each batch once it is durable, before anybody is told "stored"; must be cheap. */
  readonly stored?: (facts: FactsStored) => void;
  readonly clock: Clock;
  readonly schedule: Schedule;
}

const MiB = 1024 * 1024;
/** So many rows wait for no company. */
const enoughRows = 8000;
/** Answers between two turns of the event loop: about two ms of work. */
const toldAtOnce = 400;
/** Of them, answers of one account until those of the next. */
const toldInTurn = 50;
/** However slow the store is, nothing waits longer than this for company. */
const longestGatherMs = 500;
/** How much longer the next batch gathers for each row of the one before, and at most for that. */
const gatherMsPerRow = 0.05;
const longestForRowsMs = 100;
/** An account with more than this part of what waits brings nearly all of it. */
const nearlyAll = 3 / 4;
/** The part of a batch that is kept for accounts which have little in it. */
const keptForOthers = 1 / 4;
/** An account with a larger part of a batch has much in it. */
const muchOfBatch = 1 / 8;
/** The part of all room that one account may fill with what waits. */
const mostOfRoom = 1 / 2;

/** What waits of one account. */
interface Share {
  rows: number;
  sizeBytes: number;
  /** The last batch that took a row of it: the next row goes there or behind. */
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
  /** The oldest first; the last of them takes what comes. */
  readonly #waiting: LedgerBatch[] = [];
  readonly #chunks = new Chunks();
  readonly #shares = new Map<string, Share>();
  /** Being stored. */
  #sent: LedgerBatch | null = null;
  #taken = 0;
  #stored = 0;
  #storedThrough = 0;
  /** Of what was taken and is not stored. */
  #sizeBytes = 0;
  #draining = false;
  /** Settled once the next batch may be sent. */
  #company: Promise<void> = Promise.resolve();
  /** Has the next batch wait no longer than one would after few rows. */
  #hurry: (() => void) | null = null;
  #batches = 0;
  #failures = 0;
  /** Whose rows are stored and who are not told yet, by account in the order of their turns. */
  readonly #untold = new Map<string | null, Listener[]>();
  /** Settled once all are told that were stored by now. */
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

  /** As `hasRoom`, and false too while so much waits of this account that others need the rest. */
  hasRoomFor(account: string): boolean {
    const share = this.#shares.get(account);
    if (share === undefined) return this.hasRoom;
    const { rows, sizeBytes } = share;
    const isFull =
      rows >= this.#waitingRows * mostOfRoom || sizeBytes >= this.#waitingBytes * mostOfRoom;
    return this.hasRoom && !isFull;
  }

  /** Rows taken and not yet stored. */
  get depth(): number {
    return this.#taken - this.#stored;
  }

  /** The number of the last batch with rows of this account that are not durable; 0: all are. */
  lastBatchOf(account: string): number {
    return this.#shares.get(account)?.last.number ?? 0;
  }

  /** Batches are stored in the order of their numbers: so far, through this one. */
  get storedThrough(): number {
    return this.#storedThrough;
  }

  /** Consecutive failed attempts; above zero the store is in trouble. */
  get failures(): number {
    return this.#failures;
  }

  /**
   * Takes rows of one account in order and resolves when they, and all taken of that account before
   * them, are durable. With no rows it is a barrier: what a repeated event was first stored with is
   * then durable too. `account`: of a barrier; left out, it waits for everything.
   */
  append(entries: readonly FactEntry[], account?: string): Promise<void> {
    let last: LedgerBatch | null = null;
    // As within a batch, so across two: what an event caused is stored before it.
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

  /** Resolves when everything taken so far is stored, and everybody told. */
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

  /** The first that has room, from the last one with rows of the account on. */
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

  /** Whoever has much in a batch leaves the rest of it to others, whose rows then wait for one batch only. */
  #isRoomIn(batch: LedgerBatch, account: string): boolean {
    const { rows, sizeBytes } = batch;
    const hasMuch = batch.rowsOf(account) >= this.#batchRows * muchOfBatch;
    const part = hasMuch ? 1 - keptForOthers : 1;
    return rows < this.#batchRows * part && sizeBytes < this.#batchBytes * part;
  }

  async #drain(): Promise<void> {
    this.#draining = true;
    while (this.#waiting.length > 0) {
      // Where the loop is busy a timer is late by a whole turn of it, while the store stands idle.
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
      // The store does not wait for answers: on a busy loop they take longer than it does.
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

  /** So many at a time: each answers a browser, and decisions do not wait for a whole batch of answers. */
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
      // Iteration comes to it again, behind the others.
      this.#untold.delete(account);
      if (listeners.length > 0) this.#untold.set(account, listeners);
    }
    this.#isTelling = false;
  }

  /** Waits for company after a batch of so many rows that took so long. */
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

  /** Where one account brings nearly all rows, the others do not wait for more of them. */
  #hurryForOthers(): void {
    const [next] = this.#waiting;
    if (this.#hurry === null || next === undefined || next.accounts.size < 2) return;
    if (next.mostRows > next.rows * nearlyAll) this.#hurry();
  }

  /** What is left to wait after a batch of so many rows that took so long. */
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

function accountOf(entry: FactEntry | undefined): string | null {
  return entry === undefined ? null : String(entry.row['account']);
}

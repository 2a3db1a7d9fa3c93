// Stores what requests of an account bring, all that came while the ones before were being stored in one
// transaction. Transactions begin some milliseconds after each other, so that many requests take few of
// them, and a single one waits for nothing. If many wait, they are a queue, such as after an outage: it
// lets people go first who talk at this moment, unless it has waited for long. Whatever would
// hold too much memory or wait too long is refused, and the provider sends it again. Of requests that never
// fit, such as the largest letters, one at a time is stored beside the others.
import type { LivePace } from '@opportune/core/bounds/live-pace.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { deliveryLimits } from '@opportune/protocol/limits/channels.ts';
import { problemFor } from '../../http/problem/answer-errors.ts';
import { refuse } from '../../http/problem/refusal.ts';
import type { Received } from './seams.ts';

/** What one request brought. */
export type Brought = readonly Received[];

export interface KeepTogetherParts {
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly log: Log;
  readonly pace: Pick<LivePace, 'restMs'>;
  /** Stores all of it or nothing. Resolves with those that were refused, and why. */
  readonly store: (
    account: AccountId,
    requests: readonly Brought[],
  ) => Promise<ReadonlyMap<Brought, Error>>;
}

interface Waiting {
  readonly brought: Brought;
  readonly since: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  /** It does not wait any more: its storing begins. */
  readonly begin: () => void;
}

interface Line {
  waiting: Waiting[];
  /** Of what waits and what is being stored. */
  sizeBytes: number;
}

/** Counted for each item, beside the text that it was read from. */
const itemBytes = 2048;

export class KeepTogether {
  readonly #use: KeepTogetherParts;
  readonly #lines = new Map<AccountId, Line>();
  #sizeBytes = 0;
  /** Whether a request that never fits is held. */
  #isLargeHeld = false;

  constructor(use: KeepTogetherParts) {
    this.#use = use;
  }

  /** Resolves once it is stored. Throws `server.overloaded` if it cannot be stored in time. */
  async keep(account: AccountId, brought: Brought): Promise<void> {
    const sizeBytes = bytesOf(brought);
    if (2 * sizeBytes <= deliveryLimits.keepingBytes)
      return this.#keep(account, brought, sizeBytes);
    if (this.#isLargeHeld) throw overloaded();
    this.#isLargeHeld = true;
    try {
      await this.#keep(account, brought, 0);
    } finally {
      this.#isLargeHeld = false;
    }
  }

  async #keep(account: AccountId, brought: Brought, sizeBytes: number): Promise<void> {
    const line = this.#lines.get(account);
    if (!this.#hasRoom(line?.sizeBytes ?? 0, sizeBytes)) throw overloaded();
    const of = line ?? { waiting: [], sizeBytes: 0 };
    this.#grow(of, sizeBytes);
    try {
      const kept = this.#wait(of, brought);
      if (line === undefined) {
        this.#lines.set(account, of);
        void this.#storeAll(account, of);
      }
      await kept;
    } finally {
      this.#grow(of, -sizeBytes);
    }
  }

  /** An account holds at most as much as is free. */
  #hasRoom(heldBytes: number, addedBytes: number): boolean {
    return heldBytes + addedBytes <= deliveryLimits.keepingBytes - this.#sizeBytes - addedBytes;
  }

  #grow(line: Line, byBytes: number): void {
    line.sizeBytes += byBytes;
    this.#sizeBytes += byBytes;
  }

  #wait(line: Line, brought: Brought): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = this.#use.schedule(deliveryLimits.keepingMs, () => {
        line.waiting = line.waiting.filter((each) => each !== waiting);
        reject(overloaded());
      });
      const since = this.#use.clock.now();
      const waiting: Waiting = { brought, since, resolve, reject, begin };
      line.waiting.push(waiting);
    });
  }

  /** One transaction after the other, until nothing waits. */
  async #storeAll(account: AccountId, line: Line): Promise<void> {
    while (line.waiting.length > 0) {
      const rested = this.#rest(deliveryLimits.keptEveryMs);
      const { queued, keptTogether } = deliveryLimits;
      const most = this.#letsOthersGo(line) ? queued : keptTogether;
      const next = line.waiting.splice(0, togetherOf(line.waiting, most));
      for (const { begin } of next) begin();
      await this.#store(account, next);
      if (this.#letsOthersGo(line)) await this.#rest(this.#use.pace.restMs);
      else if (line.waiting.length < keptTogether) await rested;
    }
    this.#lines.delete(account);
  }

  /** It is a queue that may wait, and people who talk are late. */
  #letsOthersGo({ waiting }: Line): boolean {
    const { clock, pace } = this.#use;
    const since = waiting[0]?.since ?? -Infinity;
    const mayWait = clock.now() - since < deliveryLimits.queuedMs;
    return waiting.length >= deliveryLimits.queued && mayWait && pace.restMs > 0;
  }

  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => void this.#use.schedule(ms, resolve));
  }

  /** What fails together is stored one by one: nobody’s request keeps out another’s. */
  async #store(account: AccountId, requests: readonly Waiting[]): Promise<void> {
    const failed = await this.#storeOnce(account, requests);
    if (failed === null) return;
    const isApart = requests.length > 1 && apart.has(problemFor(failed).code);
    if (isApart) this.#use.log.warn('requests are stored one by one', { reason: String(failed) });
    let away = isApart ? null : failed;
    let busy = 0;
    for (const each of requests) {
      const why = away ?? (await this.#storeOnce(account, [each]));
      if (why === null) {
        busy = 0;
        continue;
      }
      each.reject(why);
      const { code } = problemFor(why);
      busy = code === 'server.overloaded' ? busy + 1 : 0;
      // A store that is away, or busy for one after the other, is not asked once for each of the rest.
      if (!apart.has(code) || busy === mostBusy) away = why;
    }
  }

  /** Null: each has its answer. Else nothing was stored, and nobody has an answer. */
  async #storeOnce(account: AccountId, requests: readonly Waiting[]): Promise<Error | null> {
    const all = requests.map(({ brought }) => brought);
    try {
      const refused = await this.#use.store(account, all);
      for (const { brought, resolve, reject } of requests) {
        const why = refused.get(brought);
        if (why === undefined) resolve();
        else reject(why);
      }
      return null;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}

/** One request may fail all for these, by what it holds or by what it waits for. */
const apart: ReadonlySet<string> = new Set(['server.failed', 'server.overloaded']);

/** One may wait for a lock of its own. Two in a row: the store is busy. */
const mostBusy = 2;

/** How many of the first are stored in one transaction. */
function togetherOf(waiting: readonly Waiting[], most: number): number {
  let [many, items] = [0, 0];
  for (const { brought } of waiting) {
    items += brought.length;
    if (many > 0 && items > deliveryLimits.itemsTogether) break;
    many += 1;
    if (many === most) break;
  }
  return many;
}

function overloaded(): Error {
  return refuse('server.overloaded', { retryAfterMs: deliveryLimits.overloadedMs });
}

/** An entry from which several were read is counted once. */
function bytesOf(brought: Brought): number {
  const raw = new Set(brought.map((each) => each.raw));
  return [...raw].reduce((sum, text) => sum + 2 * text.length, brought.length * itemBytes);
}

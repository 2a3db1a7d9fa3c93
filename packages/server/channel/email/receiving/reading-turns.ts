// Whose letter is read next, one at a time: of the account that took the least time by now (start-time
// fair queueing, Goyal, Vin and Cheng 1996). So accounts whose letters take long wait for each other, and a
// letter of any other account for the one that is being read. It reads nothing itself.
import { problem } from '@opportune/protocol/errors.ts';
import { Refusal } from '../../../http/problem/refusal.ts';

/** When a refused letter may come again. */
const fullMs = 1000;

interface Lane {
  readonly waiting: Begin[];
  heldBytes: number;
  /** In the time that letters of this account took, which goes on while others wait. */
  finishedMs: number;
}

/** Resolves with the time that it took. */
type Begin = () => Promise<number>;

export class ReadingTurns {
  readonly #mostBytes: number;
  readonly #clock: () => number;
  /** Of accounts with a letter that waits, or that took time since none waited. */
  readonly #lanes = new Map<string, Lane>();
  #heldBytes = 0;
  #nowMs = 0;
  #isReading = false;

  /** `mostBytes`: of letters that wait. `now`: milliseconds since any instant. */
  constructor(mostBytes: number, now = () => performance.now()) {
    this.#mostBytes = mostBytes;
    this.#clock = now;
  }

  /**
   * Runs `work` in its turn. Throws `server.overloaded` if too much waits: an account with a letter holds at
   * most as much as is free. One that is larger than all room waits alone.
   */
  async turn<T>(account: string, sizeBytes: number, work: () => Promise<T>): Promise<T> {
    const lane = this.#lanes.get(account) ?? { waiting: [], heldBytes: 0, finishedMs: 0 };
    if (!this.#hasRoom(lane.heldBytes, sizeBytes))
      throw new Refusal(problem('server.overloaded', { retryAfterMs: fullMs }));
    this.#lanes.set(account, lane);
    this.#hold(lane, sizeBytes);
    const done = new Promise<T>((resolve, reject) => {
      lane.waiting.push(async () => {
        const begunAt = this.#clock();
        await work().then(resolve, reject);
        return this.#clock() - begunAt;
      });
    }).finally(() => this.#hold(lane, -sizeBytes));
    if (!this.#isReading) void this.#readAll();
    return done;
  }

  #hasRoom(heldBytes: number, addedBytes: number): boolean {
    if (this.#heldBytes === 0) return true;
    const freeBytes = this.#mostBytes - this.#heldBytes - addedBytes;
    return heldBytes === 0 ? freeBytes >= 0 : heldBytes + addedBytes <= freeBytes;
  }

  #hold(lane: Lane, bytes: number): void {
    lane.heldBytes += bytes;
    this.#heldBytes += bytes;
  }

  async #readAll(): Promise<void> {
    this.#isReading = true;
    for (let lane = this.#next(); lane !== undefined; lane = this.#next()) {
      this.#nowMs = Math.max(this.#nowMs, lane.finishedMs);
      const tookMs = (await lane.waiting.shift()?.()) ?? 0;
      lane.finishedMs = this.#nowMs + tookMs;
    }
    this.#isReading = false;
    // Nobody waits, so nobody is owed a turn.
    this.#lanes.clear();
  }

  /** Of those that took the same, the one that waits longest. */
  #next(): Lane | undefined {
    let next: Lane | undefined;
    for (const lane of this.#lanes.values()) {
      if (lane.waiting.length === 0) continue;
      if (next === undefined || this.#startOf(lane) < this.#startOf(next)) next = lane;
    }
    return next;
  }

  #startOf({ finishedMs }: Lane): number {
    return Math.max(finishedMs, this.#nowMs);
  }
}

// Bounds the load of open pages that watch figures: a fifth of one core in the long run, whoever
// watches. Runs one query at a time, in turns of accounts, and in order within an account. Queries
// that come too soon wait. None is refused.
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { reportLimits } from '@opportune/protocol/limits/campaigns.ts';

const share = reportLimits.pagesPercent / 100;
/** The most credit that quiet time earns, so that the next change is counted at once. */
const mostCreditMs = 500;

export class Pace {
  readonly #clock: Clock;
  readonly #schedule: Schedule;
  #creditMs = mostCreditMs;
  #countedAt: number;
  /** The waiting queries of each account, in the order of their turns. */
  readonly #waiting = new Map<AccountId, (() => Promise<void>)[]>();
  #isRunning = false;

  constructor(clock: Clock, schedule: Schedule) {
    this.#clock = clock;
    this.#schedule = schedule;
    this.#countedAt = clock.now();
  }

  /** Runs the work in the account's turn and subtracts its cost from the credit. */
  run<T>(account: AccountId, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const of = this.#waiting.get(account) ?? [];
      this.#waiting.set(account, of);
      of.push(async () => {
        try {
          resolve(await work());
        } catch (error) {
          reject(error);
        }
      });
      if (!this.#isRunning) void this.#runAll();
    });
  }

  async #runAll(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.size > 0) {
      await this.#earned();
      const from = this.#clock.now();
      await this.#next()?.();
      this.#creditMs -= this.#clock.now() - from;
    }
    this.#isRunning = false;
  }

  /** The first of the account whose turn it is. That account then goes to the end. */
  #next(): (() => Promise<void>) | undefined {
    const [first] = this.#waiting;
    if (first === undefined) return undefined;
    const [account, of] = first;
    const work = of.shift();
    this.#waiting.delete(account);
    if (of.length > 0) this.#waiting.set(account, of);
    return work;
  }

  async #earned(): Promise<void> {
    while (this.#credit() <= 0) {
      const waitMs = Math.ceil((1 - this.#creditMs) / share);
      await new Promise<void>((resolve) => void this.#schedule(waitMs, resolve));
    }
  }

  /** Including what was earned since the last count. */
  #credit(): number {
    const now = this.#clock.now();
    const earned = (now - this.#countedAt) * share;
    this.#countedAt = now;
    this.#creditMs = Math.min(mostCreditMs, this.#creditMs + earned);
    return this.#creditMs;
  }
}

// How much of the machine open pages may use for their figures: a fifth of one core in the long run,
// whoever looks at whatever. One at a time, in the order of coming; who comes too soon waits, and
// nobody is refused.
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import { reportLimits } from '@opportune/protocol/limits.ts';

const share = reportLimits.pagesPercent / 100;
/** Credit that a quiet time leaves, so that what changes then is counted at once. */
const mostCreditMs = 500;

export class Pace {
  readonly #clock: Clock;
  readonly #schedule: Schedule;
  #creditMs = mostCreditMs;
  #countedAt: number;
  #last: Promise<unknown> = Promise.resolve();

  constructor(clock: Clock, schedule: Schedule) {
    this.#clock = clock;
    this.#schedule = schedule;
    this.#countedAt = clock.now();
  }

  /** Does the work when its turn has come, and takes what it cost off the credit. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(() => this.#turn(work));
    this.#last = mine.catch(() => {});
    return mine;
  }

  async #turn<T>(work: () => Promise<T>): Promise<T> {
    while (this.#credit() <= 0) {
      const waitMs = Math.ceil((1 - this.#creditMs) / share);
      await new Promise<void>((resolve) => void this.#schedule(waitMs, resolve));
    }
    const from = this.#clock.now();
    try {
      return await work();
    } finally {
      this.#creditMs -= this.#clock.now() - from;
    }
  }

  /** With what was earned since it was counted last. */
  #credit(): number {
    const now = this.#clock.now();
    const earned = (now - this.#countedAt) * share;
    this.#countedAt = now;
    this.#creditMs = Math.min(mostCreditMs, this.#creditMs + earned);
    return this.#creditMs;
  }
}

// How much of the machine open pages may use for their figures: a fifth of one core in the long run,
// whoever looks at whatever. Who comes too soon waits, in the order of coming; nobody is refused.
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import { reportLimits } from '@opportune/protocol/limits.ts';

const share = reportLimits.pagesPercent / 100;
/** Credit that a quiet time leaves, so that what changes then is counted at once. */
const mostCreditMs = 250;

export class Pace {
  readonly #clock: Clock;
  readonly #schedule: Schedule;
  #creditMs = mostCreditMs;
  #countedAt: number;
  #last: Promise<void> = Promise.resolve();

  constructor(clock: Clock, schedule: Schedule) {
    this.#clock = clock;
    this.#schedule = schedule;
    this.#countedAt = clock.now();
  }

  /** Does the work when its turn has come, and takes what it cost off the credit. */
  async run<T>(expectedMs: number, work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(() => this.#turn(expectedMs));
    this.#last = turn;
    await turn;
    const from = this.#clock.now();
    try {
      return await work();
    } finally {
      this.#creditMs += expectedMs - (this.#clock.now() - from);
    }
  }

  async #turn(expectedMs: number): Promise<void> {
    for (;;) {
      const now = this.#clock.now();
      const earned = (now - this.#countedAt) * share;
      this.#creditMs = Math.min(mostCreditMs, this.#creditMs + earned);
      this.#countedAt = now;
      if (this.#creditMs > 0) break;
      const waitMs = Math.ceil((1 - this.#creditMs) / share);
      await new Promise<void>((resolve) => void this.#schedule(waitMs, resolve));
    }
    this.#creditMs -= expectedMs;
  }
}

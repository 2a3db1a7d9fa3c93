// How much somebody may send in a window of time. Counts what was let through; of too many senders
// those heard of longest ago are forgotten, and may send anew.
import { tableLimits } from '@opportune/protocol/limits.ts';
import { BoundedMap } from '@opportune/core/bounds/bounded-map.ts';

export class Rate {
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #passed = new BoundedMap<string, number[]>(tableLimits.senders);

  constructor(limit: number, windowMs: number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  /** Whether one more may pass at this instant; if so it is counted. */
  pass(key: string, now: number): boolean {
    const times = this.#passed.get(key) ?? [];
    // They are in order, and mostly all within the window or all before it.
    while ((times[0] ?? Infinity) <= now - this.#windowMs) times.shift();
    if (times.length >= this.#limit) return false;
    times.push(now);
    if (times.length === 1) this.#passed.set(key, times);
    return true;
  }
}

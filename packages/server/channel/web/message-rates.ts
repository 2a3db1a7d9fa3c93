// How much somebody may send in a window of time. Counts what was let through; of too many senders
// those heard of longest ago are forgotten, and may send anew.
import { SizedMap } from '@opportune/core/bounds/sized-map.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';

/** A list of numbers reserves up to half as much again. */
const timeBytes = 12;
const senderBytes = 512;

export class Rate {
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #passed = new SizedMap<string, number[]>({
    entries: tableLimits.senders,
    bytes: tableLimits.senderBytes,
    sizeOf: (times) => senderBytes + timeBytes * times.length,
  });

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
    this.#passed.set(key, times);
    return true;
  }
}

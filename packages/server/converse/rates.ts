// How much somebody may send in a window of time. Counts what was let through; memory is bounded
// by forgetting whoever has been quiet for a window.

/** Keys remembered before the quiet ones are looked for. */
const sweepAt = 5000;

export class Rate {
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #passed = new Map<string, number[]>();

  constructor(limit: number, windowMs: number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  /** Whether one more may pass at this instant; if so it is counted. */
  pass(key: string, now: number): boolean {
    if (this.#passed.size >= sweepAt && !this.#passed.has(key)) this.#sweep(now);
    const times = this.#passed.get(key) ?? [];
    // They are in order, and mostly all within the window or all before it.
    while ((times[0] ?? Infinity) <= now - this.#windowMs) times.shift();
    if (times.length >= this.#limit) return false;
    times.push(now);
    if (times.length === 1) this.#passed.set(key, times);
    return true;
  }

  #sweep(now: number): void {
    for (const [key, times] of this.#passed) {
      if ((times.at(-1) ?? 0) <= now - this.#windowMs) this.#passed.delete(key);
    }
  }
}

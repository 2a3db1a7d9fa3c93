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
    const recent = (this.#passed.get(key) ?? []).filter((at) => at > now - this.#windowMs);
    const passes = recent.length < this.#limit;
    if (passes) recent.push(now);
    this.#passed.set(key, recent);
    return passes;
  }

  #sweep(now: number): void {
    for (const [key, times] of this.#passed) {
      if ((times.at(-1) ?? 0) <= now - this.#windowMs) this.#passed.delete(key);
    }
  }
}

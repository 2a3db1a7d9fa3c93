// Time and chance of one simulated schedule. Only scheduled things happen, and the same seed gives
// the same schedule. Between two events ready promises run to their end.

interface Event {
  readonly at: number;
  readonly order: number;
  /** Null if it was cancelled. */
  run: (() => void) | null;
}

export class Loop {
  now: number;
  #random: () => number;
  #order = 0;
  readonly #events: Event[] = [];

  constructor(seed: number, startAt: number) {
    this.now = startAt;
    this.#random = mulberry32(seed);
  }

  /** Uniform in [0, 1). */
  next(): number {
    return this.#random();
  }

  chance(probability: number): boolean {
    return this.#random() < probability;
  }

  between(low: number, high: number): number {
    return low + Math.floor(this.#random() * (high - low + 1));
  }

  pick<T>(items: readonly T[]): T | undefined {
    return items[Math.floor(this.#random() * items.length)];
  }

  /** Runs later. The returned function cancels it. */
  after(delayMs: number, run: () => void): () => void {
    const event: Event = { at: this.now + Math.max(0, delayMs), order: this.#order++, run };
    let low = 0;
    for (let high = this.#events.length; low < high;) {
      const middle = (low + high) >>> 1;
      const other = this.#events[middle]!;
      if (other.at > event.at || (other.at === event.at && other.order > event.order))
        low = middle + 1;
      else high = middle;
    }
    this.#events.splice(low, 0, event);
    return () => {
      event.run = null;
    };
  }

  /** Runs everything that is due within the span. `settle` lets ready promises run. */
  async run(spanMs: number, settle: () => Promise<void>): Promise<void> {
    const end = this.now + spanMs;
    for (
      let next = this.#events.at(-1);
      next !== undefined && next.at <= end;
      next = this.#events.at(-1)
    ) {
      this.#events.pop();
      if (next.run === null) continue;
      this.now = next.at;
      next.run();
      await settle();
    }
    this.now = end;
  }
}

/** A small generator of good quality for its size, public domain, by Tommy Ettinger. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

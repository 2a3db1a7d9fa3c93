// A hierarchical timer wheel for all visitors: levels of 64 slots, each level 64 times coarser,
// down to one millisecond. Adding and removing have constant cost. It reads no clock: the caller
// queries `due`. A key has one timer; a timer in the past is due at once.

const bits = 6;
const slots = 1 << bits;
/** Seven levels of 64: about 139 years of milliseconds. */
const levels = 7;

interface Timer<Key> {
  readonly key: Key;
  readonly at: number;
  /** Its slot, so that it can be removed. */
  slot: Set<Timer<Key>> | null;
  /** Sequence of adding: breaks ties between equal instants. */
  readonly turn: number;
}

export class TimerWheel<Key> {
  readonly #timers = new Map<Key, Timer<Key>>();
  readonly #levels: Set<Timer<Key>>[][];
  readonly #late = new Set<Timer<Key>>();
  #now: number;
  #turn = 0;

  /** `now`: the wheel's start, in ms. */
  constructor(now: number) {
    this.#now = Math.floor(now);
    this.#levels = Array.from({ length: levels }, () =>
      Array.from({ length: slots }, () => new Set<Timer<Key>>()),
    );
  }

  get size(): number {
    return this.#timers.size;
  }

  /**
   * Sets the key's timer to an instant in ms, rounded up to a millisecond. Replaces the previous
   * one.
   */
  add(key: Key, at: number): void {
    this.remove(key);
    const timer: Timer<Key> = { key, at: Math.ceil(at), slot: null, turn: this.#turn++ };
    this.#timers.set(key, timer);
    this.#place(timer);
  }

  /** True if the key had a timer. */
  remove(key: Key): boolean {
    const timer = this.#timers.get(key);
    if (timer === undefined) return false;
    timer.slot?.delete(timer);
    return this.#timers.delete(key);
  }

  /**
   * Removes and returns all keys whose instant is `now` or earlier, by instant, then in the order
   * of adding.
   */
  due(now: number): Key[] {
    const found = [...this.#late];
    this.#late.clear();
    const end = Math.floor(now);
    while (this.#now < end) this.#advance(end, found);
    found.sort((one, other) => one.at - other.at || one.turn - other.turn);
    for (const { key } of found) this.#timers.delete(key);
    return found.map(({ key }) => key);
  }

  /**
   * The wheel's current slot is already empty. A timer goes to the level at which its digits first
   * differ.
   */
  #place(timer: Timer<Key>): void {
    const slot = timer.at <= this.#now ? this.#late : this.#slotOf(timer.at);
    timer.slot = slot;
    slot.add(timer);
  }

  #slotOf(at: number): Set<Timer<Key>> {
    let level = 0;
    let scale = 1;
    while (
      level < levels - 1 &&
      Math.floor(at / (scale * slots)) !== Math.floor(this.#now / (scale * slots))
    ) {
      level++;
      scale *= slots;
    }
    const slot = this.#levels[level]?.[Math.floor(at / scale) % slots];
    if (slot === undefined) throw new Error('decision: an instant beyond the timer wheel');
    return slot;
  }

  /**
   * Advances to the next millisecond that may hold a timer, or to the end of this turn of the
   * lowest level.
   */
  #advance(end: number, found: Timer<Key>[]): void {
    const next = this.#nextStop(end);
    this.#now = next;
    let scale = slots;
    for (let level = 1; level < levels && next % scale === 0; level++, scale *= slots)
      this.#spill(level, scale);
    const slot = this.#levels[0]?.[next % slots];
    if (slot === undefined) return;
    for (const timer of slot) {
      timer.slot = null;
      found.push(timer);
    }
    slot.clear();
    for (const timer of this.#late) found.push(timer);
    this.#late.clear();
  }

  /** Skips empty stretches slot by slot, on the coarsest level that is empty. */
  #nextStop(end: number): number {
    let scale = 1;
    for (let level = 0; level < levels; level++, scale *= slots) {
      const ring = this.#levels[level];
      const here = Math.floor(this.#now / scale);
      const turnEnds = (Math.floor(here / slots) + 1) * slots;
      for (let place = here + 1; place < turnEnds; place++) {
        if ((ring?.[place % slots]?.size ?? 0) > 0) return Math.min(end, place * scale);
      }
    }
    return end;
  }

  /** Moves the timers of one coarse slot to finer ones. */
  #spill(level: number, scale: number): void {
    const slot = this.#levels[level]?.[Math.floor(this.#now / scale) % slots];
    if (slot === undefined || slot.size === 0) return;
    const timers = [...slot];
    slot.clear();
    for (const timer of timers) this.#place(timer);
  }
}

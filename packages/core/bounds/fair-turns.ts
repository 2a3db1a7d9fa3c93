// Whose work runs next where much of it waits: each account has a queue of its own, and the queues take
// turns by the time that their work takes, not by its number (deficit round robin, Shreedhar and
// Varghese 1995). While nobody waits and little has run, work goes at once. It interrupts nothing: work
// that takes long asks now and then whether it is to let others go first.

/** The loop that all work shares. */
export interface TurnsLoop {
  /** ms that run on, with fractions. */
  now(): number;
  /** Runs it in the next turn of the loop, once what has arrived by then was read. */
  soon(run: () => void): void;
  /** Runs it once nothing is left to do that waits for nothing outside. */
  settled(run: () => void): void;
}

export interface TurnsLimits {
  /** How long work runs until what has arrived is read. */
  readonly turnMs: number;
  /** How long one account's work runs while that of others waits. */
  readonly shareMs: number;
  /** What the work that waits may hold. One account holds at most as much of it as is free. */
  readonly waitingBytes: number;
}

/** Counted for each that waits, beside what it holds. */
const entryBytes = 1024;

interface Waiting {
  readonly lane: Lane;
  /** Where it stands in its lane. */
  readonly among: Set<Waiting>;
  readonly run: () => void;
  readonly sizeBytes: number;
}

/** What waits of one account. */
interface Lane {
  readonly account: string;
  /** Work that has begun and lets others go first. */
  readonly resting: Set<Waiting>;
  readonly waiting: Set<Waiting>;
  sizeBytes: number;
  /** What is left of its share; below zero it took longer than that, and others go first. */
  leftMs: number;
}

export class FairTurns {
  readonly #loop: TurnsLoop;
  readonly #limits: TurnsLimits;
  /** In the order of their turns. */
  readonly #lanes = new Map<string, Lane>();
  #sizeBytes = 0;
  /** When the work began that runs now; null: none did in this turn of the loop. */
  #since: number | null = null;
  /** Until when what waits is run in this turn of the loop. */
  #until = 0;
  #isRunning = false;
  /** Others wait for the loop itself, of whom it takes one a turn. */
  #isHasty = false;

  constructor(loop: TurnsLoop, limits: TurnsLimits) {
    this.#loop = loop;
    this.#limits = limits;
  }

  /** What the work that waits holds. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Whether work may run at once: nobody waits, and little was done in this turn of the loop. */
  isFree(): boolean {
    return this.#lanes.size === 0 && !this.isLong();
  }

  /** Whether the work that runs now has held the loop for long, and should wait for another turn. */
  isLong(): boolean {
    const now = this.#loop.now();
    if (this.#since !== null) return now - this.#since >= this.#turnMs;
    this.#since = now;
    this.#loop.soon(() => (this.#since = null));
    return false;
  }

  /**
   * Has the next turn last a share only, for those who wait for the loop itself and of whom each turn
   * of it takes one.
   */
  hasten(): void {
    this.#isHasty = true;
  }

  get #turnMs(): number {
    const { turnMs, shareMs } = this.#limits;
    return this.#isHasty ? shareMs : turnMs;
  }

  /** Whether an account's work that holds so much may wait. */
  hasRoom(account: string, sizeBytes: number): boolean {
    const added = sizeBytes + entryBytes;
    const held = this.#lanes.get(account)?.sizeBytes ?? 0;
    return held + added <= this.#limits.waitingBytes - this.#sizeBytes - added;
  }

  /** Runs work of an account when its turn comes, after what the account asked for before. The function takes it back. */
  wait(account: string, sizeBytes: number, run: () => void): () => void {
    return this.#enter(this.#laneOf(account), 'waiting', sizeBytes, run);
  }

  /** Resolves at once where work may run, else when its turn comes. */
  async turn(account: string, sizeBytes: number): Promise<void> {
    if (this.isFree()) return;
    await new Promise<void>((resolve) => void this.wait(account, sizeBytes, resolve));
  }

  /**
   * For work that takes long, between two of its steps: resolves at once unless others should go first.
   * It goes on before what its account has not begun, so that an account's work is done in order and
   * little of it is under way at the same time.
   */
  async rest(account: string): Promise<void> {
    if (!this.isLong()) return;
    const lane = this.#laneOf(account);
    await new Promise<void>((resolve) => void this.#enter(lane, 'resting', 0, resolve));
  }

  #enter(lane: Lane, as: 'resting' | 'waiting', sizeBytes: number, run: () => void): () => void {
    const entry: Waiting = { lane, among: lane[as], run, sizeBytes: sizeBytes + entryBytes };
    entry.among.add(entry);
    this.#grow(lane, entry.sizeBytes);
    if (!this.#isRunning) this.#runSoon();
    return () => this.#drop(entry);
  }

  #laneOf(account: string): Lane {
    const known = this.#lanes.get(account);
    if (known !== undefined) return known;
    const { shareMs } = this.#limits;
    const [resting, waiting] = [new Set<Waiting>(), new Set<Waiting>()];
    const lane: Lane = { account, resting, waiting, sizeBytes: 0, leftMs: shareMs };
    this.#lanes.set(account, lane);
    return lane;
  }

  #grow(lane: Lane, byBytes: number): void {
    lane.sizeBytes += byBytes;
    this.#sizeBytes += byBytes;
  }

  #drop(entry: Waiting): void {
    if (entry.among.delete(entry)) this.#grow(entry.lane, -entry.sizeBytes);
  }

  #runSoon(): void {
    this.#isRunning = true;
    this.#loop.soon(() => {
      this.#until = this.#loop.now() + this.#turnMs;
      this.#isHasty = false;
      this.#runNext();
    });
  }

  #runNext(): void {
    const entry = this.#next();
    if (entry === null) return this.#rest();
    const since = this.#loop.now();
    this.#since = since;
    this.#drop(entry);
    // Also where it throws: what waits behind it is others'.
    this.#loop.settled(() => this.#ran(entry.lane, since));
    entry.run();
  }

  /** What follows from it at once has run too, and counts. */
  #ran(lane: Lane, since: number): void {
    const now = this.#loop.now();
    lane.leftMs -= now - since;
    if (now < this.#until) return this.#runNext();
    this.#rest();
    this.#runSoon();
  }

  #rest(): void {
    this.#since = null;
    this.#isRunning = false;
  }

  /** The first that waits of the account whose turn it is. */
  #next(): Waiting | null {
    for (const lane of this.#lanes.values()) {
      const first = firstOf(lane.resting) ?? firstOf(lane.waiting);
      if (first === undefined) this.#lanes.delete(lane.account);
      else if (lane.leftMs > 0) return first;
      else this.#toTheEnd(lane);
    }
    return null;
  }

  /** Iteration comes to it again: a map goes on over what is added to it meanwhile. */
  #toTheEnd(lane: Lane): void {
    this.#lanes.delete(lane.account);
    lane.leftMs += this.#limits.shareMs;
    this.#lanes.set(lane.account, lane);
  }
}

function firstOf<T>([first]: Iterable<T>): T | undefined {
  return first;
}

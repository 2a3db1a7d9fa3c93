// Schedules waiting work fairly: each account has its own queue, and the queues take turns by the
// time of their work, not by its number (deficit round robin, Shreedhar and Varghese 1995). Within an
// account, the addresses that cause work take turns too, so that one of them does not delay the others.
// If nothing waits and little has run, work runs at once. It interrupts nothing: long work checks from
// time to time whether to let others go first.

/** The event loop that all work shares. */
export interface TurnsLoop {
  /** A monotonic clock in ms, with fractions. */
  now(): number;
  /** Runs it in the next turn of the loop, after the input that has arrived by then is read. */
  soon(run: () => void): void;
  /** Runs it once the loop has nothing left to do but wait for I/O. */
  settled(run: () => void): void;
}

export interface TurnsLimits {
  /** How long work runs before arrived input is read. */
  readonly turnMs: number;
  /** How long one account's work runs while other accounts wait. */
  readonly shareMs: number;
  /** The memory that waiting work may hold. One account holds at most as much of it as is free. */
  readonly waitingBytes: number;
}

/** Counted for each waiting entry, in addition to its size. */
const entryBytes = 1024;

interface Waiting {
  readonly lane: Lane;
  /** The line of its lane that it is in. */
  readonly among: Line;
  readonly run: () => void;
  readonly sizeBytes: number;
}

/** In order. */
type Line = Set<Waiting>;

/** The waiting work of one account. */
interface Lane {
  readonly account: string;
  /** Work that has begun and lets others go first. */
  readonly resting: Line;
  /** By who causes it, in the order of their turns. */
  readonly waiting: Map<string, Line>;
  /** Zero: nothing waits. */
  sizeBytes: number;
  /** The rest of its share. Negative if it took longer; then others go first. */
  leftMs: number;
}

export class FairTurns {
  readonly #loop: TurnsLoop;
  readonly #limits: TurnsLimits;
  /** In the order of their turns. */
  readonly #lanes = new Map<string, Lane>();
  #sizeBytes = 0;
  /** When the running work began. Null: none ran in this turn of the loop. */
  #since: number | null = null;
  /** Until when waiting work is run in this turn of the loop. */
  #until = 0;
  #isRunning = false;
  /** Others wait for the loop itself, which serves one of them a turn. */
  #isHasty = false;

  constructor(loop: TurnsLoop, limits: TurnsLimits) {
    this.#loop = loop;
    this.#limits = limits;
  }

  /** The memory that waiting work holds. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Whether work may run at once: nothing waits, and little was done in this turn of the loop. */
  isFree(): boolean {
    return this.#lanes.size === 0 && !this.isLong();
  }

  /** Whether the running work has blocked the loop for long, and should wait for another turn. */
  isLong(): boolean {
    const now = this.#loop.now();
    if (this.#since !== null) return now - this.#since >= this.#turnMs;
    this.#since = now;
    this.#loop.soon(() => (this.#since = null));
    return false;
  }

  /**
   * Shortens the next turn to one share, for others who wait for the loop itself and get one place
   * a turn.
   */
  hasten(): void {
    this.#isHasty = true;
  }

  get #turnMs(): number {
    const { turnMs, shareMs } = this.#limits;
    return this.#isHasty ? shareMs : turnMs;
  }

  /** Whether work of an account with this size may wait. */
  hasRoom(account: string, sizeBytes: number): boolean {
    const added = sizeBytes + entryBytes;
    const held = this.#lanes.get(account)?.sizeBytes ?? 0;
    return held + added <= this.#limits.waitingBytes - this.#sizeBytes - added;
  }

  /**
   * Runs work of an account when its turn comes. `from` is who causes it, such as an address: their
   * work stays in order, and they take turns within the account. The returned function cancels it.
   */
  wait(account: string, sizeBytes: number, run: () => void, from = ''): () => void {
    const lane = this.#laneOf(account);
    const line = lane.waiting.get(from) ?? new Set();
    lane.waiting.set(from, line);
    return this.#enter(lane, line, sizeBytes, run);
  }

  /** Resolves at once if work may run, else when its turn comes. */
  async turn(account: string, sizeBytes: number, from = ''): Promise<void> {
    if (this.isFree()) return;
    await new Promise<void>((resolve) => void this.wait(account, sizeBytes, resolve, from));
  }

  /**
   * For long work, between two of its steps: resolves at once unless others should go first. It
   * continues before work that its account has not begun, so an account's work finishes in order
   * and little of it is in progress at the same time.
   */
  async rest(account: string): Promise<void> {
    if (!this.isLong()) return;
    const lane = this.#laneOf(account);
    await new Promise<void>((resolve) => void this.#enter(lane, lane.resting, 0, resolve));
  }

  #enter(lane: Lane, among: Line, sizeBytes: number, run: () => void): () => void {
    const entry: Waiting = { lane, among, run, sizeBytes: sizeBytes + entryBytes };
    entry.among.add(entry);
    this.#grow(lane, entry.sizeBytes);
    if (!this.#isRunning) this.#runSoon();
    return () => this.#drop(entry);
  }

  #laneOf(account: string): Lane {
    const known = this.#lanes.get(account);
    if (known !== undefined) return known;
    const { shareMs } = this.#limits;
    const lane: Lane = {
      ...{ account, sizeBytes: 0, leftMs: shareMs },
      ...{ resting: new Set(), waiting: new Map() },
    };
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
    // Also if it throws: the work behind it belongs to others.
    this.#loop.settled(() => this.#ran(entry.lane, since));
    entry.run();
  }

  /** Immediate continuations of the work have run too, and count. */
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

  /** The first waiting entry of the account whose turn it is. */
  #next(): Waiting | null {
    for (const lane of this.#lanes.values()) {
      if (lane.sizeBytes === 0) this.#lanes.delete(lane.account);
      else if (lane.leftMs <= 0) this.#toTheEnd(lane);
      else {
        const first = firstOf(lane.resting) ?? this.#nextOf(lane);
        if (first !== undefined) return first;
      }
    }
    return null;
  }

  /** The first of those whose turn it is within the account. Their next is behind the others'. */
  #nextOf({ waiting }: Lane): Waiting | undefined {
    for (const [from, line] of waiting) {
      waiting.delete(from);
      const first = firstOf(line);
      if (line.size > 1) waiting.set(from, line);
      if (first !== undefined) return first;
    }
    return undefined;
  }

  /** The iteration reaches it again: a map also iterates over entries added meanwhile. */
  #toTheEnd(lane: Lane): void {
    this.#lanes.delete(lane.account);
    lane.leftMs += this.#limits.shareMs;
    this.#lanes.set(lane.account, lane);
  }
}

function firstOf<T>([first]: Iterable<T>): T | undefined {
  return first;
}

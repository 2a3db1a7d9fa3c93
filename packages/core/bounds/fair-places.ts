// Few places for work of many accounts: connections to a store, sessions that answer queries. A place
// that becomes free goes to the account that has fewest of those that wait, and no account has all of
// them, so that one which floods makes others wait for one piece of its work at the most. Within an
// account who came first goes first. It runs nothing itself and interrupts nothing.

export interface PlacesLimits {
  readonly places: number;
  /** Kept from any one account for others. */
  readonly keptForOthers: number;
}

/** Gives a place back. Calling it twice does no harm. */
export type Leave = () => void;

interface Waiting {
  readonly begin: (leave: Leave) => void;
}

interface Share {
  held: number;
  readonly waiting: Set<Waiting>;
}

export class FairPlaces {
  readonly #mostOfOne: number;
  /** Of those who hold or wait; who was given a place last stands last. */
  readonly #shares = new Map<string | null, Share>();
  #free: number;
  #waiting = 0;

  constructor({ places, keptForOthers }: PlacesLimits) {
    this.#free = places;
    this.#mostOfOne = Math.max(1, places - keptForOthers);
  }

  /** How many wait. */
  get waiting(): number {
    return this.#waiting;
  }

  /**
   * Calls back with a place: at once where one is free, else when one is given back. Null is what
   * belongs to no account, which may have all places. The function takes the wish back.
   */
  take(account: string | null, begin: (leave: Leave) => void): () => void {
    const share = this.#shares.get(account) ?? { held: 0, waiting: new Set() };
    this.#shares.set(account, share);
    const wish: Waiting = { begin };
    share.waiting.add(wish);
    this.#waiting += 1;
    this.#give();
    return () => {
      if (!share.waiting.delete(wish)) return;
      this.#waiting -= 1;
      this.#forget(account, share);
    };
  }

  #give(): void {
    while (this.#free > 0 && this.#waiting > 0) {
      const account = this.#next();
      if (account === undefined) return;
      this.#begin(account);
    }
  }

  /** Whoever waits and has fewest; of several, who was given a place longest ago. */
  #next(): string | null | undefined {
    let found: string | null | undefined;
    let fewest = Infinity;
    for (const [account, { held, waiting }] of this.#shares) {
      if (waiting.size === 0 || held >= fewest) continue;
      if (account !== null && held >= this.#mostOfOne) continue;
      found = account;
      fewest = held;
    }
    return found;
  }

  #begin(account: string | null): void {
    const share = this.#shares.get(account);
    const [wish] = share?.waiting ?? [];
    if (share === undefined || wish === undefined) return;
    share.waiting.delete(wish);
    this.#waiting -= 1;
    this.#free -= 1;
    share.held += 1;
    this.#shares.delete(account);
    this.#shares.set(account, share);
    let isHeld = true;
    wish.begin(() => {
      if (!isHeld) return;
      isHeld = false;
      this.#free += 1;
      share.held -= 1;
      this.#forget(account, share);
      this.#give();
    });
  }

  #forget(account: string | null, { held, waiting }: Share): void {
    if (held === 0 && waiting.size === 0) this.#shares.delete(account);
  }
}

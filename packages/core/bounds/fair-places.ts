// Shares few places among many accounts: connections to a store, sessions for queries. A free place
// goes to the waiting account that has the fewest, and no account gets all of them. So an account
// that floods delays others by at most one piece of its work. Within an account the first comes
// first. It runs nothing itself and interrupts nothing.

export interface PlacesLimits {
  readonly places: number;
  /** Places that one account alone cannot get. */
  readonly keptForOthers: number;
}

/** Returns a place. A second call has no effect. */
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
  /** Accounts that hold or wait. The one that was given a place last comes last. */
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
   * Calls back with a place: at once if one is free, else when one is returned. Null stands for
   * work of no account, which may have all places. The returned function cancels the request.
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

  /** The waiting account with the fewest; of several, the one given a place longest ago. */
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

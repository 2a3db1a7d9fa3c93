// Budgets of one process, in memory. Each table of payers is bounded: the least recently used payer
// is evicted and starts full again. A flood of new payers thus costs no memory, and gains at most
// one burst each. The process's budget bounds all of them together, shared fairly between networks.
import type { Budgets, Charge, Place } from '@opportune/core/ports/budgets.ts';
import { BoundedMap } from '@opportune/core/bounds/bounded-map.ts';
import { digest } from '@opportune/core/world/fingerprint.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import {
  placeBudgets,
  rateBudgets,
  sharing,
  type PlaceName,
  type RateBudget,
  type RateName,
} from '@opportune/protocol/budgets.ts';

interface Bucket {
  /** Negative if more was owed than was left. */
  left: number;
  at: number;
}

interface Share {
  used: number;
  at: number;
}

/** Other limits than the real ones, for tests at a limit. */
export interface BudgetNumbers {
  readonly rates?: Partial<Record<RateName, RateBudget>>;
  readonly places?: Partial<Record<PlaceName, number>>;
  /** The part of its payers and networks that each budget remembers. */
  readonly payers?: number;
}

/** Opens the budgets, all full. */
export function openMemoryBudgets(clock: Clock, numbers: BudgetNumbers = {}): Budgets {
  const rates = new Rates(clock, { ...rateBudgets, ...numbers.rates }, numbers.payers ?? 1);
  const places = new Places({ ...placeBudgets, ...numbers.places });
  return {
    charge: (charges) => rates.charge(charges),
    chargeUpTo: (charge) => rates.chargeUpTo(charge),
    owe: (charges) => rates.owe(charges),
    refund: (charges) => rates.refund(charges),
    enter: (wanted) => places.enter(wanted),
  };
}

class Rates {
  readonly #clock: Clock;
  readonly #budgets: Readonly<Record<RateName, RateBudget>>;
  readonly #tables = new Map<RateName, BoundedMap<string, Bucket>>();
  readonly #shares = new Map<RateName, BoundedMap<string, Share>>();
  /** The part of its payers that each budget remembers. */
  readonly #part: number;
  #agedAt = -Infinity;

  constructor(clock: Clock, budgets: Readonly<Record<RateName, RateBudget>>, part: number) {
    this.#clock = clock;
    this.#budgets = budgets;
    this.#part = part;
  }

  charge(charges: readonly Charge[]): number {
    let waitMs = 0;
    for (const charge of charges) waitMs = Math.max(waitMs, this.#waitMs(charge));
    if (waitMs > 0) return waitMs;
    this.owe(charges);
    return 0;
  }

  chargeUpTo({ budget, payer, amount }: Charge): number {
    const bucket = this.#bucket(budget, payer);
    const taken = Math.max(0, Math.min(amount, Math.floor(bucket.left)));
    bucket.left -= taken;
    return taken;
  }

  owe(charges: readonly Charge[]): void {
    for (const { budget, payer, amount } of charges) {
      const bucket = this.#bucket(budget, payer);
      bucket.left -= Math.min(amount, this.#budgets[budget].burst);
    }
    this.#share(charges, 1);
  }

  refund(charges: readonly Charge[]): void {
    for (const { budget, payer, amount } of charges) {
      const bucket = this.#bucket(budget, payer);
      bucket.left = Math.min(this.#budgets[budget].burst, bucket.left + amount);
    }
    this.#share(charges, -1);
  }

  #waitMs(charge: Charge): number {
    const { budget, payer, amount } = charge;
    const { perSecond, burst } = this.#budgets[budget];
    const { left } = this.#bucket(budget, payer);
    const missing = Math.min(amount, burst) - left;
    const waitMs = missing <= 0 ? 0 : Math.max(1, Math.ceil((missing * 1000) / perSecond));
    return Math.max(waitMs, this.#shareWaitMs(charge, left));
  }

  /**
   * How long a network must wait that used more than its fair share of a budget. 0 if it did not.
   */
  #shareWaitMs(charge: Charge, left: number): number {
    const share = this.#shareOf(charge);
    const { burst } = this.#budgets[charge.budget];
    if (share === null || left >= burst * sharing.short) return 0;
    const fair = Math.max(1, left) * sharing.ofLeft;
    if (share.used <= fair) return 0;
    return Math.ceil(this.#shareMs(charge.budget) * Math.log(share.used / fair));
  }

  #share(charges: readonly Charge[], sign: 1 | -1): void {
    for (const charge of charges) {
      const share = this.#shareOf(charge);
      if (share !== null) share.used = Math.max(0, share.used + sign * charge.amount);
    }
  }

  /** A network's recent use. It decays with time. */
  #shareOf({ budget, payer, sharer }: Charge): Share | null {
    const { sharers } = this.#budgets[budget];
    if (sharer === undefined || sharers === undefined) return null;
    const now = this.#clock.now();
    const share = tableOf(this.#shares, budget, this.#partOf(sharers)).of(
      nameOfPayer(`${payer} ${sharer}`),
      () => ({
        used: 0,
        at: now,
      }),
    );
    share.used *= Math.exp(-Math.max(0, now - share.at) / this.#shareMs(budget));
    share.at = now;
    return share;
  }

  #partOf(many: number): number {
    return Math.max(1, Math.floor(many * this.#part));
  }

  #shareMs(budget: RateName): number {
    const { burst, perSecond } = this.#budgets[budget];
    return (burst / perSecond) * 1000;
  }

  /** Prefixes of addresses that were not charged for a day are gone. Every bucket is full by then. */
  #age(now: number): void {
    if (Math.abs(now - this.#agedAt) < ageMs) return;
    this.#agedAt = now;
    for (const table of [...this.#tables.values(), ...this.#shares.values()]) table.age();
  }

  #bucket(budget: RateName, payer: string): Bucket {
    const { perSecond, burst, payers } = this.#budgets[budget];
    const now = this.#clock.now();
    this.#age(now);
    const bucket = tableOf(this.#tables, budget, this.#partOf(payers)).of(
      nameOfPayer(payer),
      () => ({
        left: burst,
        at: now,
      }),
    );
    const elapsedMs = Math.max(0, now - bucket.at);
    bucket.left = Math.min(burst, bucket.left + (elapsedMs * perSecond) / 1000);
    bucket.at = now;
    return bucket;
  }
}

/** Half a day: what is not used for twice that is forgotten. */
const ageMs = 12 * 3600_000;

/** A longer name is remembered by its digest. */
const payerLength = 64;

function nameOfPayer(payer: string): string {
  return payer.length > payerLength ? digest(payer) : payer;
}

function tableOf<Value>(
  tables: Map<RateName, BoundedMap<string, Value>>,
  budget: RateName,
  most: number,
): BoundedMap<string, Value> {
  let table = tables.get(budget);
  if (table === undefined) {
    table = new BoundedMap(most);
    tables.set(budget, table);
  }
  return table;
}

/** Holders release their places, so the table has no more payers than held places. */
class Places {
  readonly #most: Readonly<Record<PlaceName, number>>;
  readonly #held = new Map<string, number>();

  constructor(most: Readonly<Record<PlaceName, number>>) {
    this.#most = most;
  }

  enter(wanted: readonly Place[]): (() => void) | null {
    const full = wanted.some((place) => this.#count(place) >= this.#most[place.budget]);
    if (full) return null;
    for (const place of wanted) this.#held.set(nameOf(place), this.#count(place) + 1);
    let isHeld = true;
    return () => {
      if (isHeld) for (const place of wanted) this.#leave(place);
      isHeld = false;
    };
  }

  #count(place: Place): number {
    return this.#held.get(nameOf(place)) ?? 0;
  }

  #leave(place: Place): void {
    const left = this.#count(place) - 1;
    if (left > 0) this.#held.set(nameOf(place), left);
    else this.#held.delete(nameOf(place));
  }
}

function nameOf({ budget, payer }: Place): string {
  return `${budget} ${payer}`;
}

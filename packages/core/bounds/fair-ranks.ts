// What several holders keep in memory, and what to evict first: from the holder with most, if that
// is beyond the fair share, its entry unused longest. If none has that much, the entry unused
// longest of all. It keeps sizes and places only, frees nothing and has no limit of its own.
import { Link, OrderOfUse, unlink } from './order-of-use.ts';

/** One entry: its holder, its size, and its place. */
export class Holding<Thing> {
  readonly thing: Thing;
  readonly holder: string;
  sizeBytes: number;
  /** The ranks that it is in; null for none. */
  in: FairRanks<Thing> | null = null;
  /** Its place among all entries, and among those of its holder. */
  readonly among = new Link<Holding<Thing>>(this);
  readonly own = new Link<Holding<Thing>>(this);

  constructor(thing: Thing, holder: string, sizeBytes: number) {
    this.thing = thing;
    this.holder = holder;
    this.sizeBytes = sizeBytes;
  }
}

/** The most entries examined of a holder with thousands of spared ones. */
const mostLooks = 200;

interface Holder<Thing> {
  sizeBytes: number;
  count: number;
  readonly order: OrderOfUse<Holding<Thing>>;
}

export class FairRanks<Thing> {
  readonly #fairBytes: number;
  readonly #order = new OrderOfUse<Holding<Thing>>();
  readonly #holders = new Map<string, Holder<Thing>>();
  /** Holders with more than the fair share. */
  readonly #heavy = new Set<Holder<Thing>>();
  #sizeBytes = 0;
  #count = 0;

  /** `fairBytes`: what one holder may have before its entries are evicted first. */
  constructor(fairBytes: number) {
    this.#fairBytes = fairBytes;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  get count(): number {
    return this.#count;
  }

  /** Adds it as just used, removing it from any other ranks. */
  add(holding: Holding<Thing>): void {
    holding.in?.remove(holding);
    holding.in = this;
    const holder = this.#holderOf(holding.holder);
    holder.count++;
    this.#count++;
    this.#grow(holder, holding.sizeBytes);
    this.use(holding, holder);
  }

  remove(holding: Holding<Thing>): void {
    if (holding.in !== this) return;
    holding.in = null;
    unlink(holding.among);
    unlink(holding.own);
    const holder = this.#holderOf(holding.holder);
    this.#count--;
    this.#grow(holder, -holding.sizeBytes);
    if (--holder.count === 0) this.#holders.delete(holding.holder);
  }

  /** Marks it as just used. */
  use(holding: Holding<Thing>, holder = this.#holderOf(holding.holder)): void {
    this.#order.use(holding.among);
    holder.order.use(holding.own);
  }

  resize(holding: Holding<Thing>, sizeBytes: number): void {
    this.#grow(this.#holderOf(holding.holder), sizeBytes - holding.sizeBytes);
    holding.sizeBytes = sizeBytes;
  }

  /**
   * The entry to evict first. Null if there is none. Prefers one that is not `spared` among the few
   * unused longest.
   */
  first(spared: ((thing: Thing) => boolean) | null = null): Holding<Thing> | null {
    const order = this.#heaviest()?.order ?? this.#order;
    if (spared === null) return order.oldest;
    let looks = 0;
    for (const holding of order.fromOldest()) {
      if (!spared(holding.thing)) return holding;
      if (++looks === mostLooks) break;
    }
    return order.oldest;
  }

  /** The entry unused longest of the holder with most, if that is beyond the fair share. */
  firstOfHeaviest(): Holding<Thing> | null {
    return this.#heaviest()?.order.oldest ?? null;
  }

  #heaviest(): Holder<Thing> | null {
    let heaviest: Holder<Thing> | null = null;
    for (const holder of this.#heavy)
      if (heaviest === null || holder.sizeBytes > heaviest.sizeBytes) heaviest = holder;
    return heaviest;
  }

  #grow(holder: Holder<Thing>, byBytes: number): void {
    this.#sizeBytes += byBytes;
    holder.sizeBytes += byBytes;
    if (holder.sizeBytes > this.#fairBytes) this.#heavy.add(holder);
    else this.#heavy.delete(holder);
  }

  #holderOf(name: string): Holder<Thing> {
    const known = this.#holders.get(name);
    if (known !== undefined) return known;
    const holder = { sizeBytes: 0, count: 0, order: new OrderOfUse<Holding<Thing>>() };
    this.#holders.set(name, holder);
    return holder;
  }
}

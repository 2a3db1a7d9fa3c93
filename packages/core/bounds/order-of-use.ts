// Items in order of last use, as a linked ring. Using and removing one has constant cost and leaves
// no garbage, unlike a large map.

export class Link<Thing> {
  readonly of: Thing | null;
  older: Link<Thing>;
  newer: Link<Thing>;

  constructor(of: Thing | null) {
    this.of = of;
    this.older = this;
    this.newer = this;
  }
}

export class OrderOfUse<Thing> {
  /** Sentinel: before the oldest and after the newest. */
  readonly #ends = new Link<Thing>(null);

  /** The one unused longest. Null if there is none. */
  get oldest(): Thing | null {
    return this.#ends.newer.of;
  }

  /** From the one unused longest on. Do not change it meanwhile. */
  *fromOldest(): Generator<Thing> {
    for (let link = this.#ends.newer; link.of !== null; link = link.newer) yield link.of;
  }

  /** Makes the link the newest here, wherever it was. */
  use(link: Link<Thing>): void {
    const ends = this.#ends;
    if (ends.older === link) return;
    unlink(link);
    link.older = ends.older;
    link.newer = ends;
    ends.older.newer = link;
    ends.older = link;
  }
}

/** Removes a link from its order, if it is in one. */
export function unlink<Thing>(link: Link<Thing>): void {
  link.older.newer = link.newer;
  link.newer.older = link.older;
  link.older = link;
  link.newer = link;
}

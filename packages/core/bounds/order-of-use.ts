// Things in the order in which they were used last, as a ring of links: using and removing one cost the
// same however many there are, and leave nothing to clean up, as a large map does.

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
  /** Before the oldest and after the newest. */
  readonly #ends = new Link<Thing>(null);

  /** The one unused longest; null where there is none. */
  get oldest(): Thing | null {
    return this.#ends.newer.of;
  }

  /** From the one unused longest on. It must not be changed meanwhile. */
  *fromOldest(): Generator<Thing> {
    for (let link = this.#ends.newer; link.of !== null; link = link.newer) yield link.of;
  }

  /** From now on the link is the newest here, wherever it was. */
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

/** Takes a link out of the order that it is in, if any. */
export function unlink<Thing>(link: Link<Thing>): void {
  link.older.newer = link.newer;
  link.newer.older = link.older;
  link.older = link;
  link.newer = link;
}

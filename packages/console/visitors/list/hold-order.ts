// Keeps the order of a live list still while somebody points at it: no row moves, new rows wait
// behind a count, and rows that left stay in place. Once released, the list takes the wanted order
// again. Pure.

export interface HeldOrder<Id> {
  readonly shown: readonly Id[];
  /** Rows that came while the order was held, in their wanted order. */
  readonly waiting: readonly Id[];
}

/** The next order. An empty list takes its first rows even while it is held. */
export function holdOrder<Id>(
  before: HeldOrder<Id>,
  wanted: readonly Id[],
  held: boolean,
): HeldOrder<Id> {
  if (!held || before.shown.length === 0) return settle(before, wanted);
  const known = new Set(before.shown);
  const waiting = wanted.filter((id) => !known.has(id));
  return sameOrder(waiting, before.waiting) ? before : { shown: before.shown, waiting };
}

function settle<Id>(before: HeldOrder<Id>, wanted: readonly Id[]): HeldOrder<Id> {
  const unchanged = before.waiting.length === 0 && sameOrder(before.shown, wanted);
  return unchanged ? before : { shown: wanted, waiting: [] };
}

function sameOrder<Id>(a: readonly Id[], b: readonly Id[]): boolean {
  return a.length === b.length && a.every((id, at) => id === b[at]);
}

// The order of a live list that somebody is pointing at: nothing moves, new rows wait behind a count,
// rows that went stay where they were. Let go, it is the wanted order again.

export interface HeldOrder<Id> {
  /** What the list draws, top to bottom. */
  readonly shown: readonly Id[];
  /** New since the order is held, in their wanted order. */
  readonly waiting: readonly Id[];
}

/** The next order. A list that is still empty has nothing to hold. */
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

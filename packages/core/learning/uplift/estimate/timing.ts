// The worth of waiting for a better moment. A visitor can be invited once, so the first moment with
// a positive worth is rarely the best. Inviting now gives up what similar visits still brought
// later. It learns from visits as they go on. It invites nobody and knows no prices.

/** Expected best later worth, by kind of moment and by the moment's own worth. */
export interface Waiting {
  /** Kinds of moments that the caller distinguishes: time on the page, hesitation, pages seen. */
  readonly kinds: number;
  readonly later: Float64Array;
  readonly seen: Float64Array;
}

/** Bounds of the levels of worth, in the caller's unit: a typical invitation's charge is 1. */
const LEVELS: readonly number[] = [-1, -0.5, -0.25, 0, 0.25, 0.5, 1, 1.5, 2, 3, 5];

/** The memory of an entry in visits. The worth of waiting changes with the price. */
const MEMORY = 500;

/** Nothing learnt: waiting is worth nothing. */
export function newWaiting(kinds: number): Waiting {
  const cells = kinds * (LEVELS.length + 1);
  return { kinds, later: new Float64Array(cells), seen: new Float64Array(cells) };
}

/** The index of a moment of this kind and worth. */
export function cellOf(kind: number, worth: number): number {
  let level = 0;
  while (level < LEVELS.length && worth > (LEVELS[level] ?? Infinity)) level++;
  return kind * (LEVELS.length + 1) + level;
}

/** What a visit is expected to bring after a moment of this cell, never below 0. */
export function laterWorth(waiting: Waiting, cell: number): number {
  return waiting.later[cell] ?? 0;
}

/**
 * A visit went on from one moment to the next, or ended (`null`). The entry moves towards the
 * better of taking the next moment and waiting there too: the value of optimal stopping, learnt by
 * temporal differences (J. Tsitsiklis and B. Van Roy, Optimal stopping of Markov processes, 1999).
 */
export function learnNext(
  waiting: Waiting,
  cell: number,
  next: { readonly cell: number; readonly worth: number } | null,
): void {
  const target = next === null ? 0 : Math.max(0, next.worth, laterWorth(waiting, next.cell));
  const seen = (waiting.seen[cell] ?? 0) + 1;
  waiting.seen[cell] = seen;
  const before = waiting.later[cell] ?? 0;
  waiting.later[cell] = before + (target - before) * Math.max(1 / MEMORY, 1 / seen);
}

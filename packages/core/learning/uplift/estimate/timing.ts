// What waiting for a better moment is worth. A visitor can be invited once, so the first moment with a
// positive worth is rarely the one to take; what visits like this one still brought, as a rule, is what
// inviting now gives up. It learns from visits as they go on, invites nobody and knows no prices.

/** Expected best later worth, by kind of moment and by what the moment itself is worth. */
export interface Waiting {
  /** Kinds of moments that the caller tells apart: time on the page, traces, pages seen. */
  readonly kinds: number;
  readonly later: Float64Array;
  readonly seen: Float64Array;
}

/** Bounds of the levels of worth, in the caller's scale: a typical invitation's charge is 1. */
const LEVELS: readonly number[] = [-1, -0.5, -0.25, 0, 0.25, 0.5, 1, 1.5, 2, 3, 5];

/** As many visits as an entry remembers: what is worth waiting for changes with the price. */
const MEMORY = 500;

/** Nothing learnt: waiting is worth nothing. */
export function newWaiting(kinds: number): Waiting {
  const cells = kinds * (LEVELS.length + 1);
  return { kinds, later: new Float64Array(cells), seen: new Float64Array(cells) };
}

/** Where a moment of this kind and worth is kept. */
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
 * A visit went on from one moment to the next, or ended (`null`). The entry moves towards the better
 * of taking the next moment and waiting there too: the value of optimal stopping, learnt by temporal
 * differences (J. Tsitsiklis and B. Van Roy, Optimal stopping of Markov processes, 1999).
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

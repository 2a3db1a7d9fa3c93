/*
 * Guards what callers of the proof must have made sure of already: whole counts, shares within
 * bounds, sums that belong together. A failed guard is a programming error, never an outcome.
 */

/** Throws when an invariant does not hold. Expected outcomes are returned variants instead. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`proof: ${message}`);
}

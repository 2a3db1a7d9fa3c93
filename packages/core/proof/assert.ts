/*
 * Checks what callers of the proof must have ensured: whole counts, shares within bounds, sums that
 * belong together. A failed check is a programming error, never an expected outcome.
 */

/** Throws if an invariant is violated. Expected outcomes are returned variants instead. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`proof: ${message}`);
}

// Whether a condition is true, and until when, in one number: positive while true, negative while
// false. Its size is the next instant at which that may change by time alone, infinite for never.
// So `all` is the minimum, `any` the maximum, `not` the negation, and wake-ups are exact.

/** See above. Never zero: instants are after 1970. */
export type Truth = number;

/** True, whatever time does. */
export const always: Truth = Infinity;
/** False, and time alone will not change it. */
export const never: Truth = -Infinity;

/** A fact that time does not change. */
export function untimed(holds: boolean): Truth {
  return holds ? always : never;
}

/** True until `at`, or false until `at`. */
export function until(holds: boolean, at: number): Truth {
  return holds ? at : -at;
}

export function holds(truth: Truth): boolean {
  return truth > 0;
}

/**
 * The next instant at which it may become true by time alone. Null while it is true, and for never.
 */
export function wakesAt(truth: Truth): number | null {
  return truth < 0 && truth !== never ? -truth : null;
}

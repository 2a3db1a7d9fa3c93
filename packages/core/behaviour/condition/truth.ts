// Whether a condition holds, and until when, in one number: positive while it holds, negative while
// it does not; its size is the next instant at which that may change by time alone, infinite for
// never. `all` is then the least, `any` the greatest, `not` the negation, and wake-ups come exact.

/** See above. Never zero: instants are after 1970. */
export type Truth = number;

/** Holds, whatever time does. */
export const always: Truth = Infinity;
/** Does not hold, and time alone will not change it. */
export const never: Truth = -Infinity;

/** A fact that time does not change. */
export function untimed(holds: boolean): Truth {
  return holds ? always : never;
}

/** Holds until `at`, or does not hold until `at`. */
export function until(holds: boolean, at: number): Truth {
  return holds ? at : -at;
}

export function holds(truth: Truth): boolean {
  return truth > 0;
}

/** The next instant at which it may turn true by time alone; null while it holds, and for never. */
export function wakesAt(truth: Truth): number | null {
  return truth < 0 && truth !== never ? -truth : null;
}

// The order of an owner's log: strictly increasing ordinals that survive a restart. They follow the
// clock in microseconds. They never fall below ordinals given out before, or below those of a log
// that is read back, because the machine's clock may have been set back.
import type { Clock } from './world.ts';

const perMs = 1000;

export interface Ordinals {
  /** The next ordinal, above all earlier ones. Exact below 2^53, until 2255. */
  readonly next: () => number;
  /** The largest that may have been given by now: further ones are larger. */
  readonly newest: () => number;
  /** Makes all further ordinals larger than this one. */
  above(ordinal: number): void;
}

export function createOrdinals(clock: Clock): Ordinals {
  let last = 0;
  return {
    next() {
      last = Math.max(last + 1, clock.now() * perMs);
      return last;
    },
    // The next one may be the first of this same millisecond.
    newest: () => Math.max(last, clock.now() * perMs - 1),
    above(ordinal) {
      last = Math.max(last, ordinal);
    },
  };
}

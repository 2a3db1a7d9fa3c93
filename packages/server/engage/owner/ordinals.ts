// The order of an owner's log: strictly increasing numbers that also survive a restart, because
// they follow the clock in microseconds and never fall behind what was given out before, nor behind
// what a log that is read back holds: a machine's clock may have been set back in between.
import type { Clock } from '@opportune/core/world/world.ts';
import type { VisitorHistory } from '../history/visitor-history.ts';

const perMs = 1000;

export interface Ordinals {
  /** The next number, above every one before; exact below 2^53 until 2255. */
  readonly next: () => number;
  /** All numbers from now on are above this one. */
  above(ordinal: number): void;
}

export function createOrdinals(clock: Clock): Ordinals {
  let last = 0;
  return {
    next() {
      last = Math.max(last + 1, clock.now() * perMs);
      return last;
    },
    above(ordinal) {
      last = Math.max(last, ordinal);
    },
  };
}

/** The history, with every log that is read lifting the numbers to come above its own. */
export function liftedBy(history: VisitorHistory, ordinals: Ordinals): VisitorHistory {
  return {
    stored: (account, visitor, of) => history.stored(account, visitor, of),
    async load(account, visitor) {
      const log = await history.load(account, visitor);
      for (const items of [log.events, log.decisions, log.conversions]) {
        const newest = items.at(-1);
        if (newest !== undefined) ordinals.above(newest.ordinal);
      }
      return log;
    },
  };
}

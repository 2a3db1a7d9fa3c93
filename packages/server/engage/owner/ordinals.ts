// The order of an owner's log: strictly increasing ordinals that survive a restart. They follow the
// clock in microseconds. They never fall below ordinals given out before, or below those of a log
// that is read back, because the machine's clock may have been set back.
import type { Clock } from '@opportune/core/world/world.ts';
import type { VisitorHistory } from '../history/visitor-history.ts';

const perMs = 1000;

export interface Ordinals {
  /** The next ordinal, above all earlier ones. Exact below 2^53, until 2255. */
  readonly next: () => number;
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
    above(ordinal) {
      last = Math.max(last, ordinal);
    },
  };
}

/** Wraps the history: each log that is read raises the ordinals above its own. */
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

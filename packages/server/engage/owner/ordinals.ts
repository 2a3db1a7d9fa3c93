// Ordinals of a log that is read back: further ones are above its own, because the machine's clock may have
// been set back.
import type { Ordinals } from '@opportune/core/world/ordinals.ts';
import type { VisitorHistory } from '../history/visitor-history.ts';

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

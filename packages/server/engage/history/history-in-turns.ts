// Profiles that were read back are restored in turns of their accounts: one query answers hundreds of
// look-ups at once, and all that waited for them would run before anybody else's work.
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import type { VisitorHistory } from './visitor-history.ts';

/** The same history, whose logs are handed over when it is their account's turn. */
export function historyInTurns(history: VisitorHistory, turns: FairTurns): VisitorHistory {
  return {
    async load(account, visitor) {
      const log = await history.load(account, visitor);
      await turns.turn(account, 0);
      return log;
    },
    stored: (account, visitor, of) => history.stored(account, visitor, of),
  };
}

// Restores loaded profiles in turns of their accounts. One query answers hundreds of lookups at
// once, and all their waiting work would otherwise run before anybody else's.
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import type { VisitorHistory } from './visitor-history.ts';

/** All profiles of an account wait in one line. */
const restored = 'restored profiles';

/** The same history. Logs are handed over in a turn of their account. */
export function historyInTurns(history: VisitorHistory, turns: FairTurns): VisitorHistory {
  return {
    async load(account, visitor) {
      const log = await history.load(account, visitor);
      await turns.turn(account, 0, restored);
      return log;
    },
    stored: (account, visitor, of) => history.stored(account, visitor, of),
  };
}

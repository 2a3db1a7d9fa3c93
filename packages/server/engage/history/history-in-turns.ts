// Restores loaded profiles in turns of their accounts. One query answers hundreds of lookups at
// once, and all their waiting work would otherwise run before anybody else's.
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import type { VisitorHistory } from './visitor-history.ts';

/**
 * The same history. Logs are handed over in a turn of their account, before work that it has not begun:
 * however many addresses have frames waiting, nobody's profile waits behind all of them.
 */
export function historyInTurns(history: VisitorHistory, turns: FairTurns): VisitorHistory {
  return {
    async load(account, visitor) {
      const log = await history.load(account, visitor);
      await turns.rest(account);
      return log;
    },
    stored: (account, visitor, of) => history.stored(account, visitor, of),
  };
}

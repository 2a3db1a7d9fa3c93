// Cards of visitors, requested from their owner. Nothing is cached: a card is as current as the
// moment of the request.
import {
  cardQuestion,
  noCard,
  shownThenQuestion,
  type VisitorCard,
  type VisitSignals,
  type Wanted,
} from '@opportune/protocol/bus/card.ts';
import type { AccountId, VisitorId } from '@opportune/protocol/ids.ts';
import type { Bus } from '../ports/bus.ts';
import { answerTo } from './bus-messages.ts';

export interface Cards {
  /**
   * `noCard` for a visitor whom no process has in memory, and for an unknown contact. Never
   * rejects.
   */
  of(account: AccountId, visitor: VisitorId | null, wanted?: Wanted): Promise<VisitorCard>;
  /** What the visit showed in which a conversation then began. Null if nothing is known. */
  shownThen(
    account: AccountId,
    visitor: VisitorId | null,
    startedAt: number,
  ): Promise<VisitSignals | null>;
}

export function createCards(bus: Bus): Cards {
  return {
    async of(account, visitor, wanted = {}) {
      if (visitor === null) return noCard;
      return (await answerTo(bus, cardQuestion, { account, visitor, wanted })) ?? noCard;
    },
    shownThen: async (account, visitor, startedAt) =>
      visitor === null ? null : answerTo(bus, shownThenQuestion, { account, visitor, startedAt }),
  };
}

// Cards of visitors, asked of whoever owns them. Nothing is kept: a card is as new as the moment it was
// asked for, and nobody has to forget one.
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
  /** `noCard` of a visitor whom nobody has in memory, and of a contact who is none. Never rejects. */
  of(account: AccountId, visitor: VisitorId | null, wanted?: Wanted): Promise<VisitorCard>;
  /** What the visit showed that a conversation begun then was in; null where nothing is known. */
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

// Answers requests on the bus for the card of a visitor, or for the signals of a visit. The process
// that has the visitor in memory answers.
import { answer } from '@opportune/core/bus/bus-messages.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { World } from '@opportune/core/ports/world.ts';
import {
  cardQuestion,
  shownThenQuestion,
  type VisitSignals,
} from '@opportune/protocol/bus/card.ts';
import type { AccountId, VisitorId } from '@opportune/protocol/ids.ts';
import { readVisit } from '../history/visitor-history.ts';
import type { AccountEngines } from '../owner/account-engine.ts';
import type { VisitorOwner } from '../owner/owner.ts';
import { cardOf } from './card.ts';
import { shownAmong, shownBy, wasInVisit } from './visit-signals.ts';

interface CardParts {
  readonly world: Pick<World, 'bus'>;
  readonly facts: FactStore;
  readonly engines: AccountEngines;
  readonly owner: Pick<VisitorOwner, 'find' | 'stepper'>;
}

/** Returns a function that stops it. */
export function answerCards({ world, facts, engines, owner }: CardParts): () => void {
  async function shownThen(
    account: AccountId,
    visitor: VisitorId,
    startedAt: number,
  ): Promise<VisitSignals | null> {
    const { configuration } = await engines.of(account);
    const state = owner.find(account, visitor)?.state;
    if (state !== undefined && wasInVisit(state, startedAt))
      return shownBy(state, configuration.sections);
    const events = await readVisit(facts, account, visitor, startedAt);
    return shownAmong(events, configuration.sections);
  }

  const stops = [
    answer(world.bus, cardQuestion, ({ account, visitor, wanted }) => {
      const present = owner.find(account, visitor);
      if (present === null) return undefined;
      return cardOf(present, wanted, () => owner.stepper.context(present.engine, present.entry));
    }),
    answer(world.bus, shownThenQuestion, ({ account, visitor, startedAt }) =>
      shownThen(account, visitor, startedAt),
    ),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

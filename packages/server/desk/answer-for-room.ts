// Answers on the bus who asks for agents' room: the availability of an account's desk, places for live offers
// and whether anybody is there. An account whose desk is not open is somebody else's, or nobody is there.
import { answer } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import {
  agentsOnlineQuestion,
  availabilityQuestion,
  placeQuestion,
} from '@opportune/protocol/bus/room.ts';
import type { Desks } from './desks.ts';

/** Returns the way to stop. */
export function answerForRoom(bus: Bus, desks: Desks): () => void {
  const stops = [
    answer(bus, availabilityQuestion, ({ account }) => desks.open(account)?.desk.availability),
    answer(bus, agentsOnlineQuestion, ({ account }) => desks.agentsOnline(account)),
    answer(bus, placeQuestion, ({ account, skill, decision, untilMs }) => {
      const desk = desks.open(account);
      if (desk === undefined) return undefined;
      const { refused } = desk.apply({ type: 'hold', decision, skill, until: untilMs });
      return { held: refused === null, availability: desk.desk.availability };
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

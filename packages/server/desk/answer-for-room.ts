// Answers requests on the bus about agents' availability: an account's availability, places for
// live offers, and whether anyone is there. If the account's desk is not open here, another process
// has it or nobody is there.
import { answer } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import {
  agentsOnlineQuestion,
  availabilityQuestion,
  facesQuestion,
  placeQuestion,
} from '@opportune/protocol/bus/room.ts';
import type { Desks } from './desks.ts';

/** Returns a function that stops it. */
export function answerForRoom(bus: Bus, desks: Desks): () => void {
  const stops = [
    answer(bus, facesQuestion, ({ account, site, skill }) => {
      const desk = desks.open(account);
      return desk && { faces: desk.facesFor(site, skill) };
    }),
    answer(bus, availabilityQuestion, ({ account }) => desks.open(account)?.desk.availability),
    answer(bus, agentsOnlineQuestion, ({ account }) => desks.agentsOnline(account)),
    answer(bus, placeQuestion, ({ account, site, skill, decision, untilMs }) => {
      const desk = desks.open(account);
      if (desk === undefined) return undefined;
      const { refused } = desk.apply({ type: 'hold', decision, skill, until: untilMs });
      return {
        held: refused === null,
        availability: desk.desk.availability,
        faces: desk.facesFor(site, skill),
      };
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

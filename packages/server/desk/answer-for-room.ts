// Answers on the bus who asks for agents' room: the availability of an account's desk, and places for live
// offers. An account whose desk is not open is somebody else's, or nobody is there.
import { answer } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import { availabilityQuestion, placeQuestion } from '@opportune/protocol/bus/room.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { AccountDesk } from './account-desk.ts';

/** Returns the way to stop. */
export function answerForRoom(
  bus: Bus,
  openDesk: (account: AccountId) => AccountDesk | undefined,
): () => void {
  const stops = [
    answer(bus, availabilityQuestion, ({ account }) => openDesk(account)?.desk.availability),
    answer(bus, placeQuestion, ({ account, skill, decision, untilMs }) => {
      const desk = openDesk(account);
      if (desk === undefined) return undefined;
      const { refused } = desk.apply({ type: 'hold', decision, skill, until: untilMs });
      return { held: refused === null, availability: desk.desk.availability };
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

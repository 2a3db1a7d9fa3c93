// Agents' room as decisions see it: the newest availability that each account's desk told, and places
// that are asked of a desk. Whoever decides never waits for it.
import type { Availability } from '@opportune/protocol/campaign/configuration.ts';
import {
  availabilityChanged,
  availabilityQuestion,
  type PlaceAsked,
  placeQuestion,
} from '@opportune/protocol/bus/room.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { tableLimits } from '@opportune/protocol/limits.ts';
import { BoundedMap } from '../bounds/bounded-map.ts';
import type { Bus } from '../ports/bus.ts';
import { ask, subscribe } from './bus-messages.ts';

export interface AgentsRoom {
  /** As it was told last; of an account whose desk is not known, nobody is there. */
  availability(account: AccountId): Availability;
  /** Takes a place for an offer; `heard` says whether there was one, perhaps at once. */
  hold(place: PlaceAsked, heard: (held: boolean) => void): void;
}

export const nobodyThere: Availability = {
  version: 0,
  at: 0,
  skills: { '*': { free: 0, online: 0 } },
};

export function createAgentsRoom(bus: Bus): AgentsRoom {
  const newest = new BoundedMap<AccountId, Availability>(tableLimits.rooms);

  function hear(account: AccountId, told: Availability | null): void {
    const known = newest.get(account);
    if (told !== null && (known === undefined || told.version > known.version))
      newest.set(account, told);
  }

  subscribe(bus, availabilityChanged, ({ account, availability }) => {
    // Of accounts for which nobody decides here nothing is kept.
    if (newest.get(account) !== undefined) hear(account, availability);
  });
  return {
    availability(account) {
      const known = newest.get(account);
      if (known !== undefined) return known;
      newest.set(account, nobodyThere);
      ask(bus, availabilityQuestion, { account }, (told) => hear(account, told));
      return newest.get(account) ?? nobodyThere;
    },
    hold(place, heard) {
      ask(bus, placeQuestion, place, (answered) => {
        if (answered !== null) hear(place.account, answered.availability);
        heard(answered?.held === true);
      });
    },
  };
}

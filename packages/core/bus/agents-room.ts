// Free agents as decisions see them: the newest availability that each account's desk reported, and
// places requested from a desk. A decision never waits for it.
import type { Availability } from '@opportune/protocol/campaign/configuration.ts';
import {
  availabilityChanged,
  availabilityQuestion,
  type FacesAsked,
  facesQuestion,
  type PlaceAsked,
  placeQuestion,
} from '@opportune/protocol/bus/room.ts';
import type { Face } from '@opportune/protocol/conversation/face.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { jsonBytes } from '../bounds/json-size.ts';
import { SizedMap } from '../bounds/sized-map.ts';
import type { Bus } from '../ports/bus.ts';
import { ask, subscribe } from './bus-messages.ts';

export interface AgentsRoom {
  /** As last reported. For an account without a known desk: nobody is there. */
  availability(account: AccountId): Availability;
  /** Requests a place for an offer. `heard` may be called synchronously. */
  hold(place: PlaceAsked, heard: (answer: PlaceHeard) => void): void;
  /** Agents who could answer an offer that takes no place. `heard` may be called synchronously. */
  faces(asked: FacesAsked, heard: (faces: readonly Face[]) => void): void;
}

export interface PlaceHeard {
  /** Whether there was a place. */
  readonly held: boolean;
  /** Agents who could answer. */
  readonly faces: readonly Face[];
}

export const nobodyThere: Availability = {
  version: 0,
  at: 0,
  skills: { '*': { free: 0, online: 0 } },
};

export function createAgentsRoom(bus: Bus): AgentsRoom {
  const newest = new SizedMap<AccountId, Availability>({
    entries: tableLimits.rooms,
    bytes: tableLimits.roomBytes,
    sizeOf: (availability) => 256 + jsonBytes(availability),
  });

  function hear(account: AccountId, told: Availability | null): void {
    const known = newest.get(account);
    if (told !== null && (known === undefined || told.version > known.version))
      newest.set(account, told);
  }

  subscribe(bus, availabilityChanged, ({ account, availability }) => {
    // Nothing is stored for accounts without decisions in this process.
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
        heard({ held: answered?.held === true, faces: answered?.faces ?? [] });
      });
    },
    faces(asked, heard) {
      ask(bus, facesQuestion, asked, (answered) => heard(answered?.faces ?? []));
    },
  };
}

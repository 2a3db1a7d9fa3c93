// Who hears whom in a call, as a table that is derived from its state. Everybody receives each
// sound that they hear on its own, so there is no mixing here. A customer whom nobody attends hears
// music and is heard by nobody: who hears music does not expect to be listened to.
import { type Call, isAgent, isCustomer, type Leg, type Route } from './call.ts';

/** In the order of the legs. A pair is there at most once. */
export function routesOf(call: Call): readonly Route[] {
  const present = presentIn(call);
  const attended = isAttended(call, present);
  const isAnnounced = present.some(({ party }) => party.type === 'announcement');
  return present.flatMap((to): Route[] => {
    if (isCustomer(to) && !attended && !isAnnounced) return [{ from: 'music', to: to.id }];
    return present
      .filter((from) => hears(call, { to, from, attended }))
      .map((from) => ({ from: from.id, to: to.id }));
  });
}

/** The legs that are connected, in their order. */
export function presentIn({ legs }: Call): readonly Leg[] {
  return [...legs.values()].filter(({ state }) => state === 'connected');
}

/** Whether the team keeps the customers waiting: they are on hold, or it speaks apart from them. */
export function isKeptWaiting(call: Call): boolean {
  return call.isHeld || (call.aside !== null && !isAttended(call, presentIn(call)));
}

/** Whether somebody of the team is in one room with the customers, and has not put them on hold. */
export function isAttended(call: Call, present: readonly Leg[]): boolean {
  return !call.isHeld && present.some((leg) => speaks(leg) && !isAside(call, leg));
}

interface Pair {
  readonly to: Leg;
  readonly from: Leg;
  readonly attended: boolean;
}

function hears(call: Call, pair: Pair): boolean {
  const { to, from } = pair;
  if (to.id === from.id || from.isMuted || to.party.type === 'announcement') return false;
  switch (from.party.type) {
    case 'announcement':
      return !isAside(call, to);
    case 'visitor':
    case 'telephone':
      return pair.attended && !isAside(call, to);
    case 'agent':
      return sharesRoom(call, pair);
    case 'supervisor':
      return from.party.watching === 'whisper'
        ? to.id === call.owner
        : speaks(from) && sharesRoom(call, pair);
  }
}

function sharesRoom(call: Call, { to, from, attended }: Pair): boolean {
  return isAside(call, to) === isAside(call, from) && (attended || !isCustomer(to));
}

function speaks(leg: Leg): boolean {
  return isAgent(leg) || (leg.party.type === 'supervisor' && leg.party.watching === 'barge-in');
}

/** Apart from the customers. A supervisor is where the owner is. */
function isAside({ aside, owner }: Call, leg: Leg): boolean {
  if (aside === null) return false;
  const id = leg.party.type === 'supervisor' ? owner : leg.id;
  return id === aside.by || id === aside.with;
}

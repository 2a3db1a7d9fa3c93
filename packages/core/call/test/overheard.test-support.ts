// What nobody may hear, checked on a call and its table. It is written from the specification and
// shares no code with routes.ts.
import type { Call, Leg, Route } from '../call.ts';

/** Each breach in words. Empty: everybody hears what they may, and nobody waits in silence. */
export function overheard(call: Call, routes: readonly Route[]): readonly string[] {
  const found: string[] = [];
  const legs = [...call.legs.values()];
  const pairs = routes.map(({ from, to }) => `${from}>${to}`);
  if (new Set(pairs).size !== pairs.length) found.push('a pair is there twice');
  for (const { from, to } of routes) {
    const listener = call.legs.get(to as Leg['id']);
    if (listener === undefined) found.push(`${to} hears, and has left`);
    else if (from === 'music') found.push(...music(listener));
    else found.push(...heard(call, listener, call.legs.get(from)));
  }
  const isAnnounced = legs.some(({ party }) => party.type === 'announcement');
  for (const each of legs.filter((one) => isCustomer(one) && one.state === 'connected'))
    if (!routes.some(({ to }) => to === each.id) && !isAnnounced && !couldBeHeard(call))
      found.push(`${each.id} waits in silence`);
  return found;
}

const isCustomer = ({ party }: Leg) => party.type === 'visitor' || party.type === 'telephone';

function music(listener: Leg): readonly string[] {
  return isCustomer(listener) ? [] : [`${listener.id} of the team hears music`];
}

function heard(call: Call, to: Leg, from: Leg | undefined): readonly string[] {
  if (from === undefined) return [`${to.id} hears somebody who has left`];
  const what = `${to.id} hears ${from.id}`;
  const apart = [call.aside?.by, call.aside?.with];
  const isApart = (one: Leg) =>
    apart.includes(one.party.type === 'supervisor' ? (call.owner ?? undefined) : one.id) &&
    call.aside !== null;
  const breaches: readonly (readonly [boolean, string])[] = [
    [from.id === to.id, 'themselves'],
    [from.isMuted, 'who is muted'],
    [from.state !== 'connected' || to.state !== 'connected', 'while one is not there'],
    [to.party.type === 'announcement', 'though it is a sound'],
    [call.isHeld && isCustomer(from), 'who is on hold'],
    [call.isHeld && isCustomer(to) && from.party.type !== 'announcement', 'while on hold'],
    [isCustomer(from) && !couldBeHeard(call), 'whom nobody attends'],
    [isApart(to) !== isApart(from), 'across a consultation'],
    [from.party.type === 'supervisor' && from.party.watching === 'listen', 'who only listens'],
    [
      from.party.type === 'supervisor' && from.party.watching === 'whisper' && to.id !== call.owner,
      'who whispers to the owner',
    ],
  ];
  return breaches.filter(([is]) => is).map(([, why]) => `${what}, ${why}`);
}

/** Whether anybody of the team is with the customers, muted or not. */
function couldBeHeard(call: Call): boolean {
  if (call.isHeld) return false;
  return [...call.legs.values()].some(({ id, party, state }) => {
    if (state !== 'connected') return false;
    if (party.type === 'agent') return id !== call.aside?.by && id !== call.aside?.with;
    return party.type === 'supervisor' && party.watching === 'barge-in' && call.aside === null;
  });
}

// One step in progress: the call, the instant and the effects so far. The only place where a leg
// comes, changes or goes, so that each place that is taken is returned, and no aside is left behind.
import type { LegId } from '@opportune/protocol/ids.ts';
import {
  type Call,
  type CallEffect,
  type CallEnd,
  isAgent,
  type Leg,
  type LegEnd,
  type LegState,
  type Party,
} from './call.ts';

export interface Turn {
  readonly call: Call;
  /** Ms since 1970. */
  at: number;
  readonly effects: CallEffect[];
}

export function addLeg(
  { call, at, effects }: Turn,
  id: LegId,
  party: Party,
  state: LegState,
): void {
  const leg: Leg = { id, party, state, since: at, isMuted: false };
  call.legs.set(id, leg);
  effects.push({ type: 'leg.changed', leg });
  if (party.type === 'agent') effects.push({ type: 'place.taken', user: party.user, leg: id });
}

export function changeLeg({ call, effects }: Turn, leg: Leg, change: Partial<Leg>): void {
  const changed = { ...leg, ...change };
  call.legs.set(leg.id, changed);
  effects.push({ type: 'leg.changed', leg: changed });
}

/** If it was in an aside, the other agent returns to the customers. */
export function endLeg({ call, at, effects }: Turn, leg: Leg, reason: LegEnd): void {
  const { id, party } = leg;
  call.legs.delete(id);
  effects.push({ type: 'leg.ended', leg: id, party, reason, at });
  if (party.type === 'agent') effects.push({ type: 'place.returned', user: party.user, leg: id });
  const { aside } = call;
  if (aside?.by === id || aside?.with === id) call.aside = null;
  if (call.owner === id) passOn(call, aside);
}

/** To the agent of the aside, else to the connected agent who came first, else to one on the way. */
function passOn(call: Call, aside: Call['aside']): void {
  const agents = [...call.legs.values()].filter(isAgent);
  const next =
    agents.find(({ id }) => id === aside?.with) ??
    agents.find(({ state }) => state === 'connected') ??
    agents[0];
  call.owner = next?.id ?? null;
  call.isHeld = false;
}

export function endCall(turn: Turn, reason: CallEnd): void {
  const { call, at, effects } = turn;
  call.endedAt = at;
  for (const leg of call.legs.values()) endLeg(turn, leg, 'call-ended');
  effects.push({ type: 'call.ended', reason, connectedAt: call.connectedAt, at });
}

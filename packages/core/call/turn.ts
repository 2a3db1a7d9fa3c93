// One step in progress: the call, the instant and the effects so far. The only place where a leg
// comes, changes or goes, so that each place that is taken is returned, and no aside is left behind.
import type { LegId } from '@opportune/protocol/ids.ts';
import {
  type Call,
  type CallEffect,
  type CallEnd,
  isAgent,
  isAsked,
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
export function endLeg(turn: Turn, leg: Leg, reason: LegEnd): void {
  const { call, at, effects } = turn;
  const { id, party } = leg;
  call.legs.delete(id);
  effects.push({ type: 'leg.ended', leg: id, party, reason, at });
  if (party.type === 'agent') effects.push({ type: 'place.returned', user: party.user, leg: id });
  const { aside } = call;
  if (aside?.by === id || aside?.with === id) call.aside = null;
  if (call.owner === id) giveLead(turn, nextIn(call, aside), aside);
}

/** Takes back the invitation of a leg, or ends it. */
export function dismiss(turn: Turn, leg: Leg): void {
  endLeg(turn, leg, isAsked(leg) ? 'cancelled' : 'removed');
}

/**
 * The one way in which a call comes to another owner. Whoever the former one consulted, asked or handed
 * it to, and who does not own it now, leaves: they would be with the customers unawares.
 */
export function giveLead(turn: Turn, next: LegId | null, aside = turn.call.aside): void {
  const { call } = turn;
  call.owner = next;
  call.isHeld = false;
  call.aside = null;
  const other = aside === null || aside.with === next ? undefined : call.legs.get(aside.with);
  if (other !== undefined) dismiss(turn, other);
}

/**
 * The agent to whom it was handed, else a connected one before one on the way before one who is asked:
 * the one who was consulted, else the one who came first.
 */
function nextIn(call: Call, aside: Call['aside']): LegId | null {
  const agents = [...call.legs.values()].filter(isAgent);
  const other = agents.filter(({ id }) => id === aside?.with);
  const all = [...other, ...agents];
  const next =
    (aside?.isCold === true ? other[0] : undefined) ??
    all.find(({ state }) => state === 'connected') ??
    all.find((leg) => !isAsked(leg)) ??
    all[0];
  return next?.id ?? null;
}

export function endCall(turn: Turn, reason: CallEnd): void {
  const { call, at, effects } = turn;
  call.endedAt = at;
  call.owner = null;
  call.aside = null;
  call.isHeld = false;
  for (const leg of call.legs.values()) endLeg(turn, leg, 'call-ended');
  effects.push({ type: 'call.ended', reason, connectedAt: call.connectedAt, at });
}

// What happens to one leg: it comes, rings, is accepted, connects, breaks and goes, is muted, and
// supervisors choose how they take part. A report of the media that comes too late changes nothing
// and is refused.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { LegId } from '@opportune/protocol/ids.ts';
import {
  type CallInput,
  isAsked,
  type Leg,
  type LegState,
  type Party,
  type Speaker,
} from './call.ts';
import { callLimits } from './limits.ts';
import { leads } from './lead.ts';
import { addLeg, changeLeg, endLeg, giveLead, type Turn } from './turn.ts';

type OfLeg<Type extends string> = Extract<CallInput, { type: Type }>;
type LegInput =
  | Exclude<OfLeg<`leg.${string}`>, { type: 'leg.remove' }>
  | OfLeg<'announcement.played'>;

export function applyLeg(turn: Turn, input: LegInput): ErrorCode | null {
  if (input.type === 'leg.join' || input.type === 'leg.invite') return come(turn, input);
  const leg = turn.call.legs.get(input.leg);
  if (leg === undefined) return 'request.conflict';
  switch (input.type) {
    case 'leg.rang':
      return go(turn, leg, ['invited'], 'ringing');
    case 'leg.accept':
      return go(turn, leg, ['invited', 'ringing'], 'connecting');
    case 'leg.connected':
      return go(turn, leg, ['connecting', 'lost'], 'connected');
    case 'leg.lost':
      return go(turn, leg, ['connected'], 'lost');
    case 'leg.failed':
      return end(turn, leg, 'unreachable');
    case 'leg.leave':
      return end(turn, leg, isAsked(leg) ? 'declined' : 'hung-up');
    case 'leg.mute':
      return mute(turn, leg, input.isMuted);
    case 'leg.watch':
      return watch(turn, leg, input.watching);
    case 'leg.takeOver':
      return takeOver(turn, leg);
    case 'announcement.played':
      return leg.party.type === 'announcement' ? end(turn, leg, 'played') : 'request.conflict';
  }
}

function come(turn: Turn, input: OfLeg<'leg.join' | 'leg.invite'>): ErrorCode | null {
  const { call } = turn;
  if (input.type === 'leg.invite' && input.by !== null) {
    const refused = leads(call, input.by);
    if (refused !== null) return refused;
  }
  return addNew(turn, input.leg, input.party, input.type === 'leg.join' ? 'connecting' : 'invited');
}

/** Nobody is in a call twice. */
export function addNew(
  turn: Turn,
  id: LegId,
  party: Speaker,
  state: LegState,
): 'request.conflict' | null {
  const { call } = turn;
  if (call.legs.size >= callLimits.legs || call.legs.has(id)) return 'request.conflict';
  if ([...call.legs.values()].some((leg) => isSame(leg.party, party))) return 'request.conflict';
  addLeg(turn, id, party, state);
  if (party.type === 'agent') call.owner ??= id;
  return null;
}

function isSame(one: Party, other: Speaker): boolean {
  if ('user' in one && 'user' in other) return one.user === other.user;
  if (one.type === 'telephone' && other.type === 'telephone') return one.number === other.number;
  return one.type === 'visitor' && other.type === 'visitor';
}

function go(
  turn: Turn,
  leg: Leg,
  from: readonly LegState[],
  state: LegState,
): 'request.conflict' | null {
  if (!from.includes(leg.state)) return 'request.conflict';
  changeLeg(turn, leg, { state, since: turn.at });
  return null;
}

function end(turn: Turn, leg: Leg, reason: Parameters<typeof endLeg>[2]): null {
  endLeg(turn, leg, reason);
  return null;
}

function mute(turn: Turn, leg: Leg, isMuted: boolean): null {
  if (leg.isMuted !== isMuted) changeLeg(turn, leg, { isMuted });
  return null;
}

function watch(
  turn: Turn,
  leg: Leg,
  watching: OfLeg<'leg.watch'>['watching'],
): 'request.conflict' | null {
  const { party } = leg;
  if (party.type !== 'supervisor') return 'request.conflict';
  if (party.watching !== watching) changeLeg(turn, leg, { party: { ...party, watching } });
  return null;
}

/** The former owner leaves, and so does an agent whom they consult or hand the call to. */
function takeOver(turn: Turn, leg: Leg): 'request.conflict' | null {
  const { call, effects } = turn;
  const { party } = leg;
  if (party.type !== 'supervisor' || leg.state !== 'connected') return 'request.conflict';
  changeLeg(turn, leg, { party: { type: 'agent', user: party.user } });
  effects.push({ type: 'place.taken', user: party.user, leg: leg.id });
  const former = call.owner === null ? undefined : call.legs.get(call.owner);
  giveLead(turn, leg.id);
  if (former !== undefined) endLeg(turn, former, 'transferred');
  return null;
}

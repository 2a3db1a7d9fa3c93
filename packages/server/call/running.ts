// A call that runs, with what its browsers and its row need beside the state of core; and how each
// side sees it. Pure.
import { type Call, isAgent, isAsked, isCustomer, type Leg } from '@opportune/core/call/call.ts';
import type { CallEffect, LegEnd } from '@opportune/core/call/call.ts';
import { isAttended, isKeptWaiting, presentIn } from '@opportune/core/call/routes.ts';
import type { Telephone } from '@opportune/core/ports/dialling.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { SpokenCall, SpokenEnd } from '@opportune/protocol/conversation/spoken.ts';
import type { AccountId, ConversationId, LegId, UserId } from '@opportune/protocol/ids.ts';
import { type Recording, stateOf } from './recording/recording.ts';

export interface Running {
  readonly call: Call;
  readonly account: AccountId;
  readonly conversation: ConversationId;
  /** Whose conversation it is, and from which engagement. */
  readonly about: Pick<Conversation, 'site' | 'visitor' | 'origin'>;
  readonly proposedBy: 'visitor' | 'agent';
  /** The network from which a visitor proposed it. Null: it is not known, or an agent did. */
  readonly address: string | null;
  /** The visitor waits, or waited, in the queue for any agent. */
  readonly isQueued: boolean;
  /** The leg of whoever proposed it. */
  readonly proposer: LegId;
  /** The page of each leg that offered last. */
  readonly carriers: Map<LegId, string>;
  /** Legs whose newest offer is being answered, or whose sound is on its way by it. */
  readonly joining: Set<LegId>;
  /** How many offers each leg has had: only the newest is answered. */
  readonly offers: Map<LegId, number>;
  readonly recording: Recording;
  /** The number of who began it by telephone. Null: a browser did. */
  readonly caller: string | null;
  /** The telephones of its legs. */
  readonly telephones: Map<LegId, Telephone>;
  /** The agent who led it last, and was connected. */
  leader: UserId | null;
  /** The agent who last led it and had its conversation. */
  holder: UserId | null;
  /** Agents who speak with the customer beside them, as last noted. */
  beside: ReadonlySet<UserId>;
  /** When the other side accepted. */
  acceptedAt: number | null;
  /** Told once: as soon as both sides hear each other, or when it is over and they did not. */
  outcome: ((reached: boolean) => void) | null;
  /** Since when it is on hold, and how long it was before. */
  readonly held: { since: number | null; ms: number };
  /** Why it ends, if a leg did not say it. */
  ending: SpokenEnd | null;
  /** With the leg of an agent the call ended. */
  isLeftByAgent: boolean;
  cancelTimer(): void;
}

type Begun = Pick<
  Running,
  | 'account'
  | 'conversation'
  | 'about'
  | 'address'
  | 'proposedBy'
  | 'proposer'
  | 'isQueued'
  | 'recording'
>;

export function newRunning(call: Call, begun: Begun, caller: string | null = null): Running {
  return {
    ...{ call, ...begun, caller },
    ...{ carriers: new Map(), offers: new Map(), joining: new Set() },
    ...{
      telephones: new Map(),
      leader: null,
      holder: null,
      acceptedAt: null,
      ending: null,
      outcome: null,
    },
    ...{ held: { since: null, ms: 0 }, beside: new Set(), isLeftByAgent: false },
    cancelTimer() {},
  };
}

/** The call as the side of a leg sees it, without the servers that help to connect. */
export function shownTo(running: Running, leg: Leg): Omit<SpokenCall, 'ice'> {
  const { call, conversation, carriers } = running;
  return {
    ...{ id: call.id, conversation, state: stateFor(running, leg), isMuted: leg.isMuted },
    recording: stateOf(running.recording),
    ...{ connectedAt: call.connectedAt, carrier: carriers.get(leg.id) ?? null },
    ...(leg.party.type === 'supervisor' && { watching: leg.party.watching }),
    ...(isAgent(leg) && leg.party.type === 'agent' && watchedBy(running, leg)),
  };
}

/** Whom the agent hears beside the customer. Only its owner hears a whisper. */
function watchedBy({ call }: Running, { id }: Leg): Pick<SpokenCall, 'watchedBy'> {
  const ways = [...call.legs.values()].flatMap(({ party, state }) =>
    party.type === 'supervisor' && state === 'connected' ? party.watching : [],
  );
  if (ways.includes('barge-in')) return { watchedBy: 'barge-in' };
  return ways.includes('whisper') && call.owner === id ? { watchedBy: 'whisper' } : {};
}

function stateFor({ call, joining }: Running, leg: Leg): SpokenCall['state'] {
  if (isAsked(leg)) return 'asked';
  // While it joins again, it need not offer once more.
  if (leg.state === 'lost') return joining.has(leg.id) ? 'connecting' : 'lost';
  const others = [...call.legs.values()].filter((each) => isAcross(leg, each));
  if (others.every(isAsked)) return 'asking';
  if (leg.state === 'connecting') return 'connecting';
  if (call.isHeld) return 'held';
  if (isConsulting(call, leg)) return 'held';
  const meets =
    isAttended(call, presentIn(call)) && others.some(({ state }) => state === 'connected');
  return meets ? 'connected' : 'waiting';
}

/** They are in a consultation, or wait for the end of one. */
function isConsulting(call: Call, { id, party }: Leg): boolean {
  const { aside } = call;
  if (aside === null || aside.isCold) return false;
  if (id === aside.by || id === aside.with) return true;
  // A supervisor is where the owner is.
  return party.type === 'supervisor' || isKeptWaiting(call);
}

function isAcross(one: Leg, other: Leg): boolean {
  return isCustomer(one) ? isAgent(other) : isCustomer(other);
}

/** How a leg's own end is told. */
export function endOf(
  { acceptedAt, proposer }: Running,
  { leg, reason }: { readonly leg: LegId; readonly reason: LegEnd },
): SpokenEnd | null {
  switch (reason) {
    case 'hung-up':
      return acceptedAt === null && leg === proposer ? 'cancelled' : 'hung-up';
    case 'removed':
      return 'hung-up';
    case 'played':
    case 'call-ended':
      return null;
    default:
      return reason;
  }
}

/** Why the call ended in these effects. Null: it did not. */
export function callEndIn(running: Running, effects: readonly CallEffect[]): SpokenEnd | null {
  const ended = effects.find((effect) => effect.type === 'call.ended');
  if (ended === undefined) return null;
  const first = effects.flatMap((effect) =>
    effect.type === 'leg.ended' ? (endOf(running, effect) ?? []) : [],
  );
  if (running.ending !== null) return running.ending;
  if (first[0] !== undefined) return first[0];
  if (ended.reason === 'unattended' && running.acceptedAt === null) return 'unanswered';
  return ended.reason === 'ended' ? 'hung-up' : 'time-limit';
}

/** Whole seconds since both sides first heard each other. Null: they did not. */
export function spokeSeconds({ connectedAt }: Call, now: number): number | null {
  return connectedAt === null ? null : Math.round((now - connectedAt) / 1000);
}

/** Counts the time on hold and in consultations, up to an instant. */
export function noteHold({ call, held }: Pick<Running, 'call' | 'held'>, now: number): void {
  if (call.connectedAt !== null && call.endedAt === null && isKeptWaiting(call)) {
    held.since ??= now;
    return;
  }
  if (held.since !== null) held.ms += now - held.since;
  held.since = null;
}

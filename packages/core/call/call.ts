// The state of one call: spoken contact inside a conversation. Its legs are the people, lines and
// sounds in it. It knows neither media nor network: what happens there comes in as inputs, and who
// hears whom is derived from the state (routes.ts).
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { CallId, LegId, UserId } from '@opportune/protocol/ids.ts';
import { callLimits } from './limits.ts';

/** How a supervisor takes part: heard by nobody, by the owner only, or by all. */
export type Watching = 'listen' | 'whisper' | 'barge-in';

/** What is announced: that the call is recorded. */
export type Sound = 'recorded';

export type Party = Speaker | { readonly type: 'announcement'; readonly sound: Sound };

export type Speaker =
  | { readonly type: 'visitor' }
  | { readonly type: 'telephone'; readonly number: string }
  | { readonly type: 'agent'; readonly user: UserId }
  | { readonly type: 'supervisor'; readonly user: UserId; readonly watching: Watching };

/**
 * `invited`: asked, its device has not answered. `ringing`: its device rings. `connecting`: accepted,
 * its sound is on the way. `lost`: its connection broke and may come back.
 */
export type LegState = 'invited' | 'ringing' | 'connecting' | 'connected' | 'lost';

export interface Leg {
  readonly id: LegId;
  readonly party: Party;
  readonly state: LegState;
  /** When it entered this state. */
  readonly since: number;
  readonly isMuted: boolean;
}

export type LegEnd =
  | 'hung-up'
  | 'declined'
  /** The invitation was taken back. */
  | 'cancelled'
  /** It rang for too long. */
  | 'unanswered'
  /** Its device or its sound could not be reached. */
  | 'unreachable'
  /** Its connection broke and did not come back. */
  | 'lost'
  | 'transferred'
  | 'removed'
  /** An announcement is over. */
  | 'played'
  | 'call-ended';

export type CallEnd =
  /** The last customer left. */
  | 'customer-left'
  /** The owner ended it for all, or it was closed. */
  | 'ended'
  /** No agent came in time. */
  | 'unattended'
  /** No customer came in time. */
  | 'no-customer'
  | 'time-limit';

/** Who hears whom, or the music. */
export interface Route {
  readonly from: LegId | 'music';
  readonly to: LegId;
}

/** The owner speaks with one agent apart from the customer, or waits for them to take the call. */
export interface Aside {
  readonly by: LegId;
  readonly with: LegId;
  /** A cold transfer: `by` leaves as soon as `with` is connected. */
  readonly isCold: boolean;
}

export interface Call {
  readonly id: CallId;
  readonly startedAt: number;
  /** How long its customer waits for the first agent. */
  readonly patienceMs: number;
  /** Those that have not ended. */
  readonly legs: Map<LegId, Leg>;
  /** The agent's leg that leads the call: it alone holds, transfers, invites and ends. */
  owner: LegId | null;
  isHeld: boolean;
  aside: Aside | null;
  /** Since when no agent is connected. */
  unattendedSince: number | null;
  /** Since when there is no customer. */
  customerlessSince: number | null;
  /** When a customer and an agent first heard each other. */
  connectedAt: number | null;
  endedAt: number | null;
  /** As last told. */
  routes: readonly Route[];
}

export type CallInput =
  /** Somebody who begins to speak on their own. */
  | { readonly type: 'leg.join'; readonly leg: LegId; readonly party: Speaker }
  /** `by`: the owner. Null: the routing. */
  | {
      readonly type: 'leg.invite';
      readonly leg: LegId;
      readonly party: Speaker;
      readonly by: LegId | null;
    }
  | { readonly type: 'leg.rang'; readonly leg: LegId }
  | { readonly type: 'leg.accept'; readonly leg: LegId }
  | { readonly type: 'leg.connected'; readonly leg: LegId }
  | { readonly type: 'leg.lost'; readonly leg: LegId }
  /** It cannot be reached, or has no microphone. */
  | { readonly type: 'leg.failed'; readonly leg: LegId }
  /** Hangs up, or declines what rings. */
  | { readonly type: 'leg.leave'; readonly leg: LegId }
  | { readonly type: 'leg.remove'; readonly leg: LegId; readonly by: LegId }
  | { readonly type: 'leg.mute'; readonly leg: LegId; readonly isMuted: boolean }
  | { readonly type: 'leg.watch'; readonly leg: LegId; readonly watching: Watching }
  /** A supervisor becomes the agent who leads. */
  | { readonly type: 'leg.takeOver'; readonly leg: LegId }
  | { readonly type: 'announcement.play'; readonly leg: LegId; readonly sound: Sound }
  | { readonly type: 'announcement.played'; readonly leg: LegId }
  | { readonly type: 'call.hold'; readonly by: LegId; readonly isHeld: boolean }
  | AsideInput
  | { readonly type: 'call.end'; readonly by: LegId }
  /** Its conversation is over, or nobody is left to speak with. */
  | { readonly type: 'call.close' }
  | { readonly type: 'time' };

export type AsideInput =
  | {
      readonly type: 'call.consult';
      readonly by: LegId;
      readonly leg: LegId;
      readonly user: UserId;
    }
  /** The conversation is another agent's: they come to own its call, whatever its owner does. */
  | { readonly type: 'call.transfer'; readonly leg: LegId; readonly user: UserId }
  /** Ends a consultation: the other agent takes the call, all speak together, or they leave. */
  | { readonly type: 'aside.complete' | 'aside.conference' | 'aside.return'; readonly by: LegId };

export type CallEffect =
  | { readonly type: 'refused'; readonly code: ErrorCode }
  | { readonly type: 'leg.changed'; readonly leg: Leg }
  | {
      readonly type: 'leg.ended';
      readonly leg: LegId;
      readonly party: Party;
      readonly reason: LegEnd;
      readonly at: number;
    }
  /** Each place that is taken is returned exactly once. */
  | { readonly type: 'place.taken' | 'place.returned'; readonly user: UserId; readonly leg: LegId }
  | { readonly type: 'owner.changed'; readonly owner: LegId | null }
  /** Nobody is there or on the way: the routing finds another agent. */
  | { readonly type: 'agent.wanted' }
  /** The whole table of who hears whom. */
  | { readonly type: 'routed'; readonly routes: readonly Route[] }
  | { readonly type: 'call.connected'; readonly at: number }
  | {
      readonly type: 'call.ended';
      readonly reason: CallEnd;
      readonly connectedAt: number | null;
      readonly at: number;
    };

/** What the sound of a call is: telephones have PCMU only, and nothing is converted. */
export type Codec = 'opus' | 'pcmu';

export function codecOf({ legs }: Call): Codec {
  return [...legs.values()].some(({ party }) => party.type === 'telephone') ? 'pcmu' : 'opus';
}

/** A call without legs, at an instant in ms since 1970. */
export function newCall(
  id: CallId,
  now: number,
  patienceMs: number = callLimits.unattendedMs,
): Call {
  return {
    ...{ id, startedAt: now, patienceMs, legs: new Map(), owner: null, isHeld: false, aside: null },
    ...{ unattendedSince: now, customerlessSince: now, connectedAt: null, endedAt: null },
    routes: [],
  };
}

export function isCustomer({ party }: Leg): boolean {
  return party.type === 'visitor' || party.type === 'telephone';
}

export function isAgent({ party }: Leg): boolean {
  return party.type === 'agent';
}

/** Whether it has been invited and not accepted. */
export function isAsked({ state }: Pick<Leg, 'state'>): boolean {
  return state === 'invited' || state === 'ringing';
}

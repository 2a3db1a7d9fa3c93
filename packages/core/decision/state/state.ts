// All that one visitor's engine remembers: the profile, the decisions, and the timers. Profile and
// decisions are the fold of the log; the rest follows from them and a configuration.
import type { Decision } from '@opportune/protocol/campaign/decision.ts';
import type { AccountId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import { newProfile, type Profile } from '../../behaviour/profile.ts';
import type { RecentMemory } from '../../behaviour/recent/recent-memory.ts';
import type { RankSet } from '../../world/rank-set.ts';
import { DecisionsMade, type MadeWay } from './decisions-made.ts';
import type { RememberedDecision } from './remembered-decision.ts';
import { rememberedPolicy, waitsUntil } from './remembered-policy.ts';
import { addTaker, makeWay } from './zone-stands.ts';
import { newTimers, type Timers } from '../timers/timers.ts';

/** Mutated in place by `step` alone. */
export interface VisitorState extends Profile {
  readonly decisions: DecisionsMade;
  /**
   * Decisions that may still have their zone, in the order they were made. Null before the first.
   */
  zoneTakers: readonly RememberedDecision[] | null;
  /** All decisions ever, including forgotten ones. */
  decisionCount: number;
  /** When any of them was last dismissed; 0 for never. */
  dismissedAt: number;
  /** Fingerprints of credited (goal, key) pairs, newest last. */
  credited: readonly number[];
  /** The configuration that the following fields were computed with. Null before the first. */
  version: number | null;
  availabilityVersion: number;
  holdout: boolean;
  readonly timers: Timers;
  /**
   * Campaigns touched while their zone was taken, or true while no agent was free. Judged when that
   * ends.
   */
  held: RankSet | null;
  /** Campaigns that a cap keeps still until another page view is in front. */
  spentOnPage: RankSet | null;
  /** Campaigns that a cap keeps still until the next visit. */
  spentInVisit: RankSet | null;
  /**
   * Campaigns that a cap keeps still across visits: until the next day, the end of a rest after a
   * dismissal, or for good.
   */
  spentBeyond: RankSet | null;
  /** Optimising campaigns that have enrolled the visitor. Judged on every page of the visit. */
  enrolled: RankSet | null;
  /** Invitations that wait for their instant. Null for none. */
  waiting: readonly RememberedDecision[] | null;
  /** Something changed without being judged: the next live event judges every campaign. */
  unjudged: boolean;
  wakeAt: number | null;
}

/** One shared empty list: most visitors reach no goal. */
const none: readonly number[] = [];

/** A visitor of whom nothing is known yet. `memory` is shared by all visitors kept together. */
export function newVisitor(
  account: AccountId,
  site: SiteId,
  visitor: VisitorId,
  memory?: RecentMemory,
): VisitorState {
  return {
    ...newProfile(account, site, visitor, memory),
    decisions: new DecisionsMade(),
    zoneTakers: null,
    decisionCount: 0,
    dismissedAt: 0,
    credited: none,
    version: null,
    availabilityVersion: -1,
    holdout: false,
    timers: newTimers(),
    held: null,
    spentOnPage: null,
    spentInVisit: null,
    spentBeyond: null,
    enrolled: null,
    waiting: null,
    unjudged: false,
    wakeAt: null,
  };
}

export interface Remembered {
  /** Decisions whose engagement makes way for it. */
  readonly gone: readonly RememberedDecision[];
  readonly madeWay: MadeWay;
}

/**
 * Remembers a decision just made or read back from the log. Evicts the oldest beyond 100.
 * `timeZone` is the account's.
 */
export function rememberDecision(
  state: VisitorState,
  decision: Decision,
  timeZone: string,
): Remembered {
  const { id, campaign, period, goal, visit, at, zone, arm, pageView } = decision;
  const view = state.pages.find((each) => each.id === pageView) ?? state.front;
  state.decisionCount++;
  const remembered: RememberedDecision = {
    id,
    campaign,
    period,
    goal,
    visit,
    at,
    zone,
    variant: arm.type === 'control' ? null : arm.variant,
    pageSerial: view?.serial ?? 0,
    policy: rememberedPolicy(decision),
    step: 'eligible',
    dismissedAt: null,
    withdrawn: false,
  };
  const gone = makeWay(state, remembered);
  const madeWay = state.decisions.add(remembered, timeZone);
  if (madeWay.forgotten !== null) state.dropped++;
  addTaker(state, remembered);
  if (waitsUntil(remembered) !== null) state.waiting = [...(state.waiting ?? []), remembered];
  return { gone, madeWay };
}

/** Ends the wait of an invitation that the browser has answered or that will not go out. */
export function stopWaiting(state: VisitorState, decision: RememberedDecision): void {
  if (state.waiting === null) return;
  const left = state.waiting.filter((each) => each !== decision);
  state.waiting = left.length === 0 ? null : left;
}

/** The soonest instant after `now` that an invitation waits for. */
export function nextWaiting({ waiting }: VisitorState, now: number): number | null {
  let soonest = Infinity;
  for (const decision of waiting ?? []) {
    const at = waitsUntil(decision) ?? now;
    if (at > now && at < soonest) soonest = at;
  }
  return soonest === Infinity ? null : soonest;
}

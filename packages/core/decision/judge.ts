// Judges campaigns of one visitor at an instant, in the order of their claim: who is true and not
// held back gets a decision; who will be true by time gets a timer. While a zone is taken nobody in
// it is looked at; they are judged when it is freed.
import { profileLimits } from '@opportune/protocol/limits.ts';
import type { AcceptedEvent } from '@opportune/protocol/event.ts';
import type { Gate } from '@opportune/protocol/decision.ts';
import { holds, never, wakesAt, type Truth } from '../behaviour/truth.ts';
import type { Scene } from '../behaviour/scene.ts';
import type { CompiledCampaign } from './compile.ts';
import { decide } from './decide.ts';
import type { DecisionContext, Effect } from './effect.ts';
import {
  shutGate,
  takenZones,
  zoneHoldMs,
  zoneTakenFor,
  type GateScene,
  type Shut,
} from './gates.ts';
import { RankSet } from '../world/rank-set.ts';
import type { VisitorState } from './state.ts';
import { nextWaiting } from './waiting.ts';
import { blockedTimer, nextTimer, setTimer, setTimerSooner } from './timers.ts';

export interface Instant {
  readonly now: number;
  /** The event judged with, null for a timer. */
  readonly trigger: AcceptedEvent | null;
}

/** Judges the campaigns of these ranks. */
export function judge(
  state: VisitorState,
  ranks: RankSet,
  context: DecisionContext,
  instant: Instant,
  effects: Effect[],
): void {
  const first = ranks.next(0);
  if (first < 0 || !mayDecide(state)) return;
  if (isBetweenPages(state)) return holdAll(state, ranks);
  const gates: GateScene = {
    state,
    configuration: context.configuration,
    availability: context.availability,
    now: instant.now,
  };
  const scene: Scene = { profile: state, now: instant.now, availability: context.availability };
  const taken = takenZones(gates);
  for (let rank = first; rank >= 0; rank = ranks.next(rank + 1)) {
    const campaign = context.configuration.campaigns[rank];
    if (
      campaign === undefined ||
      state.spentOnPage?.has(rank) === true ||
      state.spentInVisit?.has(rank) === true
    )
      continue;
    const until = zoneTakenFor(gates, campaign, taken);
    if (until !== 0) {
      hold(state, rank, until);
      continue;
    }
    state.held?.delete(rank);
    const truth = truthOf(scene, campaign);
    setTimer(state.timers, rank, wakesAt(truth));
    if (!holds(truth)) continue;
    const shut = shutGate(gates, campaign);
    if (shut !== null) {
      keepStill(state, rank, shut);
      continue;
    }
    effects.push(decide(state, campaign, context, instant));
    taken[campaign.zone] = instant.now + zoneHoldMs;
    const after = shutGate(gates, campaign);
    if (after !== null) keepStill(state, rank, after);
  }
}

/** Held out, a bot, muted or not on a visit: no campaign at all. */
export function mayDecide(state: VisitorState): boolean {
  return !state.holdout && !state.bot && !state.engagements.muted && state.visit !== null;
}

/** A page was left and none is in front yet: what would be sent now would meet no page. */
export function isBetweenPages({ visit, front }: VisitorState): boolean {
  return front === null && visit !== null && visit.pages > 0;
}

function holdAll(state: VisitorState, ranks: RankSet): void {
  state.held ??= new RankSet();
  state.held.addSet(ranks);
}

/** Site, schedule, audience and moment as one. */
export function truthOf(scene: Scene, campaign: CompiledCampaign): Truth {
  if (campaign.sites !== null && !campaign.sites.has(scene.profile.site)) return never;
  const { audience, moment } = campaign;
  const [first, second] = moment.needs !== null ? [moment, audience] : [audience, moment];
  const one = first.test(scene);
  if (one === never) return never;
  const other = second.test(scene);
  if (other === never) return never;
  return Math.min(one, other, campaign.schedule(scene.now));
}

/** Remembers a campaign that a shut gate keeps back, by what will open the gate. */
export function keepStill(state: VisitorState, rank: number, { gate, until }: Shut): void {
  if (until !== null) setTimerSooner(state.timers, blockedTimer, until);
  if (capsOfVisit.has(gate)) (state.spentInVisit ??= new RankSet(rank + 1)).add(rank);
  else if (gate === 'cap.page') (state.spentOnPage ??= new RankSet(rank + 1)).add(rank);
  else hold(state, rank, until);
}

const capsOfVisit: ReadonlySet<Gate | 'cap.page'> = new Set([
  'cap.visit',
  'cap.day',
  'cap.visitor',
  'cap.dismissal',
]);

export function hold(state: VisitorState, rank: number, until: number | null): void {
  state.held ??= new RankSet(rank + 1);
  state.held.add(rank);
  if (until !== null) setTimerSooner(state.timers, blockedTimer, until);
}

/** The next instant worth waking for: none past the end of the visit. */
export function nextWake(state: VisitorState, now: number): number | null {
  const timer = nextTimer(state.timers);
  const waiting = state.waiting === null ? null : nextWaiting(state, now);
  const next = waiting === null ? timer : Math.min(waiting, timer ?? Infinity);
  if (next === null || state.visit === null) return null;
  return next > state.visit.lastAt + profileLimits.visitGapMs ? null : next;
}

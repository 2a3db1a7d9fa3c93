// Judges campaigns of one visitor at an instant: who is true and not held back gets a decision, in
// the order of claim; who will be true by time gets a timer; who is held back waits for what frees it.
import { profileLimits } from '@opportune/protocol/limits.ts';
import type { AcceptedEvent } from '@opportune/protocol/event.ts';
import { holds, never, wakesAt, type Truth } from '../behaviour/truth.ts';
import type { Scene } from '../behaviour/scene.ts';
import type { CompiledCampaign } from './compile.ts';
import { decide } from './decide.ts';
import type { DecisionContext, Effect } from './effect.ts';
import { shutGate, type GateScene } from './gates.ts';
import type { VisitorState } from './state.ts';
import { blockedTimer, nextTimer, setTimer, setTimerSooner } from './timers.ts';

export interface Instant {
  readonly now: number;
  /** The event judged with, null for a timer. */
  readonly trigger: AcceptedEvent | null;
}

/** Judges the campaigns of these ranks; in any order, the outcome is the same. */
export function judge(
  state: VisitorState,
  ranks: readonly number[],
  context: DecisionContext,
  instant: Instant,
  effects: Effect[],
): void {
  if (!mayDecide(state)) return;
  const ready = readyOf(state, ranks, context, instant.now);
  if (ready.length === 0) return;
  const scene: GateScene = { state, configuration: context.configuration, availability: context.availability, now: instant.now };
  for (const rank of ready.toSorted((one, other) => one - other)) {
    const campaign = context.configuration.campaigns[rank];
    if (campaign === undefined) continue;
    const shut = shutGate(scene, campaign);
    if (shut === null) effects.push(decide(state, campaign, context, instant));
    // A decision holds back the next of its own campaign; that, too, is for a gate to say.
    const after = shut ?? shutGate(scene, campaign);
    if (after !== null) holdBack(state, rank, after.until);
  }
}

/** Held out, a bot, muted or not on a visit: no campaign at all. */
export function mayDecide(state: VisitorState): boolean {
  return !state.holdout && !state.bot && !state.engagements.muted && state.visit !== null;
}

function readyOf(state: VisitorState, ranks: readonly number[], context: DecisionContext, now: number): number[] {
  const ready: number[] = [];
  const scene: Scene = { profile: state, now, availability: context.availability };
  for (const rank of ranks) {
    const campaign = context.configuration.campaigns[rank];
    if (campaign === undefined) continue;
    const truth = truthOf(scene, campaign);
    if (holds(truth)) ready.push(rank);
    else state.blocked?.delete(rank);
    setTimer(state.timers, rank, wakesAt(truth));
  }
  return ready;
}

/** Site, schedule, audience and moment as one. */
export function truthOf(scene: Scene, campaign: CompiledCampaign): Truth {
  if (campaign.sites !== null && !campaign.sites.has(scene.profile.site)) return never;
  const audience = campaign.audience.test(scene);
  if (audience === never) return never;
  const moment = campaign.moment.test(scene);
  if (moment === never) return never;
  return Math.min(audience, moment, campaign.schedule(scene.now));
}

function holdBack(state: VisitorState, rank: number, until: number | null): void {
  state.blocked ??= new Set();
  state.blocked.add(rank);
  if (until !== null) setTimerSooner(state.timers, blockedTimer, until);
}

/** The next instant worth waking for: none past the end of the visit. */
export function nextWake(state: VisitorState): number | null {
  const next = nextTimer(state.timers);
  if (next === null || state.visit === null) return null;
  return next > state.visit.lastAt + profileLimits.visitGapMs ? null : next;
}

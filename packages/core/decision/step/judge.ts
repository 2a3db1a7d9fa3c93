// Judges campaigns of one visitor at an instant, in the order of their claim. A campaign that is
// true and not held back gets a decision; one that time will make true gets a timer. Campaigns in a
// taken zone are judged only when it is freed.
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { holds, never, wakesAt, type Truth } from '../../behaviour/condition/truth.ts';
import type { Scene } from '../../behaviour/scene.ts';
import { followClocks, isAhead, waitNoMore, waitUntil } from '../timers/clocks.ts';
import type { CompiledCampaign } from '../configuration/compiled-campaign.ts';
import { decide } from './decide.ts';
import { inOrderOfValue } from '../configuration/expected-value.ts';
import { shutGate, type GateScene, type Shut } from '../gates/gates.ts';
import { holdWhereTaken, keepStill, leaveSpent } from '../gates/held-back.ts';
import { judgeOptimising } from '../optimise/judge-optimising.ts';
import { RankSet } from '../../world/rank-set.ts';
import { nextWaiting, type VisitorState } from '../state/state.ts';
import { nextTimer } from '../timers/timers.ts';
import type { Instant, Judging, Turn } from './turn.ts';

/** Judges the campaigns that the turn has touched, and sets the timers of clocks that changed. */
export function judgeTouched(turn: Turn, instant: Instant): void {
  const { state, touched } = turn;
  const { ranks } = touched;
  if (ranks.next(0) >= 0 && mayDecide(state)) {
    leaveSpent(state, ranks);
    if (state.seen !== null && state.seen.ruledOut !== null)
      ranks.deleteMasked(state.seen.ruledOut.campaigns);
    if (isBetweenPages(state)) (state.held ??= new RankSet()).addSet(ranks);
    else judgeInOrder(turn, instant);
  }
  followClocks(turn, instant.now);
}

function judgeInOrder(turn: Turn, instant: Instant): void {
  const { state, context } = turn;
  const { ranks } = turn.touched;
  const { configuration, availability } = context;
  const { now } = instant;
  const scene: Scene = { profile: state, now, availability };
  const gates: GateScene = { state, configuration, availability, now };
  const judging: Judging = { turn, instant, scene, gates };
  configuration.truths.renew();
  state.held?.deleteSet(ranks);
  holdWhereTaken(gates, ranks);
  if (configuration.contested) {
    for (const rank of inOrderOfValue(ranks, state, configuration.campaigns))
      if (ranks.has(rank)) judge(judging, rank);
    return;
  }
  for (let rank = ranks.next(0); rank >= 0; rank = ranks.next(rank + 1)) judge(judging, rank);
}

function judge(judging: Judging, rank: number): void {
  const { turn, instant, scene, gates } = judging;
  const { state, configuration, now } = gates;
  const { campaigns, index, optimising, truths } = configuration;
  const { ranks } = turn.touched;
  ranks.delete(rank);
  if (isAhead(index, state, rank, now)) return;
  const truth = truths.of(rank, scene);
  if (truth === never) return waitNoMore(rank, state, configuration, scene);
  const campaign = campaigns[rank];
  if (campaign === undefined) return;
  if (optimising.has(rank)) judgeOptimising(judging, campaign);
  else {
    const verdict = verdictOf(gates, campaign, truth);
    followVerdict(gates, rank, truth, verdict);
    if (verdict !== 'due') return;
    decide(turn, campaign, instant, null);
    holdWhereTaken(gates, ranks);
    const shut = shutGate(gates, campaign);
    if (shut !== null) keepStill(state, rank, shut);
  }
  truths.renew();
}

/**
 * The verdict on a campaign that always offers: a decision is due, its condition is false, or it is
 * true but a gate is shut.
 */
export type Verdict = 'due' | 'waits' | Shut;

export function verdictOf(gates: GateScene, campaign: CompiledCampaign, truth: Truth): Verdict {
  return holds(truth) ? (shutGate(gates, campaign) ?? 'due') : 'waits';
}

/** Schedules the next judgement: when time may make the campaign true or open the gate. */
export function followVerdict(
  { state, configuration }: GateScene,
  rank: number,
  truth: Truth,
  verdict: Verdict,
): void {
  waitUntil(configuration.index, state, rank, wakesAt(truth));
  if (typeof verdict === 'object') keepStill(state, rank, verdict);
}

/** False in the holdout, for a bot, if muted, and outside a visit: then no campaign decides. */
export function mayDecide(state: VisitorState): boolean {
  return !state.holdout && !state.bot && !state.engagements.muted && state.visit !== null;
}

/** A page was left and none is in front yet: an offer sent now would reach no page. */
export function isBetweenPages({ visit, front }: VisitorState): boolean {
  return front === null && visit !== null && visit.pages > 0;
}

/** The next instant to wake at. None past the end of the visit. */
export function nextWake(state: VisitorState, now: number): number | null {
  const timer = nextTimer(state.timers);
  const waiting = state.waiting === null ? null : nextWaiting(state, now);
  const next = waiting === null ? timer : Math.min(waiting, timer ?? Infinity);
  if (next === null || state.visit === null) return null;
  return next > state.visit.lastAt + profileLimits.visitGapMs ? null : next;
}

// Judges campaigns of one visitor at an instant, in the order of their claim: who is true and not
// held back gets a decision; who will be true by time gets a timer. While a zone is taken nobody in
// it is looked at; they are judged when it is freed.
import { profileLimits } from '@opportune/protocol/limits.ts';
import { holds, never, wakesAt } from '../../behaviour/condition/truth.ts';
import type { Scene } from '../../behaviour/scene.ts';
import { followClocks, isAhead, waitNoMore, waitUntil } from '../timers/clocks.ts';
import type { CompiledCampaign } from '../configuration/compiled-campaign.ts';
import { decide } from './decide.ts';
import { inOrderOfValue } from '../configuration/expected-value.ts';
import { shutGate, type GateScene } from '../gates/gates.ts';
import { holdWhereTaken, keepStill, leaveSpent } from '../gates/held-back.ts';
import { judgeOptimising } from '../optimise/judge-optimising.ts';
import { RankSet } from '../../world/rank-set.ts';
import type { VisitorState } from '../state/state.ts';
import { nextWaiting } from '../optimise/waiting.ts';
import { nextTimer } from '../timers/timers.ts';
import type { Instant, Judging, Turn } from './turn.ts';

/** Judges whom the turn has touched, and sets the timers of the clocks that moved. */
export function judgeTouched(turn: Turn, instant: Instant): void {
  judge(turn, instant);
  followClocks(turn, instant.now);
}

function judge(turn: Turn, instant: Instant): void {
  const { state, context } = turn;
  const { ranks } = turn.touched;
  if (ranks.next(0) < 0 || !mayDecide(state)) return;
  leaveSpent(state, ranks);
  if (state.seen !== null && state.seen.ruledOut !== null)
    ranks.deleteMasked(state.seen.ruledOut.campaigns);
  if (isBetweenPages(state)) return holdAll(state, ranks);
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
      if (ranks.has(rank)) judgeOne(judging, rank);
    return;
  }
  for (let rank = ranks.next(0); rank >= 0; rank = ranks.next(rank + 1)) judgeOne(judging, rank);
}

function judgeOne(judging: Judging, rank: number): void {
  const { turn, scene, gates } = judging;
  const { state } = turn;
  const { campaigns, index, optimising, truths } = turn.context.configuration;
  turn.touched.ranks.delete(rank);
  if (isAhead(index, state, rank, gates.now)) return;
  const truth = truths.of(rank, scene);
  if (truth === never) return waitNoMore(rank, state, gates.configuration, scene);
  if (!optimising.has(rank)) {
    waitUntil(index, state, rank, wakesAt(truth));
    if (!holds(truth)) return;
  }
  const campaign = campaigns[rank];
  if (campaign === undefined) return;
  if (campaign.optimise === null) decideWhereOpen(judging, campaign);
  else judgeOptimising(judging, campaign);
  truths.renew();
}

/** It holds, and its zone is free. */
function decideWhereOpen({ turn, gates, instant }: Judging, campaign: CompiledCampaign): void {
  const { state } = turn;
  const shut = shutGate(gates, campaign);
  if (shut !== null) return keepStill(state, campaign.rank, shut);
  decide(turn, campaign, instant, null);
  holdWhereTaken(gates, turn.touched.ranks);
  const after = shutGate(gates, campaign);
  if (after !== null) keepStill(state, campaign.rank, after);
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

/** The next instant worth waking for: none past the end of the visit. */
export function nextWake(state: VisitorState, now: number): number | null {
  const timer = nextTimer(state.timers);
  const waiting = state.waiting === null ? null : nextWaiting(state, now);
  const next = waiting === null ? timer : Math.min(waiting, timer ?? Infinity);
  if (next === null || state.visit === null) return null;
  return next > state.visit.lastAt + profileLimits.visitGapMs ? null : next;
}

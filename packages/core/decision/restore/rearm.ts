// After a restore: recovers timers and held-back campaigns by judging every campaign at the last
// instant of the log, without deciding. What fell due long ago is skipped and counted; what fell
// due just now is judged now.
import { decisionLimits } from '@opportune/protocol/limits/visitors.ts';
import { isVisitOver } from '../../behaviour/visit.ts';
import type { DecisionContext } from '../effect.ts';
import { truthOf } from '../step/campaign-truth.ts';
import type { CompiledCampaign } from '../configuration/compiled-campaign.ts';
import { hold } from '../gates/held-back.ts';
import {
  followVerdict,
  isBetweenPages,
  judgeTouched,
  mayDecide,
  nextWake,
  verdictOf,
} from '../step/judge.ts';
import type { Turn } from '../step/turn.ts';
import { followVisit, standingOf } from '../optimise/judge-optimising.ts';
import { offerDue } from '../optimise/offer-due.ts';
import type { VisitorState } from '../state/state.ts';
import { capTimer, clockOf, takeDue, type DueTimer } from '../timers/timers.ts';

export function rearm(turn: Turn): void {
  const { state, context, touched, effects } = turn;
  offerDue({ state, context: { ...context, reachable: false }, effects });
  if (!mayDecide(state)) return;
  const lastAt = Math.min(context.now, lastInstant(state));
  const unjudged = state.unjudged;
  const missed = findTimers(state, context, lastAt);
  const due = takeDue(state.timers, context.now);
  const since = context.now - decisionLimits.timerOverdueMs;
  const late = due.filter(({ at }) => at < since);
  if (late.length > 0) effects.push({ type: 'skipped-timer', count: late.length });
  // Late events had all campaigns judged at the instant that followed. If that is long past, they
  // are judged with the next event.
  const isRecent = lastAt >= since;
  state.unjudged = (unjudged && !isRecent) || late.length > 0;
  if (isVisitOver(state, context.now) || !context.reachable) {
    state.unjudged = true;
    return;
  }
  if (isRecent) touched.ranks.addAll(missed);
  for (const timer of due) touchByDue(turn, timer);
  offerDue(turn);
  judgeTouched(turn, { now: context.now, trigger: null });
  state.wakeAt = nextWake(state, context.now);
  effects.push({ type: 'wake', at: state.wakeAt });
}

/** The campaigns with a timer that is not overdue. */
function touchByDue({ state, context, touched }: Turn, { timer, at }: DueTimer): void {
  const { configuration, now } = context;
  const since = now - decisionLimits.timerOverdueMs;
  const clock = clockOf(timer);
  if (clock >= 0) {
    const span = { from: Math.max(at, since), to: now };
    return configuration.index.addFallen(clock, span, state, touched);
  }
  // Only this timer frees them. If it is overdue they are judged with the next event.
  if (timer === capTimer) state.spentBeyond = null;
  if (at < since) return;
  if (timer >= 0) touched.ranks.add(timer);
  else touched.ranks.addBelow(configuration.campaigns.length);
}

function lastInstant({ lastSeenAt, decisions }: VisitorState): number {
  return Math.max(lastSeenAt, decisions.newest()?.at ?? 0);
}

/**
 * Sets timers and held-back campaigns as of `now`. Returns the campaigns that were true and free
 * but undecided.
 */
function findTimers(state: VisitorState, context: DecisionContext, now: number): readonly number[] {
  const missed: number[] = [];
  for (const campaign of context.configuration.campaigns) {
    const isDue = campaign.optimise === null ? isFree : isDueInEveryArm;
    if (!isDue(state, context, campaign, now)) continue;
    // Between two pages nothing is judged. A campaign that is true then is judged on the next page.
    if (isBetweenPages(state)) hold(state, campaign.rank, null);
    else missed.push(campaign.rank);
  }
  return missed;
}

/** True, and no gate is shut. */
function isFree(
  state: VisitorState,
  { configuration, availability }: DecisionContext,
  campaign: CompiledCampaign,
  now: number,
): boolean {
  const truth = truthOf({ profile: state, now, availability }, campaign);
  const gates = { state, configuration, availability, now };
  const verdict = verdictOf(gates, campaign, truth);
  followVerdict(gates, campaign.rank, truth, verdict);
  return verdict === 'due';
}

function isDueInEveryArm(
  state: VisitorState,
  context: DecisionContext,
  campaign: CompiledCampaign,
  now: number,
): boolean {
  const { configuration, availability } = context;
  const gates = { state, configuration, availability, now };
  const standing = standingOf(gates, { profile: state, now, availability }, campaign);
  if (standing === null) return false;
  // A look at which the policy offered nothing left no row. It is not repeated.
  followVisit(state, campaign, standing, Math.max(now, context.now));
  return standing.isDue;
}

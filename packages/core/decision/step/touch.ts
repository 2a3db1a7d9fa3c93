// Which campaigns an input has judged: those the index finds, those the input frees, and those
// whose timer is due.
import { decisionLimits } from '@opportune/protocol/limits/visitors.ts';
import type { Applied } from '../../behaviour/apply/apply-event.ts';
import {
  capTimer,
  clockOf,
  everyTimer,
  setTimer,
  takeDue,
  timerAt,
  zoneTimer,
  type DueTimer,
} from '../timers/timers.ts';
import { followAvailability } from './adopt.ts';
import type { Turn } from './turn.ts';

/** The campaigns touched by a live event that was just applied. */
export function touchByEvent(turn: Turn, applied: Applied, now: number): void {
  const { state, context, touched } = turn;
  const { index } = context.configuration;
  const scene = { profile: state, now, availability: context.availability };
  index.addByEvent(scene, applied, touched);
  if (state.unjudged) return touchEvery(turn, now);
  index.addByValues(scene, applied.visitBegan, touched);
  touchByRoom(turn);
}

/** All campaigns except those that require an event which has not come. */
export function touchEvery({ state, context, touched }: Turn, now: number): void {
  context.configuration.index.addEvery(state, touched);
  state.unjudged = false;
  if (timerAt(state.timers, everyTimer) <= now) setTimer(state.timers, everyTimer, null);
  followAvailability(state, context.availability);
}

/** The campaigns that read availability, if it changed. */
export function touchByRoom(turn: Turn): void {
  const { state, context, touched } = turn;
  if (!followAvailability(state, context.availability)) return;
  context.configuration.index.addAskers(touched);
  release(turn, 'held');
}

/**
 * The campaigns whose timer is due. If one is long overdue, the skipped ones are judged with the
 * next event.
 */
export function touchByTimers(turn: Turn): void {
  const { state, context, effects } = turn;
  const { now } = context;
  const since = now - decisionLimits.timerOverdueMs;
  let skipped = 0;
  for (const due of takeDue(state.timers, now)) {
    if (due.at < since) skipped++;
    touchByTimer(turn, due, { from: Math.max(due.at, since), to: now });
  }
  // Late events are judged now, too.
  if (state.unjudged) touchEvery(turn, now);
  if (skipped === 0) return;
  effects.push({ type: 'skipped-timer', count: skipped });
  state.unjudged = true;
}

/** A timer that fell due between two visits woke nobody. */
export function touchOverdue(turn: Turn, now: number): void {
  for (const due of takeDue(turn.state.timers, now))
    touchByTimer(turn, due, { from: due.at, to: now });
}

/** The campaigns that a timer stands for, if they wait for an instant within a span. */
function touchByTimer(
  turn: Turn,
  { timer, at }: DueTimer,
  span: { readonly from: number; readonly to: number },
): void {
  const { state, context, touched } = turn;
  const clock = clockOf(timer);
  if (clock >= 0) return context.configuration.index.addFallen(clock, span, state, touched);
  if (at < span.from) {
    // Skipped campaigns are judged with the next event. Only this timer frees them for that.
    if (timer === capTimer) state.spentBeyond = null;
  } else if (timer === everyTimer) touchEvery(turn, span.to);
  else if (timer === zoneTimer) release(turn, 'held');
  else if (timer === capTimer) release(turn, 'caps');
  else touched.ranks.add(timer);
}

/**
 * Releases campaigns kept still by something that ends with a visit or has ended since the last
 * one.
 */
export function releaseOfVisit(turn: Turn, now: number): void {
  const { timers } = turn.state;
  release(turn, 'visit');
  if (timerAt(timers, capTimer) > now) return;
  setTimer(timers, capTimer, null);
  release(turn, 'caps');
}

/** Which sets each end frees: held ones are judged again, the others are no longer kept. */
const keptUntil = {
  held: [],
  page: ['spentOnPage'],
  visit: ['enrolled', 'spentOnPage', 'spentInVisit'],
  caps: ['spentOnPage', 'spentInVisit', 'spentBeyond'],
} as const;

/** Has campaigns judged again if what kept them still may be gone. */
export function release({ state, touched }: Turn, freed: keyof typeof keptUntil): void {
  const { ranks } = touched;
  if (state.held !== null) ranks.addSet(state.held);
  if (freed === 'page' && state.enrolled !== null) ranks.addSet(state.enrolled);
  for (const kept of keptUntil[freed]) {
    const spent = state[kept];
    if (spent !== null) ranks.addSet(spent);
    state[kept] = null;
  }
}

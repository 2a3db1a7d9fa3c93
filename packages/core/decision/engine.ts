// The engine of one visitor: one state, one union of inputs, one function. It reads no clock and no
// random source: the same inputs in the same order give the same effects, byte for byte. It stores,
// sends and schedules nothing itself; the caller performs the returned effects.
//
// Reading order: effect.ts (inputs and effects), state/state.ts (what is remembered),
// step/take-event.ts (an event from beginning to end), index/campaign-index.ts (the interface of
// the index), step/judge.ts, gates/gates.ts, timers/timers.ts, step/decide.ts, and optimise/ for
// campaigns that a policy decides. The code that keeps ten thousand campaigns cheap is behind the
// interface of the index and in configuration/. restore/, rehearse/ and view/ build on all of this.
import type { AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import { noteId } from '../behaviour/recent/known-ids.ts';
import { isVisitOver } from '../behaviour/visit.ts';
import type { DecisionContext, Effect, Input } from './effect.ts';
import { offerDue } from './optimise/offer-due.ts';
import type { VisitorState } from './state/state.ts';
import { adoptConfiguration } from './step/adopt.ts';
import { judgeTouched, mayDecide, nextWake } from './step/judge.ts';
import { takeEvent } from './step/take-event.ts';
import { touchByRoom, touchByTimers, touchEvery } from './step/touch.ts';
import { beginTurn, type Instant, type Turn } from './step/turn.ts';

export { newVisitor, type VisitorState } from './state/state.ts';
export type { DecisionContext, Effect, Input, StoredEvent } from './effect.ts';
export { restore, type VisitorLog } from './restore/restore.ts';
export { explain, evaluateAt } from './view/explain.ts';

/**
 * Processes one input. Changes the state in place and returns the effects in the order they
 * happened.
 */
export function step(
  state: VisitorState,
  input: Input,
  context: DecisionContext,
): readonly Effect[] {
  if (input.type === 'event' && isRepeat(state, input.event))
    return [{ type: 'repeat', id: input.event.id }];
  const turn = beginTurn(state, context);
  const { front } = state;
  adoptConfiguration(turn);
  const instant = takeIn(turn, input);
  if (instant !== null) {
    judgeTouched(turn, instant);
    // An invitation that fell due between two pages goes out on the next page.
    if (front !== state.front) offerDue(turn);
  }
  scheduleWake(turn);
  return turn.effects;
}

/** Notes its id. */
function isRepeat({ known }: VisitorState, { id, receivedAt }: AcceptedEvent): boolean {
  return noteId(known, id, receivedAt) === 'repeat';
}

/**
 * Records the input and finds the campaigns that it touches. Returns the instant to judge them at,
 * or null if none is judged now.
 */
function takeIn(turn: Turn, input: Input): Instant | null {
  if (input.type === 'event') return takeEvent(turn, input.event);
  const { state, context } = turn;
  const { now, reachable } = context;
  if (input.type === 'wake') state.wakeAt = null;
  if (!reachable || isVisitOver(state, now)) {
    if (input.type === 'refresh') state.unjudged = true;
    return null;
  }
  offerDue(turn);
  if (input.type === 'wake') touchByTimers(turn);
  else if (state.unjudged) touchEvery(turn, now);
  else touchByRoom(turn);
  return { now, trigger: null };
}

/** A visit ends after its gap, even before the next event arrives. */
function scheduleWake({ state, context, effects }: Turn): void {
  const at = context.reachable && mayDecide(state) ? nextWake(state, context.now) : null;
  if (at === state.wakeAt) return;
  state.wakeAt = at;
  effects.push({ type: 'wake', at });
}

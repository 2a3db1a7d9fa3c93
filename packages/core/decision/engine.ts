// The engine of one visitor: one state, one union of inputs, one function. It knows no clock and no
// chance; the same inputs in the same order give the same effects, byte for byte. What it returns is
// for others to perform: it stores, sends and schedules nothing itself.
//
// Read on in this order: effect.ts (what goes in and comes out), state/state.ts (what is remembered),
// step/take-event.ts (an event from beginning to end), index/campaign-index.ts (all that is asked of
// the index), step/judge.ts, gates/gates.ts, timers/timers.ts, step/decide.ts, and optimise/ for
// campaigns that a policy decides. What makes ten thousand campaigns cheap stands behind the interface
// of the index and in configuration/; nothing before needs it. restore/, rehearse/ and view/ use all this.
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

/** Takes one input in. The state is changed in place; the effects are in the order they happened. */
export function step(
  state: VisitorState,
  input: Input,
  context: DecisionContext,
): readonly Effect[] {
  if (input.type === 'event') {
    const { id, receivedAt } = input.event;
    if (noteId(state.known, id, receivedAt) === 'repeat') return [{ type: 'repeat', id }];
  }
  const turn = beginTurn(state, context);
  const { front } = state;
  adoptConfiguration(turn);
  const instant = takeIn(turn, input);
  if (instant !== null) {
    judgeTouched(turn, instant);
    // An invitation that fell due between two pages goes out on the page that comes.
    if (front !== state.front) offerDue(turn);
  }
  scheduleWake(turn);
  return turn.effects;
}

/** Notes what an input says and whom it touches. They are judged at the instant returned; null: nobody is now. */
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

/** A visit that has had its gap is over, also before the next event says so. */
function scheduleWake({ state, context, effects }: Turn): void {
  const at = context.reachable && mayDecide(state) ? nextWake(state, context.now) : null;
  if (at === state.wakeAt) return;
  state.wakeAt = at;
  effects.push({ type: 'wake', at });
}

// The engine of one visitor: one state, one union of inputs, one function. It knows no clock and no
// chance; the same inputs in the same order give the same effects, byte for byte. What it returns is
// for others to perform: it stores, sends and schedules nothing itself.
import { VisitId } from '@opportune/protocol/ids.ts';
import { decisionLimits } from '@opportune/protocol/limits.ts';
import { visitId } from '../world/ids.ts';
import { noteId } from '../behaviour/recent/known-ids.ts';
import { isVisitOver } from '../behaviour/visit.ts';
import { withReadablePath } from '../behaviour/facts/readable-path.ts';
import { applyEvent, type Applied } from '../behaviour/apply/apply-event.ts';
import type { AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import type { VisitIntent } from '@opportune/protocol/behaviour/intent.ts';
import { asksForScore, scoreVisitor } from '../behaviour/apply/apply-intent.ts';
import type { FactValue } from '../behaviour/facts/facts.ts';
import type { Scene } from '../behaviour/scene.ts';
import { sectionsOf, type SectionMatcher } from '../campaign/sections.ts';
import { adoptConfiguration, followAvailability } from './step/adopt.ts';
import { answerDecision } from './step/answer.ts';
import { addFallen, followClocks } from './timers/clocks.ts';
import { convert } from './step/convert.ts';
import type { Instant } from './step/decide.ts';
import type { DecisionContext, Effect, Input, StoredEvent } from './effect.ts';
import { judge, mayDecide, nextWake } from './step/judge.ts';
import type { VisitorState } from './state/state.ts';
import {
  capTimer,
  clockOf,
  everyTimer,
  setTimer,
  setTimerSooner,
  takeDue,
  timerAt,
  zoneTimer,
  type DueTimer,
} from './timers/timers.ts';
import { RankSet } from '../world/rank-set.ts';
import { offerDue } from './optimise/offer-due.ts';
import { followScores } from './configuration/follow-scores.ts';
import { addOpen } from './index/gated-ranks.ts';
import {
  addChanged,
  addDropped,
  addNewest,
  isRuledAnew,
  readBases,
  seenAmong,
} from './index/touched.ts';

export { newVisitor, type VisitorState } from './state/state.ts';
export type { DecisionContext, Effect, Input, StoredEvent } from './effect.ts';
export { restore, type VisitorLog } from './restore/restore.ts';
export { explain, evaluateAt } from './view/explain.ts';

/** Until the event is applied. */
const unknownVisit = VisitId.parse('none');

/** Scratch of one step, never read before it is written; `step` is synchronous and not re-entrant. */
const touched = new RankSet();
/** Numbers of the clocks that were set anew, or whose timer fired. */
const moved = new RankSet();
const before: FactValue[] = [];

/** Takes one input in. The state is changed in place; the effects are in the order they happened. */
export function step(
  state: VisitorState,
  input: Input,
  context: DecisionContext,
): readonly Effect[] {
  const effects: Effect[] = [];
  touched.clear();
  moved.clear();
  if (
    input.type === 'event' &&
    noteId(state.known, input.event.id, input.event.receivedAt) === 'repeat'
  ) {
    return [{ type: 'repeat', id: input.event.id }];
  }
  adoptConfiguration(state, context, effects);
  if (input.type === 'event') takeEvent(state, input.event, context, effects);
  else if (input.type === 'wake') wake(state, context, effects);
  else refresh(state, context, effects);
  scheduleWake(state, context, effects);
  return effects;
}

function takeEvent(
  state: VisitorState,
  accepted: AcceptedEvent,
  context: DecisionContext,
  effects: Effect[],
): void {
  const { configuration } = context;
  const event = rowOf(accepted, configuration.sections);
  readBases(configuration.index, state, before);
  const {
    site,
    pages,
    front,
    engagements: { conversation },
  } = state;
  const applied = applyEvent(state, event);
  // Other campaigns are for the visitor now than were asked so far.
  if (site !== state.site) leaveUnjudged(state);
  const intent = newIntent(state, event, applied, context);
  followScores(configuration.scores, state, event.receivedAt);
  answerDecision(state, event);
  event.visit = state.visit?.id ?? visitId(state.account, state.visitor, 0);
  event.holdout = state.holdout;
  if (intent !== null) event.intent = intent;
  effects.push({ type: 'store', event });
  if (state.bot) effects.push({ type: 'tell', id: event.id, code: 'event.bot' });
  else if (applied.timeliness !== 'imported') convert(state, event, configuration, effects);
  if (applied.timeliness === 'late')
    effects.push({ type: 'tell', id: event.id, code: 'event.late' });
  // Whatever began the visit, an import too: what the former had spent is not spent in this one.
  if (applied.visitBegan) beginVisit(state, event.receivedAt);
  if (!context.reachable || isVisitOver(state, event.receivedAt)) return leaveUnjudged(state);
  if (applied.timeliness !== 'live') {
    // An instant follows at once, of all that came late together: what they made true is true now.
    setTimerSooner(state.timers, everyTimer, event.receivedAt);
    return leaveUnjudged(state);
  }
  if (!mayDecide(state)) {
    state.seen = null;
    return;
  }
  if (isRuledAnew(configuration.index, state, before)) state.seen = null;
  if (applied.visitBegan) {
    // What fell due between two visits woke nobody.
    for (const due of takeDue(state.timers, event.receivedAt))
      fallDue(state, due, context, { from: due.at, to: event.receivedAt });
  } else if (front !== state.front) release(state, 'page');
  else if (pages !== state.pages || conversation !== state.engagements.conversation)
    release(state, 'held');
  collectTouched(state, applied, context, event.receivedAt);
  judgeTouched(state, context, { now: event.receivedAt, trigger: event }, effects);
  // One that fell due between two pages goes out on the page that comes.
  if (front !== state.front) offerWaiting(state, context, effects);
}

/** What ends with a visit, or ended since the last one, keeps nobody still any more. */
function beginVisit(state: VisitorState, now: number): void {
  release(state, 'visit');
  if (timerAt(state.timers, capTimer) > now) return;
  setTimer(state.timers, capTimer, null);
  release(state, 'caps');
}

function leaveUnjudged(state: VisitorState): void {
  state.unjudged = true;
  state.seen = null;
}

type Row = { -readonly [Field in keyof StoredEvent]: StoredEvent[Field] };

/** Copied once, for a copy of an event costs as much as a tenth of all that is done for it. */
function rowOf(accepted: AcceptedEvent, matchers: readonly SectionMatcher[]): Row {
  const event = withReadablePath(accepted);
  const sections = sectionsOf(event, matchers);
  const row: Row = { ...event, visit: unknownVisit, holdout: false };
  if (sections !== event.sections && sections.length > 0) row.sections = sections;
  return row;
}

function offerWaiting(state: VisitorState, context: DecisionContext, effects: Effect[]): void {
  if (state.waiting === null) return;
  const count = offerDue(state, context, effects);
  if (count > 0) effects.push({ type: 'skipped-timer', count });
}

/** Scored before the conditions are asked; what the row says is what a replay reads. */
function newIntent(
  state: VisitorState,
  event: AcceptedEvent,
  { timeliness }: Applied,
  { intent }: DecisionContext,
): VisitIntent | null {
  if (intent === undefined || timeliness !== 'live' || !asksForScore(state, event)) return null;
  return scoreVisitor(state, intent, event.receivedAt);
}

/** Has those judged again whom something kept still that may be gone. */
function release(state: VisitorState, freed: 'visit' | 'page' | 'held' | 'caps'): void {
  if (state.held !== null) touched.addSet(state.held);
  if (freed === 'held') return;
  if (state.enrolled !== null && freed !== 'caps') touched.addSet(state.enrolled);
  if (freed === 'visit') state.enrolled = null;
  if (state.spentOnPage !== null) touched.addSet(state.spentOnPage);
  state.spentOnPage = null;
  if (freed === 'page') return;
  if (state.spentInVisit !== null) touched.addSet(state.spentInVisit);
  state.spentInVisit = null;
  if (freed === 'visit') return;
  if (state.spentBeyond !== null) touched.addSet(state.spentBeyond);
  state.spentBeyond = null;
}

function collectTouched(
  state: VisitorState,
  applied: Applied,
  context: DecisionContext,
  now: number,
): void {
  const { configuration, availability } = context;
  const { index } = configuration;
  const seen = (state.seen ??= seenAmong(index, state));
  const scene: Scene = { profile: state, now, availability };
  if (applied.recent !== null) addNewest(index, scene, applied.recent, touched, seen);
  for (const dropped of applied.dropped) addDropped(index, scene, dropped, touched, seen);
  if (state.unjudged) return touchEvery(state, context, now);
  if (applied.visitBegan) {
    addOpen(index.forgetting, seen.brought, touched);
    touched.addAll(index.born);
  }
  addChanged(index, scene, before, seen, { touched, moved });
  if (followAvailability(state, availability)) touchAvailability(state, context);
}

/** All but those that want an event which has not come. */
function touchEvery(
  state: VisitorState,
  { configuration, availability }: DecisionContext,
  now: number,
): void {
  const { index } = configuration;
  const { brought } = (state.seen ??= seenAmong(index, state));
  addOpen(index.every, brought, touched);
  state.unjudged = false;
  if (timerAt(state.timers, everyTimer) <= now) setTimer(state.timers, everyTimer, null);
  followAvailability(state, availability);
}

function touchAvailability(state: VisitorState, { configuration }: DecisionContext): void {
  touched.addAll(configuration.index.agents);
  release(state, 'held');
}

function wake(state: VisitorState, context: DecisionContext, effects: Effect[]): void {
  state.wakeAt = null;
  if (!context.reachable || isVisitOver(state, context.now)) return;
  offerWaiting(state, context, effects);
  const { now } = context;
  const since = now - decisionLimits.timerOverdueMs;
  let skipped = 0;
  for (const due of takeDue(state.timers, now)) {
    if (due.at < since) skipped++;
    fallDue(state, due, context, { from: Math.max(due.at, since), to: now });
  }
  // What came late is judged now, too.
  if (state.unjudged) touchEvery(state, context, now);
  if (skipped > 0) {
    effects.push({ type: 'skipped-timer', count: skipped });
    state.unjudged = true;
  }
  judgeTouched(state, context, { now, trigger: null }, effects);
}

/** Has those judged for whom a timer stands, as far as they wait for an instant of a span. */
function fallDue(
  state: VisitorState,
  { timer, at }: DueTimer,
  context: DecisionContext,
  span: { readonly from: number; readonly to: number },
): void {
  const { index } = context.configuration;
  const watch = index.watches[clockOf(timer)];
  if (watch !== undefined) {
    const { brought } = (state.seen ??= seenAmong(index, state));
    addFallen(watch, span, state, brought, touched);
    moved.add(clockOf(timer));
  } else if (at < span.from) {
    // Who is skipped is judged with what comes next; nothing but this timer frees them for that.
    if (timer === capTimer) state.spentBeyond = null;
  } else if (timer === everyTimer) touchEvery(state, context, span.to);
  else if (timer === zoneTimer) release(state, 'held');
  else if (timer === capTimer) release(state, 'caps');
  else touched.add(timer);
}

function judgeTouched(
  state: VisitorState,
  context: DecisionContext,
  instant: Instant,
  effects: Effect[],
): void {
  judge(state, touched, context, instant, effects);
  followClocks(state, moved, context, instant.now);
}

function refresh(state: VisitorState, context: DecisionContext, effects: Effect[]): void {
  if (!context.reachable || isVisitOver(state, context.now)) {
    state.unjudged = true;
    return;
  }
  offerWaiting(state, context, effects);
  if (state.unjudged) touchEvery(state, context, context.now);
  else if (followAvailability(state, context.availability)) touchAvailability(state, context);
  judgeTouched(state, context, { now: context.now, trigger: null }, effects);
}

/** A visit that has had its gap is over, also before the next event says so. */
function scheduleWake(state: VisitorState, context: DecisionContext, effects: Effect[]): void {
  const at = context.reachable && mayDecide(state) ? nextWake(state, context.now) : null;
  if (at === state.wakeAt) return;
  state.wakeAt = at;
  effects.push({ type: 'wake', at });
}

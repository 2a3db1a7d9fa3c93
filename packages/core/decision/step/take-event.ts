// Takes an accepted event in: applies it to the profile, has it stored with what it came to, and finds
// the few campaigns that it touches. Nobody is judged by what came late, nor while nobody is there; the
// next event makes up for it.
import type { AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import type { VisitIntent } from '@opportune/protocol/behaviour/intent.ts';
import { VisitId } from '@opportune/protocol/ids.ts';
import { applyEvent, type Applied } from '../../behaviour/apply/apply-event.ts';
import { asksForScore, scoreVisitor } from '../../behaviour/apply/apply-intent.ts';
import { withReadablePath } from '../../behaviour/facts/readable-path.ts';
import { isVisitOver } from '../../behaviour/visit.ts';
import { sectionsOf, type SectionMatcher } from '../../campaign/sections.ts';
import { visitId } from '../../world/ids.ts';
import { followScores } from '../configuration/follow-scores.ts';
import type { StoredEvent } from '../effect.ts';
import type { VisitorState } from '../state/state.ts';
import { everyTimer, setTimerSooner } from '../timers/timers.ts';
import { answerDecision } from './answer.ts';
import { convert } from './convert.ts';
import { mayDecide } from './judge.ts';
import { release, releaseOfVisit, touchByEvent, touchOverdue } from './touch.ts';
import type { Instant, Turn } from './turn.ts';

/** Until the event is applied. */
const unknownVisit = VisitId.parse('none');

/** The instant at which those are judged whom it touches; null: nobody is judged now. */
export function takeEvent(turn: Turn, accepted: AcceptedEvent): Instant | null {
  const { state, context } = turn;
  const { index, sections } = context.configuration;
  const event = rowOf(accepted, sections);
  const { receivedAt } = event;
  index.noteValues(state);
  const { site, pages, front, engagements } = state;
  const { conversation } = engagements;
  const applied = applyEvent(state, event);
  // Other campaigns are for the visitor now than were asked so far.
  if (site !== state.site) leaveUnjudged(state);
  store(turn, event, applied);
  // Whatever began the visit, an import too: what the former had spent is not spent in this one.
  if (applied.visitBegan) releaseOfVisit(turn, receivedAt);
  if (!isJudgedNow(turn, event, applied)) return null;
  if (index.isRuledAnew(state)) state.seen = null;
  if (applied.visitBegan) touchOverdue(turn, receivedAt);
  else if (front !== state.front) release(turn, 'page');
  else if (pages !== state.pages || conversation !== state.engagements.conversation)
    release(turn, 'held');
  touchByEvent(turn, applied, receivedAt);
  return { now: receivedAt, trigger: event };
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

/** Completes the row by what the event came to. */
function store({ state, context, effects }: Turn, event: Row, applied: Applied): void {
  const { configuration } = context;
  const { timeliness } = applied;
  const intent = timeliness === 'live' ? newIntent(state, event, context.intent) : null;
  followScores(configuration.scores, state, event.receivedAt);
  answerDecision(state, event);
  event.visit = state.visit?.id ?? visitId(state.account, state.visitor, 0);
  event.holdout = state.holdout;
  if (intent !== null) event.intent = intent;
  effects.push({ type: 'store', event });
  if (state.bot) effects.push({ type: 'tell', id: event.id, code: 'event.bot' });
  else if (timeliness !== 'imported') convert(state, event, configuration, effects);
  if (timeliness === 'late') effects.push({ type: 'tell', id: event.id, code: 'event.late' });
}

/** Scored before the conditions are asked; what the row says is what a replay reads. */
function newIntent(
  state: VisitorState,
  event: AcceptedEvent,
  scorer: Turn['context']['intent'],
): VisitIntent | null {
  if (scorer === undefined || !asksForScore(state, event)) return null;
  return scoreVisitor(state, scorer, event.receivedAt);
}

/** Else campaigns are left unjudged, until an event or a timer has all of them judged. */
function isJudgedNow(
  { state, context }: Turn,
  { receivedAt }: AcceptedEvent,
  { timeliness }: Applied,
): boolean {
  if (!context.reachable || isVisitOver(state, receivedAt)) {
    leaveUnjudged(state);
    return false;
  }
  if (timeliness !== 'live') {
    // An instant follows at once, of all that came late together: what they made true is true now.
    setTimerSooner(state.timers, everyTimer, receivedAt);
    leaveUnjudged(state);
    return false;
  }
  if (mayDecide(state)) return true;
  state.seen = null;
  return false;
}

function leaveUnjudged(state: VisitorState): void {
  state.unjudged = true;
  state.seen = null;
}

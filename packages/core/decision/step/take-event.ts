// Processes an accepted event: applies it to the profile, has it stored with its results, and finds
// the few campaigns that it touches. Late events judge nothing, and neither do events while no
// browser is connected; the next event makes up for it.
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

/** A placeholder until the event is applied. */
const unknownVisit = VisitId.parse('none');

/** The instant at which the touched campaigns are judged. Null if none is judged now. */
export function takeEvent(turn: Turn, accepted: AcceptedEvent): Instant | null {
  const { state, context } = turn;
  const { index, sections } = context.configuration;
  const event = rowOf(accepted, sections);
  const { receivedAt } = event;
  index.noteValues(state);
  const { site, pages, front, engagements } = state;
  const { conversation } = engagements;
  const applied = applyEvent(state, event);
  // Campaigns of another site apply to the visitor now.
  if (site !== state.site) leaveUnjudged(state);
  store(turn, event, applied);
  // Any new visit, even an imported one, releases what the previous visit had spent.
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

/** Copied once: copying an event takes about a tenth of its whole processing time. */
function rowOf(accepted: AcceptedEvent, matchers: readonly SectionMatcher[]): Row {
  const event = withReadablePath(accepted);
  const sections = sectionsOf(event, matchers);
  const row: Row = { ...event, visit: unknownVisit, holdout: false };
  if (sections !== event.sections && sections.length > 0) row.sections = sections;
  return row;
}

/** Completes the row with the results of the event. */
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

/** Scored before conditions are evaluated. A replay reads the score from the row. */
function newIntent(
  state: VisitorState,
  event: AcceptedEvent,
  scorer: Turn['context']['intent'],
): VisitIntent | null {
  if (scorer === undefined || !asksForScore(state, event)) return null;
  return scoreVisitor(state, scorer, event.receivedAt);
}

/** Otherwise campaigns stay unjudged until an event or a timer judges all of them. */
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
    // One instant follows for all events that came late together: what they made true is true now.
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

// Rebuilds a visitor's state from the stored log: the fold of events, decisions and conversions in
// the order of their ordinals. It makes no decision again; it counts a moment that passed
// meanwhile.
import type { Conversion, Decision } from '@opportune/protocol/campaign/decision.ts';
import type { DecisionId, EventId } from '@opportune/protocol/ids.ts';
import { noteIntent } from '../../behaviour/apply/apply-intent.ts';
import { applyEvent } from '../../behaviour/apply/apply-event.ts';
import { noteId } from '../../behaviour/recent/known-ids.ts';
import { withReadablePath } from '../../behaviour/facts/readable-path.ts';
import { isVisitOver } from '../../behaviour/visit.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { adoptConfiguration, followAvailability } from '../step/adopt.ts';
import { answerDecision } from '../step/answer.ts';
import { credit } from '../step/convert.ts';
import type { CompiledConfiguration } from '../configuration/compile.ts';
import type { DecisionContext, Effect, StoredEvent } from '../effect.ts';
import { beginScores, followScores } from '../configuration/follow-scores.ts';
import { beginTurn } from '../step/turn.ts';
import { rearm } from './rearm.ts';
import { rememberDecision, type VisitorState } from '../state/state.ts';

export interface VisitorLog {
  readonly events: readonly StoredEvent[];
  readonly decisions: readonly Decision[];
  readonly conversions: readonly Conversion[];
}

/**
 * Restores a visitor of whom nothing is known yet. Returns the effects to perform now: withdrawals,
 * the next wake, skipped timers.
 */
export function restore(
  state: VisitorState,
  log: VisitorLog,
  context: DecisionContext,
): readonly Effect[] {
  const turn = beginTurn(state, context);
  fold(state, log, context.configuration);
  adoptConfiguration(turn);
  followAvailability(state, context.availability);
  // Every campaign is judged next. Computing this once avoids a walk over the events for each.
  context.configuration.index.seenOf(state);
  rearm(turn);
  return turn.effects;
}

/** Applies the valid rows of a log to an empty state. */
export function fold(
  state: VisitorState,
  log: VisitorLog,
  configuration: CompiledConfiguration,
): void {
  const { timeZone } = configuration.source.settings;
  for (const { item } of inOrder(standing(log))) {
    if ('arm' in item) rememberDecision(state, item, timeZone);
    else if ('key' in item) credit(state, item.goal, item.key);
    else foldEvent(state, item, configuration);
  }
}

/**
 * The log without rows that a crash separated from their event. Decisions and conversions are
 * stored before their event. If the event is missing, or was stored later because the client sent
 * it again, they were made again or never happened. Of two rows with the same id the newer is
 * valid. Rows older than the events read back (`profileLimits.restoreEvents`) cannot be checked and
 * are kept.
 */
export function standing(log: VisitorLog): VisitorLog {
  const { events, decisions, conversions } = log;
  if (decisions.length === 0 && conversions.length === 0) return log;
  const since = events.length < profileLimits.restoreEvents ? 0 : (events[0]?.ordinal ?? 0);
  const ordinals = new Set<number>();
  const firstOf = new Map<EventId, number>();
  for (const { id, ordinal } of events) {
    ordinals.add(ordinal);
    if (!firstOf.has(id)) firstOf.set(id, ordinal);
  }
  const stands = ({ event, ordinal }: Decision): boolean =>
    event === null || ordinal < since || (firstOf.get(event) ?? Infinity) < ordinal;
  const newest = new Map<DecisionId, Decision>();
  for (const each of decisions) if (stands(each)) newest.set(each.id, each);
  return {
    events,
    decisions: decisions.filter((each) => newest.get(each.id) === each),
    conversions: conversions.filter(({ ordinal }) => ordinal < since || ordinals.has(ordinal)),
  };
}

type Item = StoredEvent | Decision | Conversion;

/** A conversion has its event's ordinal and comes after it. */
function inOrder({
  events,
  decisions,
  conversions,
}: VisitorLog): readonly { readonly item: Item; readonly ordinal: number }[] {
  const items: { item: Item; ordinal: number; rank: number }[] = [];
  for (const item of events) items.push({ item, ordinal: item.ordinal, rank: 0 });
  for (const item of conversions) items.push({ item, ordinal: item.ordinal, rank: 1 });
  for (const item of decisions) items.push({ item, ordinal: item.ordinal, rank: 2 });
  return items.sort((one, other) => one.ordinal - other.ordinal || one.rank - other.rank);
}

function foldEvent(
  state: VisitorState,
  event: StoredEvent,
  configuration: CompiledConfiguration,
): void {
  if (noteId(state.known, event.id, event.receivedAt) === 'repeat') return;
  beginScores(configuration.scores, state, event.receivedAt);
  const { timeliness } = applyEvent(state, withReadablePath(event));
  // The log may begin in mid-visit. The visit keeps the id it was stored under.
  if (state.visit !== null && event.trust !== 'server') state.visit.id = event.visit;
  if (event.intent !== undefined) noteIntent(state, event.intent);
  followScores(configuration.scores, state, event.receivedAt);
  answerDecision(state, event);
  state.unjudged = timeliness !== 'live' || isVisitOver(state, event.receivedAt);
}

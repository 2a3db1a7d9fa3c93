// Brings a visitor's state back from the stored log: the fold of events, decisions and conversions in
// the order of their ordinals. It decides nothing again; a moment that passed meanwhile is counted.
import type { Conversion, Decision } from '@opportune/protocol/decision.ts';
import type { AccountId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import { applyEvent } from '../behaviour/apply-event.ts';
import { noteId } from '../behaviour/known-ids.ts';
import { adoptConfiguration, followAvailability } from './adopt.ts';
import { answerDecision } from './answer.ts';
import { credit } from './convert.ts';
import type { CompiledConfiguration } from './compile.ts';
import type { DecisionContext, Effect, StoredEvent } from './effect.ts';
import { rearm } from './rearm.ts';
import { newVisitor, rememberDecision, type VisitorState } from './state.ts';

export interface VisitorLog {
  readonly events: readonly StoredEvent[];
  readonly decisions: readonly Decision[];
  readonly conversions: readonly Conversion[];
}

/** The state that was lost, and what to perform now: withdrawals, the next wake, skipped timers. */
export function restore(
  account: AccountId,
  site: SiteId,
  visitor: VisitorId,
  log: VisitorLog,
  context: DecisionContext,
): { readonly state: VisitorState; readonly effects: readonly Effect[] } {
  const state = newVisitor(account, site, visitor);
  const effects: Effect[] = [];
  fold(state, log, context.configuration);
  adoptConfiguration(state, context, effects);
  followAvailability(state, context.availability);
  rearm(state, context, effects);
  return { state, effects };
}

/** Applies a log to a state of whom nothing is known. */
export function fold(
  state: VisitorState,
  log: VisitorLog,
  configuration: CompiledConfiguration,
): void {
  for (const { item } of inOrder(log)) {
    if ('arm' in item) rememberDecision(state, item);
    else if ('key' in item) credit(state, item.goal, item.key);
    else foldEvent(state, item, configuration);
  }
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
  const { timeliness } = applyEvent(state, event);
  // The log may begin in mid-visit; the visit keeps the id it was stored under.
  if (state.visit !== null && event.trust !== 'server') state.visit.id = event.visit;
  for (const score of configuration.scores) score.follow(state);
  answerDecision(state, event);
  state.unjudged = timeliness !== 'live';
}

// A visitor as the console shows them: a short profile, and the visit as a timeline.
import type { TimelineEntry, VisitorDetail } from '@opportune/protocol/rest/visitor.ts';
import { eventName, type Json, type JsonObject } from '@opportune/protocol/behaviour/event.ts';
import { orderValueIn } from '../../behaviour/apply/order-value.ts';
import type { RecentEvent } from '../../behaviour/recent/event-block.ts';
import { visitsSoFar } from '../../behaviour/past-visits.ts';
import { campaignName } from './campaign-name.ts';
import type { DecisionContext } from '../effect.ts';
import { armOf } from '../state/remembered-policy.ts';
import type { VisitorState } from '../state/state.ts';
import type { RememberedDecision } from '../state/remembered-decision.ts';

/** What is known of the visitor beyond this visit. */
export function profileOf(state: VisitorState): VisitorDetail['profile'] {
  return {
    firstSeenAt: state.firstSeenAt ?? 0,
    visits: visitsSoFar(state),
    orders: state.orders.count,
    orderValue: state.orders.value,
    traits: { ...state.person?.claims, ...state.person?.facts },
    searches: state.interest.searches,
    products: state.interest.products,
    dropped: state.dropped,
  };
}

/**
 * The newest events and the decisions among them, oldest first; pages with the seconds spent on
 * them.
 */
export function timeline(state: VisitorState, context: DecisionContext): TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  const recent = state.recent.toJSON();
  for (const [at, event] of recent.entries()) {
    if (recent[at - 1]?.visit !== event.visit) entries.push(visitEntry(event));
    if (!quiet.has(event.name)) entries.push(eventEntry(event, recent, at, context.now));
  }
  for (const decision of state.decisions)
    entries.push(decisionEntry(decision, campaignName(context, decision.campaign)));
  return entries.sort((one, other) => one.at - other.at);
}

/** Frequent events that tell a reader nothing. */
const quiet: ReadonlySet<string> = new Set([
  eventName.pageShown,
  eventName.pageHidden,
  eventName.pageLeft,
  eventName.idleStarted,
  eventName.idleEnded,
  eventName.scrollReached,
]);

function visitEntry({ receivedAt, visit }: RecentEvent): TimelineEntry {
  return { at: receivedAt, kind: 'visit', name: 'visit', about: '', value: visit };
}

function eventEntry(
  event: RecentEvent,
  recent: readonly RecentEvent[],
  at: number,
  now: number,
): TimelineEntry {
  return {
    at: event.receivedAt,
    kind: 'event',
    name: event.name,
    about: aboutOf(event),
    value: event.name === eventName.page ? secondsOnPage(event, recent, at, now) : valueOf(event),
  };
}

/** What an event is about, the most telling property first. */
const tellingProperties = [
  ...['title', 'name', 'query', 'mark', 'form', 'message', 'path'],
  ...['product_id', 'order_id', 'list_id', 'category', 'reason'],
];

/** Custom attributes may be personal: only the fact that they were set is shown. */
function aboutOf({ name, subject }: RecentEvent): string {
  if (name === eventName.attributesSet) return '';
  for (const key of tellingProperties) {
    const value = own(subject, key);
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number') return String(value);
  }
  return '';
}

/** Until the next page of the visit or until now, but not beyond a gap that ended the visit. */
function secondsOnPage(
  event: RecentEvent,
  recent: readonly RecentEvent[],
  at: number,
  now: number,
): number {
  const later = recent.slice(at + 1).filter(({ visit }) => visit === event.visit);
  const next = later.find(({ name }) => name === eventName.page);
  const isLast = recent[recent.length - 1]?.visit === event.visit;
  const end =
    next?.receivedAt ?? (isLast ? now : (later[later.length - 1]?.receivedAt ?? event.receivedAt));
  return Math.max(0, Math.round((end - event.receivedAt) / 1000));
}

function valueOf({ name, subject }: RecentEvent): number | null {
  if (name === eventName.attributesSet) return null;
  const price = own(subject, 'price');
  if (typeof price === 'number') return price;
  const sum = subject === null ? null : orderValueIn(subject);
  return sum;
}

function own(subject: JsonObject | null, key: string): Json | undefined {
  return subject !== null && Object.hasOwn(subject, key) ? subject[key] : undefined;
}

function decisionEntry(decision: RememberedDecision, name: string): TimelineEntry {
  const arm = armOf(decision);
  return {
    at: decision.at,
    kind: 'decision',
    name: 'decision',
    about: name,
    value: decision.policy !== null && arm === 'treatment' ? 'always' : arm,
  };
}

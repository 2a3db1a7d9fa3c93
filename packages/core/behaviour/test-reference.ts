// The slow, obvious evaluator that the fast one is tested against: no state, no index, no clocks; it
// reads the whole log anew for every question. It knows the meaning in SPEC.md and the written bounds.
// What it says of pages in front and attention is in test-reference-pages.ts.
import type { Condition, EventPattern } from '@opportune/protocol/condition.ts';
import { eventName, type AcceptedEvent, type Json } from '@opportune/protocol/event.ts';
import { profileLimits } from '@opportune/protocol/limits.ts';
import { attentionHolds } from './test-reference-pages.ts';

/** Whether a condition holds at `now` after these events, all live and of the visitor's own. */
export function referenceHolds(
  condition: Condition,
  log: readonly AcceptedEvent[],
  now: number,
): boolean {
  if ('all' in condition) return condition.all.every((part) => referenceHolds(part, log, now));
  if ('any' in condition) return condition.any.some((part) => referenceHolds(part, log, now));
  if ('not' in condition) return !referenceHolds(condition.not, log, now);
  const visits = visitNumbers(log);
  const visit = visits[visits.length - 1] ?? 0;
  const kept = log
    .map((event, at) => ({ event, visit: visits[at] ?? 0 }))
    .slice(-profileLimits.recentEvents);
  const current = kept.filter((each) => each.visit === visit).map(({ event }) => event);
  if ('performed' in condition) {
    const recent = kept.map(({ event }) => event);
    return hasPerformed(condition, current, recent, now);
  }
  if ('sequence' in condition) return hasSequence(condition, current, 0, -1, null);
  if ('absence' in condition) return isAbsent(condition, current, now);
  if ('fact' in condition) return factHolds(condition, log, now, visit);
  if ('score' in condition) return scoreUp(condition.score, log);
  return attentionHolds(condition, log, visits, now);
}

function visitNumbers(log: readonly AcceptedEvent[]): readonly number[] {
  let visit = 0;
  return log.map((event, at) => {
    const former = log[at - 1];
    if (former === undefined || event.receivedAt - former.receivedAt > profileLimits.visitGapMs)
      visit++;
    return visit;
  });
}

function hasPerformed(
  {
    performed,
    withinS,
    count = { op: 'gte', value: 1 },
  }: Extract<Condition, { performed: unknown }>,
  current: readonly AcceptedEvent[],
  recent: readonly AcceptedEvent[],
  now: number,
): boolean {
  const among =
    withinS === undefined
      ? current
      : recent.filter((event) => now - event.receivedAt < withinS * 1000);
  const many = among.filter((event) => fits(event, performed)).length;
  if (count.op === 'gte') return many >= count.value;
  return count.op === 'lte' ? many <= count.value : many === count.value;
}

function fits(event: AcceptedEvent, { event: name, where = [] }: EventPattern): boolean {
  return (
    event.name === name &&
    where.every(({ path, op, value }) => {
      const found: Json | undefined =
        event.properties[path] ??
        (path === 'path' && event.kind === 'page' ? event.page?.path : undefined);
      if (op === 'eq') return found !== undefined && found === value;
      return (
        op === 'gte' && typeof found === 'number' && typeof value === 'number' && found >= value
      );
    })
  );
}

/** Tries every way to pick the steps. */
function hasSequence(
  condition: Extract<Condition, { sequence: unknown }>,
  events: readonly AcceptedEvent[],
  step: number,
  previous: number,
  first: AcceptedEvent | null,
): boolean {
  const { sequence, withinS = Infinity, without } = condition;
  const pattern = sequence[step];
  if (pattern === undefined) {
    const last = events[previous];
    if (
      first === null ||
      last === undefined ||
      last.receivedAt - first.receivedAt >= withinS * 1000
    )
      return false;
    const between = events.slice(events.indexOf(first) + 1, previous);
    return without === undefined || !between.some((event) => fits(event, without));
  }
  return events.some(
    (event, at) =>
      at > previous &&
      fits(event, pattern) &&
      hasSequence(condition, events, step + 1, at, first ?? event),
  );
}

function isAbsent(
  { absence, after, withinS }: Extract<Condition, { absence: unknown }>,
  current: readonly AcceptedEvent[],
  now: number,
): boolean {
  const windowMs = withinS * 1000;
  return current.some(
    (event, at) =>
      fits(event, after) &&
      now - event.receivedAt >= windowMs &&
      !current
        .slice(at + 1)
        .some((later) => fits(later, absence) && later.receivedAt - event.receivedAt < windowMs),
  );
}

function factHolds(
  condition: Extract<Condition, { fact: unknown }>,
  log: readonly AcceptedEvent[],
  now: number,
  visit: number,
): boolean {
  const { fact, op, value } = condition;
  const visits = visitNumbers(log);
  const inVisit = log.filter((_, at) => visits[at] === visit);
  const total = cartTotal(log);
  const known: Readonly<Record<string, number | string | null>> = {
    'visit.pages':
      log.length === 0 ? null : inVisit.filter(({ name }) => name === eventName.page).length,
    'visit.events': log.length === 0 ? null : inVisit.length,
    'visit.duration': log.length === 0 ? null : (now - (inVisit[0]?.receivedAt ?? now)) / 1000,
    'visitor.visits': log.length === 0 ? null : visit,
    'cart.total': total,
  };
  const found = known[fact] ?? null;
  if (found === null || typeof found === 'string' || typeof value !== 'number') return false;
  return op === 'gte'
    ? found >= value
    : op === 'lt'
      ? found < value
      : op === 'eq' && found === value;
}

/** The newest whole cart, or nothing once an order came after it; an order reported again is none. */
function cartTotal(log: readonly AcceptedEvent[]): number | null {
  const firstReport = (order: AcceptedEvent): boolean =>
    log.find(
      ({ name, properties }) =>
        name === order.name && properties['order_id'] === order.properties['order_id'],
    ) === order;
  let total: number | null = null;
  for (const event of log) {
    if (event.name === eventName.cartUpdated) total = Number(event.properties['total']);
    if (event.name === eventName.orderCompleted && total !== null && firstReport(event)) total = 0;
  }
  return total;
}

function scoreUp(
  { rises, falls }: Extract<Condition, { score: unknown }>['score'],
  log: readonly AcceptedEvent[],
): boolean {
  let up = false;
  for (let at = 1; at <= log.length; at++) {
    const holdsAt = (op: 'gte' | 'lt', value: number): boolean =>
      factHolds({ fact: 'cart.total', op, value }, log.slice(0, at), 0, 0);
    if (!up && holdsAt('gte', rises)) up = true;
    else if (
      up &&
      !(
        holdsAt('gte', falls) &&
        !factHolds({ fact: 'cart.total', op: 'eq', value: falls }, log.slice(0, at), 0, 0)
      )
    )
      up = false;
  }
  return up;
}

// The slow, obvious evaluator that the fast one is tested against: no state, no index, no timers; it
// reads the whole log for every question. It knows the meaning in SPEC.md and the written bounds.
// Facts are in test-reference-facts.ts, pages in front and attention in test-reference-pages.ts.
import type { Condition, EventPattern } from '@opportune/protocol/condition.ts';
import type { AcceptedEvent } from '@opportune/protocol/event.ts';
import { profileLimits } from '@opportune/protocol/limits.ts';
import { compare } from './test-reference-compare.ts';
import { referenceFact } from './test-reference-facts.ts';
import { historyOf, type History } from './test-reference-history.ts';
import { dwellMs, idleSince, isLeaving } from './test-reference-pages.ts';

/** Whether a condition holds at `now` after these events, repeats among them. */
export function referenceHolds(
  condition: Condition,
  log: readonly AcceptedEvent[],
  now: number,
): boolean {
  if ('all' in condition) return condition.all.every((part) => referenceHolds(part, log, now));
  if ('any' in condition) return condition.any.some((part) => referenceHolds(part, log, now));
  if ('not' in condition) return !referenceHolds(condition.not, log, now);
  const history = historyOf(log);
  if ('fact' in condition) {
    const { fact, op, value } = condition;
    const found = referenceFact(fact, history, now);
    return found !== undefined && compare(found, op, value, now);
  }
  if ('score' in condition) return scoreUp(condition.score, log);
  if ('dwell' in condition) {
    const spent = dwellMs(condition.dwell.on, condition.dwell.section, history, now);
    return spent !== null && spent >= condition.dwell.forS * 1000;
  }
  if ('leaving' in condition) return isLeaving(history);
  if ('idle' in condition) {
    const since = idleSince(history);
    return since !== null && now - since >= condition.idle.forS * 1000;
  }
  return pastHolds(condition, history, now);
}

/** What looks back on live events: of all visits, or of this one. */
function pastHolds(
  condition: Extract<
    Condition,
    { performed: unknown } | { sequence: unknown } | { absence: unknown }
  >,
  { entries, visit }: History,
  now: number,
): boolean {
  const kept = entries.filter(({ live }) => live).slice(-profileLimits.recentEvents);
  const recent = kept.map(({ event }) => event);
  const current = kept.filter((each) => each.visit === visit).map(({ event }) => event);
  if ('performed' in condition) return hasPerformed(condition, current, recent, now);
  if ('absence' in condition) return isAbsent(condition, current, now);
  return hasSequence(condition, current, 0, -1, null);
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
      const page = path === 'path' && event.kind === 'page' ? event.page?.path : undefined;
      return compare(event.properties[path] ?? page ?? null, op, value, 0);
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

/** Follows the fact from the first event to the last. */
function scoreUp(
  { fact, rises, falls }: Extract<Condition, { score: unknown }>['score'],
  log: readonly AcceptedEvent[],
): boolean {
  let up = false;
  for (let many = 1; many <= log.length; many++) {
    const level = referenceFact(fact, historyOf(log.slice(0, many)), 0);
    up = typeof level === 'number' && (up ? level > falls : level >= rises);
  }
  return up;
}

// The slow, obvious evaluator that the fast one is tested against. It has no state, no index and no
// timers, and reads the whole log for every question. It implements the meaning in the
// specification and its bounds. Facts are in reference-facts.test-support.ts. Pages in front and
// attention are in reference-pages.test-support.ts.
import type {
  Condition,
  EventPattern,
  FactCondition,
} from '@opportune/protocol/campaign/condition.ts';
import { eventName, type AcceptedEvent, type Json } from '@opportune/protocol/behaviour/event.ts';
import { compare } from './reference-compare.test-support.ts';
import { referenceFact } from './reference-facts.test-support.ts';
import { historyOf, type Entry, type History } from './reference-history.test-support.ts';
import { dwellMs, idleSince, isLeaving } from './reference-pages.test-support.ts';

/** How many of the newest live events conditions look back on, and how many characters of them. */
export interface Bounds {
  readonly events: number;
  readonly size: number;
}

/** The bounds of [P7]. */
export const writtenBounds: Bounds = { events: 200, size: 8192 };

/** Whether a condition is true at `now` after these events, including repeats. */
export function referenceHolds(
  condition: Condition,
  log: readonly AcceptedEvent[],
  now: number,
  bounds: Bounds = writtenBounds,
): boolean {
  const part = (each: Condition): boolean => referenceHolds(each, log, now, bounds);
  if ('all' in condition) return condition.all.every(part);
  if ('any' in condition) return condition.any.some(part);
  if ('not' in condition) return !part(condition.not);
  const history = historyOf(log);
  if ('fact' in condition) {
    const { fact, op, value } = condition;
    const found = referenceFact(fact, history, now);
    return found !== undefined && compare(found, op, wantedOf(fact, value), now);
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
  return pastHolds(condition, history, now, bounds);
}

/** Searches and topics are stored in lower case and trimmed, so the wanted value is too. */
function wantedOf(fact: string, value: FactCondition['value']): FactCondition['value'] {
  if (fact !== 'search.words' && fact !== 'services.topics') return value;
  if (Array.isArray(value)) return value.map((each) => String(each).trim().toLowerCase());
  return typeof value === 'string' ? value.trim().toLowerCase() : value;
}

/** Conditions that look back on live events: of all visits, or of this one. */
function pastHolds(
  condition: Extract<
    Condition,
    { performed: unknown } | { sequence: unknown } | { absence: unknown }
  >,
  { entries, visit }: History,
  now: number,
  bounds: Bounds,
): boolean {
  const kept = newestWithin(
    entries.filter(({ live }) => live),
    bounds,
  );
  const recent = kept.map(({ event }) => event);
  const current = kept.filter((each) => each.visit === visit).map(({ event }) => event);
  if ('performed' in condition) return hasPerformed(condition, current, recent, now);
  if ('absence' in condition) return isAbsent(condition, current, now);
  return hasSequence(condition, current, 0, -1, null);
}

/** The most of the newest events that are within both bounds. */
function newestWithin(entries: readonly Entry[], { events, size }: Bounds): readonly Entry[] {
  for (let from = Math.max(0, entries.length - events); from < entries.length; from++) {
    const rest = entries.slice(from);
    if (rest.reduce((sum, { event }) => sum + sizeOf(event), 0) <= size) return rest;
  }
  return [];
}

/**
 * Characters of the name and the properties, for a page also of its own fields. A value that is not
 * text counts 4.
 */
function sizeOf({ name, properties, page, sections = [] }: AcceptedEvent): number {
  if (name !== eventName.page) return name.length + characters(properties);
  const { path = '', title = '', search = '', url = '' } = page ?? {};
  return name.length + characters({ path, title, search, url, section: sections, ...properties });
}

function characters(value: Json): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 4;
  if (Array.isArray(value)) return value.reduce((sum, item) => sum + 1 + characters(item), 0);
  return Object.entries(value).reduce((sum, [key, part]) => sum + key.length + characters(part), 0);
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

/** Tries every way to choose the steps. */
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

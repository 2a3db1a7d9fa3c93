// The slow, obvious evaluator that the fast one is tested against: no state, no index, no clocks; it
// reads the whole log anew for every question. It knows the meaning in SPEC.md and the written bounds.
import type { Condition, EventPattern } from '@opportune/protocol/condition.ts';
import { eventName, type AcceptedEvent, type Json } from '@opportune/protocol/event.ts';
import { profileLimits } from '@opportune/protocol/limits.ts';

interface View {
  readonly serial: number;
  readonly id: string | null;
  readonly sections: readonly string[];
  readonly path: string;
}
/** What was in front from an instant on. */
interface Stretch {
  readonly from: number;
  readonly front: View | null;
  readonly shown: boolean;
  readonly visit: number;
}

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
    const { performed, withinS, count = { op: 'gte', value: 1 } } = condition;
    const among =
      withinS === undefined
        ? current
        : kept.map(({ event }) => event).filter((event) => now - event.receivedAt < withinS * 1000);
    const many = among.filter((event) => fits(event, performed)).length;
    return count.op === 'gte'
      ? many >= count.value
      : count.op === 'lte'
        ? many <= count.value
        : many === count.value;
  }
  if ('sequence' in condition) return hasSequence(condition, current, 0, -1, null);
  if ('absence' in condition) {
    const windowMs = condition.withinS * 1000;
    return current.some(
      (event, at) =>
        fits(event, condition.after) &&
        now - event.receivedAt >= windowMs &&
        !current
          .slice(at + 1)
          .some(
            (later) =>
              fits(later, condition.absence) && later.receivedAt - event.receivedAt < windowMs,
          ),
    );
  }
  if ('fact' in condition) return factHolds(condition, log, now, visit);
  if ('score' in condition) return scoreUp(condition.score, log);
  const stretches = stretchesOf(log, visits);
  const last = stretches[stretches.length - 1];
  if (last === undefined || last.front === null)
    return (
      'dwell' in condition &&
      condition.dwell.on === 'visit' &&
      dwellHolds(condition.dwell, stretches, now)
    );
  if ('dwell' in condition) return dwellHolds(condition.dwell, stretches, now);
  if ('leaving' in condition) return isLeaving(log, visits, last.front);
  const since = idleSince(log, stretches);
  return last.shown && since !== null && now - since >= condition.idle.forS * 1000;
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

/** The page in front after each event, and whether it is shown. */
function stretchesOf(log: readonly AcceptedEvent[], visits: readonly number[]): readonly Stretch[] {
  let views: readonly View[] = [];
  let front: View | null = null;
  let shown = false;
  let serial = 0;
  return log.map((event, at): Stretch => {
    const visit = visits[at] ?? 0;
    if (visit !== visits[at - 1]) {
      views = views
        .filter(({ id }) => id !== null && id === event.pageView)
        .map((view) => ({ ...view, serial: ++serial }));
      front = views[0] ?? null;
      shown = front !== null;
    }
    const mine =
      event.pageView === undefined
        ? front
        : (views.find(({ id }) => id === event.pageView) ?? null);
    const again =
      event.name === eventName.page &&
      mine !== null &&
      mine.id !== null &&
      mine.path === event.page?.path;
    const opens =
      event.page !== undefined &&
      !again &&
      (event.name === eventName.page ||
        (mine === null && event.pageView !== undefined && opening(event.name)));
    if (opens) {
      front = {
        serial: ++serial,
        id: event.pageView ?? null,
        sections: event.sections ?? [],
        path: event.page?.path ?? '',
      };
      views = [...views.filter(({ id }) => id !== event.pageView), front].slice(-4);
      shown = true;
    } else if ((again || event.name === eventName.pageShown) && mine !== null) {
      front = mine;
      shown = true;
    } else if (event.name === eventName.pageHidden && mine === front) shown = false;
    else if (event.name === eventName.pageLeft && mine !== null) {
      views = views.filter((view) => view !== mine);
      if (mine === front) {
        front = null;
        shown = false;
      }
    }
    return { from: event.receivedAt, front, shown, visit };
  });
}

function opening(name: string): boolean {
  const silent: readonly string[] = [
    eventName.pageHidden,
    eventName.pageLeft,
    eventName.idleStarted,
    eventName.leaving,
    eventName.scrollReached,
  ];
  return !silent.includes(name);
}

function dwellHolds(
  dwell: Extract<Condition, { dwell: unknown }>['dwell'],
  stretches: readonly Stretch[],
  now: number,
): boolean {
  const last = stretches[stretches.length - 1];
  if (last === undefined) return false;
  const spent = (stretch: Stretch, at: number): number =>
    stretch.shown ? (stretches[at + 1]?.from ?? now) - stretch.from : 0;
  const sum = (wanted: (stretch: Stretch) => boolean): number =>
    stretches.reduce(
      (total, stretch, at) =>
        total + (stretch.visit === last.visit && wanted(stretch) ? spent(stretch, at) : 0),
      0,
    );
  const neededMs = dwell.forS * 1000;
  if (dwell.on === 'visit') return sum(() => true) >= neededMs;
  if (last.front === null) return false;
  if (dwell.on === 'page')
    return sum(({ front }) => front?.serial === last.front?.serial) >= neededMs;
  const candidates =
    dwell.section === undefined
      ? last.front.sections
      : last.front.sections.filter((each) => each === dwell.section);
  return candidates.some((section) => {
    const left = stretches.findLastIndex(
      ({ front, visit }) => visit !== last.visit || !(front?.sections.includes(section) ?? true),
    );
    return (
      stretches
        .slice(left + 1)
        .reduce((total, stretch, at) => total + spent(stretch, left + 1 + at), 0) >= neededMs
    );
  });
}

/** A Leaving on the page view in front, since it was opened. */
function isLeaving(log: readonly AcceptedEvent[], visits: readonly number[], front: View): boolean {
  return log.some((event, at) => {
    if (event.name !== eventName.leaving) return false;
    const then = stretchesOf(log.slice(0, at + 1), visits.slice(0, at + 1));
    const views = then.map((stretch) => stretch.front).filter((view) => view !== null);
    const meant =
      event.pageView === undefined
        ? then[then.length - 1]?.front?.serial
        : views.findLast(({ id }) => id === event.pageView)?.serial;
    return meant === front.serial;
  });
}

/** Idle began on the page in front and nothing was done since. */
function idleSince(log: readonly AcceptedEvent[], stretches: readonly Stretch[]): number | null {
  let since: number | null = null;
  for (const [at, event] of log.entries()) {
    const { front } = stretches[at] ?? { front: null };
    if (at > 0 && stretches[at]?.visit !== stretches[at - 1]?.visit) since = null;
    const onFront = event.pageView === undefined || event.pageView === front?.id;
    if (event.name === eventName.idleStarted) {
      if (front !== null && onFront) {
        const opened =
          stretches.find((stretch) => stretch.front?.serial === front.serial)?.from ?? 0;
        const afterS = event.properties['after_s'];
        since = Math.max(
          opened,
          event.receivedAt - (typeof afterS === 'number' ? afterS * 1000 : 0),
        );
      }
    } else if (event.name === eventName.pageHidden || event.name === eventName.pageLeft) {
      if (stretches[at]?.shown !== true) since = null;
    } else if (event.name !== eventName.leaving) since = null;
  }
  return since;
}

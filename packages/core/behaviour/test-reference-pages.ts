// The part of the slow evaluator that follows pages: which one is in front after each event, and so
// dwelling, leaving and idling. Like test-reference.ts it reads the whole log anew each time.
import type { Condition } from '@opportune/protocol/condition.ts';
import { eventName, type AcceptedEvent } from '@opportune/protocol/event.ts';

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

type OfAttention = Extract<
  Condition,
  { dwell: unknown } | { leaving: unknown } | { idle: unknown }
>;

/** Whether a condition on attention holds at `now`; `visits` numbers the visit of each event. */
export function attentionHolds(
  condition: OfAttention,
  log: readonly AcceptedEvent[],
  visits: readonly number[],
  now: number,
): boolean {
  const stretches = stretchesOf(log, visits);
  if ('dwell' in condition) return dwellHolds(condition.dwell, stretches, now);
  const last = stretches[stretches.length - 1];
  if (last === undefined || last.front === null) return false;
  if ('leaving' in condition) return isLeaving(log, visits, last.front);
  const since = idleSince(log, stretches);
  return last.shown && since !== null && now - since >= condition.idle.forS * 1000;
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

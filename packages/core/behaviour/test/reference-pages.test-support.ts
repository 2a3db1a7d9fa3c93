// The part of the slow evaluator that follows pages: which one is in front after each event, and
// from that dwell, leaving, idle time and scrolling. Like reference.test-support.ts it reads the
// whole log.
import {
  backgroundProperty,
  eventName,
  type AcceptedEvent,
  type Page,
} from '@opportune/protocol/behaviour/event.ts';
import type { Entry, History } from './reference-history.test-support.ts';

export interface View {
  /**
   * Attention starts again with each `serial`. `opening` stays the same while the page stays open.
   */
  readonly serial: number;
  readonly opening: number;
  readonly id: string | null;
  readonly sections: readonly string[];
  readonly path: string;
  readonly page: Page | null;
  readonly hidden: boolean;
}

/** What was in front from an instant on. */
export interface Stretch {
  readonly from: number;
  readonly front: View | null;
  readonly shown: boolean;
  readonly visit: number;
  /** The page view that the event is about. */
  readonly meant: View | null;
  /** What was in front when the event came, in its visit. */
  readonly before: View | null;
}

const known = new WeakMap<History, readonly Stretch[]>();

/** What is in front after each event. */
export function stretchesOf(history: History): readonly Stretch[] {
  const before = known.get(history);
  if (before !== undefined) return before;
  const stretches = follow(history.entries);
  known.set(history, stretches);
  return stretches;
}

interface Pages {
  readonly views: readonly View[];
  readonly front: View | null;
  readonly shown: boolean;
  readonly serial: number;
}

function follow(entries: readonly Entry[]): readonly Stretch[] {
  let pages: Pages = { views: [], front: null, shown: false, serial: 0 };
  return entries.map(({ event, visit, own, begins, clock }): Stretch => {
    if (begins) pages = inNewVisit(pages, event);
    const { front: before } = pages;
    if (own) pages = after(pages, event);
    const { front, shown } = pages;
    return {
      from: begins ? clock : event.receivedAt,
      front,
      shown,
      visit,
      before,
      meant: meantBy(pages, event),
    };
  });
}

/** Only the page that the first event of a visit is about stays open. A hidden one stays hidden. */
function inNewVisit({ views, serial }: Pages, event: AcceptedEvent): Pages {
  const stays = views.find(({ id }) => id !== null && id === event.pageView);
  if (stays === undefined) return { views: [], front: null, shown: false, serial };
  const front = { ...stays, serial: serial + 1 };
  return { views: [front], front, shown: !front.hidden, serial: serial + 1 };
}

function meantBy({ views, front }: Pages, { pageView }: AcceptedEvent): View | null {
  return pageView === undefined ? front : (views.find(({ id }) => id === pageView) ?? null);
}

function after(pages: Pages, event: AcceptedEvent): Pages {
  const meant = meantBy(pages, event);
  const isPage = event.name === eventName.page;
  const behind = isPage && event.properties[backgroundProperty] === true;
  const isNamed = isPage && event.pageView !== undefined;
  const again = isNamed && meant !== null && meant.path === event.page?.path;
  if (again && behind) return pages;
  if (again) return bringToFront(pages, meant);
  if (isPage && event.page !== undefined) return opened(pages, event, behind);
  if (event.name === eventName.pageShown && meant !== null) return bringToFront(pages, meant);
  if (event.name === eventName.pageHidden && meant !== null) return hide(pages, meant);
  if (event.name === eventName.pageLeft && meant !== null) return leave(pages, meant);
  const opens = meant === null && event.pageView !== undefined && event.page !== undefined;
  return opens && !silent.has(event.name) ? opened(pages, event, false) : pages;
}

const silent: ReadonlySet<string> = new Set([
  eventName.page,
  eventName.pageHidden,
  eventName.pageLeft,
  eventName.idleStarted,
  eventName.leaving,
  eventName.scrollReached,
  eventName.engagementShown,
  eventName.engagementMissed,
]);

/** Four stay open. One in the background is placed behind the page in front. */
function opened(
  { views, front, shown, serial }: Pages,
  event: AcceptedEvent,
  hidden: boolean,
): Pages {
  const view: View = {
    serial: serial + 1,
    opening: serial + 1,
    id: event.pageView ?? null,
    sections: event.sections ?? [],
    path: event.page?.path ?? '',
    page: event.page ?? null,
    hidden,
  };
  const others = views.filter(({ id }) => id !== view.id);
  if (!hidden)
    return { views: [...others, view].slice(-4), front: view, shown: true, serial: serial + 1 };
  const still = front !== null && front.id !== view.id ? front : null;
  const behind = [...others.filter((each) => each !== still), view];
  return {
    views: (still === null ? behind : [...behind, still]).slice(-4),
    front: still,
    shown: still !== null && shown,
    serial: serial + 1,
  };
}

function bringToFront({ views, front, shown, serial }: Pages, meant: View): Pages {
  const view = { ...meant, hidden: false };
  const stays = meant === front && shown;
  return {
    views: stays
      ? views.map((each) => (each === meant ? view : each))
      : [...views.filter((each) => each !== meant), view],
    front: view,
    shown: true,
    serial,
  };
}

function hide(pages: Pages, meant: View): Pages {
  const view = { ...meant, hidden: true };
  const isFront = meant === pages.front;
  return {
    ...pages,
    views: pages.views.map((each) => (each === meant ? view : each)),
    front: isFront ? view : pages.front,
    shown: pages.shown && !isFront,
  };
}

function leave(pages: Pages, meant: View): Pages {
  const views = pages.views.filter((each) => each !== meant);
  return meant === pages.front
    ? { ...pages, views, front: null, shown: false }
    : { ...pages, views };
}

/**
 * Milliseconds of attention on the page in front, in a section since it was entered, or in the
 * visit.
 */
export function dwellMs(
  on: 'page' | 'section' | 'visit',
  section: string | undefined,
  history: History,
  now: number,
): number | null {
  const stretches = stretchesOf(history);
  const last = stretches[stretches.length - 1];
  if (last === undefined || last.visit === 0) return null;
  const spent = (at: number): number => {
    const stretch = stretches[at];
    if (stretch === undefined || stretch.visit !== last.visit || !stretch.shown) return 0;
    return (stretches[at + 1]?.from ?? now) - stretch.from;
  };
  const sum = (wanted: (stretch: Stretch, at: number) => boolean): number =>
    stretches.reduce((total, each, at) => total + (wanted(each, at) ? spent(at) : 0), 0);
  if (on === 'visit') return sum(() => true);
  const { front } = last;
  if (front === null) return null;
  if (on === 'page') return sum((each) => each.front?.serial === front.serial);
  const stays = front.sections
    .filter((each) => section === undefined || each === section)
    .map((each) => {
      const left = stretches.findLastIndex(
        (stretch) =>
          stretch.visit !== last.visit || !(stretch.front?.sections.includes(each) ?? true),
      );
      return sum((_, at) => at > left);
    });
  return stays.length === 0 ? null : Math.max(...stays);
}

/** Whether the page view in front has a Leaving event in this visit. */
export function isLeaving(history: History): boolean {
  const stretches = stretchesOf(history);
  const front = stretches[stretches.length - 1]?.front ?? null;
  return (
    front !== null &&
    history.entries.some(
      ({ event, own }, at) =>
        own && event.name === eventName.leaving && stretches[at]?.meant?.serial === front.serial,
    )
  );
}

/** How far the page in front was scrolled since it was opened. */
export function scrolled(history: History): number | null {
  const stretches = stretchesOf(history);
  const front = stretches[stretches.length - 1]?.front ?? null;
  if (front === null) return null;
  const depths = history.entries
    .filter(
      ({ event, own }, at) =>
        own &&
        event.name === eventName.scrollReached &&
        stretches[at]?.meant?.opening === front.opening,
    )
    .map(({ event }) => Number(event.properties['percent']));
  return Math.max(0, ...depths);
}

/** Since when the visitor is idle on the shown page in front. Null while active. */
export function idleSince(history: History): number | null {
  const stretches = stretchesOf(history);
  let since: number | null = null;
  for (const [at, { event, own, begins }] of history.entries.entries()) {
    const stretch = stretches[at];
    const front = stretch?.front ?? null;
    if (begins) since = null;
    if (!own) continue;
    const behind = event.name === eventName.page && event.properties[backgroundProperty] === true;
    if (event.name === eventName.idleStarted) {
      if (front === null || stretch?.meant !== front) continue;
      const before = stretches
        .slice(0, at)
        .findLastIndex((each) => each.front?.serial !== front.serial || !each.shown);
      const shownAt = stretches[before + 1]?.from ?? 0;
      const afterS = event.properties['after_s'];
      since = Math.max(
        shownAt,
        event.receivedAt - (typeof afterS === 'number' ? afterS * 1000 : 0),
      );
    } else if (!behind && !inactive.has(event.name)) since = null;
    if (stretch?.shown !== true) since = null;
  }
  return stretches[stretches.length - 1]?.shown === true ? since : null;
}

const inactive: ReadonlySet<string> = new Set([
  eventName.pageHidden,
  eventName.pageLeft,
  eventName.leaving,
  eventName.engagementShown,
  eventName.engagementMissed,
]);

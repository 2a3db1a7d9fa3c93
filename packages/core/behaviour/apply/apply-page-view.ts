// The pages a visitor has open, which one is in front, and how long it had attention. Attention is
// time in front and shown. A hidden tab and one opened in the background do not count. Idle time
// counts; a condition can test for it.
import {
  backgroundProperty,
  eventName,
  type AcceptedEvent,
} from '@opportune/protocol/behaviour/event.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { none, type PageView, type Profile } from '../profile.ts';

/** The oldest page is closed. */
const { openPages } = profileLimits;
const maxIdleMs = 600_000;

/** Applies a live event to the page views. */
export function applyPageView(profile: Profile, event: AcceptedEvent): void {
  if (profile.visit === null || event.trust === 'server') return;
  switch (event.name) {
    case eventName.page:
      return open(profile, event);
    case eventName.pageShown:
      return show(profile, event);
    case eventName.pageHidden:
      return hide(profile, event);
    case eventName.pageLeft:
      return close(profile, event);
    case eventName.idleStarted:
      return idle(profile, event);
    case eventName.leaving:
      return leave(profile, event);
    case eventName.scrollReached:
      return scroll(profile, event);
    case eventName.engagementShown:
    case eventName.engagementMissed:
      return;
    default:
      return act(profile, event);
  }
}

/** A page call: a new page view in front, replacing one with the same id if there is one. */
function open(profile: Profile, event: AcceptedEvent): void {
  if (event.page === undefined) return;
  const id = event.pageView ?? null;
  const known = profile.pages.find((each) => each.id === id);
  // One page may be reported twice, for example by the tag and by the page's own code.
  const hidden = event.name === eventName.page && event.properties[backgroundProperty] === true;
  if (id !== null && known?.page.path === event.page.path)
    return hidden ? undefined : show(profile, event);
  settle(profile, event.receivedAt);
  const view: PageView = {
    serial: ++profile.pageSerial,
    id,
    page: event.page,
    sections: event.sections ?? none,
    since: event.receivedAt,
    attentionMs: 0,
    scroll: 0,
    leaving: false,
    hidden,
    shownAt: event.receivedAt,
  };
  if (hidden) return openBehind(profile, view);
  profile.pages = [...profile.pages.filter((each) => each.id !== id), view].slice(-openPages);
  turnTo(profile, view, event.receivedAt);
}

/** Opened in a background tab: the page in front stays there and is evicted last. */
function openBehind(profile: Profile, view: PageView): void {
  const { front } = profile;
  const others = profile.pages.filter((each) => each.id !== view.id && each !== front);
  const kept = front === null || front.id === view.id ? [] : [front];
  profile.pages = [...others, view, ...kept].slice(-openPages);
  if (front !== null && kept.length === 0) leaveFront(profile);
}

function show(profile: Profile, event: AcceptedEvent): void {
  const view = viewOf(profile, event);
  endIdle(profile);
  if (view === null) return event.page === undefined ? undefined : open(profile, event);
  view.hidden = false;
  if (view === profile.front && profile.shownSince !== null) return;
  settle(profile, event.receivedAt);
  profile.pages = profile.pages.filter((each) => each !== view).concat(view);
  turnTo(profile, view, event.receivedAt);
}

function hide(profile: Profile, event: AcceptedEvent): void {
  const view = viewOf(profile, event);
  if (view !== null) view.hidden = true;
  if (view !== profile.front) return;
  settle(profile, event.receivedAt);
  profile.shownSince = null;
  profile.idleSince = null;
}

function close(profile: Profile, event: AcceptedEvent): void {
  const view = viewOf(profile, event);
  if (view === null) return;
  settle(profile, event.receivedAt);
  profile.pages = profile.pages.filter((each) => each !== view);
  if (view !== profile.front) return;
  // Another page comes to the front only when it is opened or reports that it is shown. Sections
  // are left then, not now: between two pages of one section the visitor is still in it.
  leaveFront(profile);
}

function leaveFront(profile: Profile): void {
  profile.front = null;
  profile.shownSince = null;
  profile.idleSince = null;
}

/** `after_s`: seconds without input before the tag reported it. */
function idle(profile: Profile, event: AcceptedEvent): void {
  if (viewOf(profile, event) !== profile.front) return;
  const afterS = event.properties['after_s'];
  const before = typeof afterS === 'number' && afterS > 0 ? Math.min(afterS * 1000, maxIdleMs) : 0;
  // Returning to a page is activity. The time away does not undo that.
  const since = profile.front?.shownAt ?? event.receivedAt;
  profile.idleSince = Math.max(since, Math.round(event.receivedAt - before));
}

function leave(profile: Profile, event: AcceptedEvent): void {
  const view = viewOf(profile, event);
  if (view !== null) view.leaving = true;
}

function scroll(profile: Profile, event: AcceptedEvent): void {
  const view = viewOf(profile, event);
  const { percent } = event.properties;
  if (view !== null && typeof percent === 'number') view.scroll = Math.max(view.scroll, percent);
  endIdle(profile);
}

/** Any other live event of the visitor is activity. On an unknown page it opens that page. */
function act(profile: Profile, event: AcceptedEvent): void {
  if (event.pageView !== undefined && event.page !== undefined && viewOf(profile, event) === null)
    open(profile, event);
  endIdle(profile);
}

function endIdle(profile: Profile): void {
  profile.idleSince = null;
}

/** Whether an event belongs to the page in front, or no page is in front. */
export function isInFront(profile: Profile, event: AcceptedEvent): boolean {
  return profile.front === null || viewOf(profile, event) === profile.front;
}

/** The page view an event belongs to: by its id, or without an id the page in front. */
function viewOf(profile: Profile, event: AcceptedEvent): PageView | null {
  if (event.pageView === undefined) return profile.front;
  return profile.pages.find(({ id }) => id === event.pageView) ?? null;
}

/** Brings the page view to the front, shown. */
function turnTo(profile: Profile, view: PageView, now: number): void {
  const { visit } = profile;
  view.shownAt = now;
  profile.front = view;
  profile.shownSince = now;
  profile.idleSince = null;
  if (visit === null) return;
  const { path } = view.page;
  if (visit.path !== path) {
    visit.previousPath = visit.path;
    visit.previousSections = visit.path === null ? null : visit.pageSections;
  }
  visit.path = path;
  visit.pageSections = view.sections;
  stay(profile, view.sections);
}

/** Sections that the visitor stays in keep their time. Sections just entered start at 0. */
function stay(profile: Profile, sections: readonly string[]): void {
  const { visit } = profile;
  if (visit === null) return;
  visit.stays = sections.map(
    (section) =>
      visit.stays.find((each) => each.section === section) ?? { section, attentionMs: 0 },
  );
}

/** Books the attention up to now. A running clock continues from now. */
function settle(profile: Profile, now: number): void {
  const { shownSince, visit } = profile;
  if (shownSince === null) return;
  const spent = Math.max(0, now - shownSince);
  profile.shownSince = now;
  const { front } = profile;
  if (front !== null) front.attentionMs += spent;
  if (visit === null) return;
  visit.attentionMs += spent;
  for (const each of visit.stays) each.attentionMs += spent;
}

/** Attention booked and running, of a page, a stay in a section or the visit. */
export function attentionMs(profile: Profile, booked: number, now: number): number {
  return profile.shownSince === null ? booked : booked + Math.max(0, now - profile.shownSince);
}

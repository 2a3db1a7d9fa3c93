// When a visit begins, and what every event counts in it. A visit is a visitor's own events with no
// gap over 30 minutes. Server, late and imported events never end one.
import { eventName, type AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { visitId } from '../world/ids.ts';
import { boundedAdd } from './apply/bounded-list.ts';
import { none, type PageView, type Profile, type Visit } from './profile.ts';
import { countPast } from './past-visits.ts';
import { firstSourceOf, sourceOf } from './apply/source.ts';
import { clockOf, type Timeliness } from './apply/timeliness.ts';

/** Begins a visit if the event requires one, else continues the present one. True if it began. */
export function continueVisit(
  profile: Profile,
  event: AcceptedEvent,
  timeliness: Timeliness,
): boolean {
  const clock = clockOf(event);
  profile.firstSeenAt = Math.min(profile.firstSeenAt ?? clock, clock);
  if (event.trust === 'server') return false;
  const begins = beginsVisit(profile.visit, clock, timeliness);
  if (begins) beginVisit(profile, event, clock);
  else if (timeliness === 'imported' && isBefore(profile, clock)) countPast(profile, clock);
  else if (profile.visit !== null && timeliness !== 'late')
    profile.visit.lastAt = Math.max(profile.visit.lastAt, clock);
  return begins;
}

function isBefore({ visit }: Profile, clock: number): boolean {
  return visit !== null && clock < visit.startedAt;
}

/** No visitor is there, or not within the gap that ends a visit. `now`: ms since 1970. */
export function isVisitOver({ visit }: Pick<Profile, 'visit'>, now: number): boolean {
  return visit === null || now > visit.lastAt + profileLimits.visitGapMs;
}

function beginsVisit(visit: Visit | null, clock: number, timeliness: Timeliness): boolean {
  return visit === null || (timeliness !== 'late' && isVisitOver({ visit }, clock));
}

function beginVisit(profile: Profile, event: AcceptedEvent, clock: number): void {
  profile.previousVisitAt = profile.visit?.lastAt ?? null;
  profile.firstSource = firstSourceOf(profile);
  profile.visits++;
  profile.firstVisitAt ??= clock;
  profile.pages = profile.pages
    .filter(({ id }) => id !== null && id === event.pageView)
    .map(afresh);
  profile.front = profile.pages[0] ?? null;
  // A page in the background stays there.
  profile.shownSince = profile.front === null || profile.front.hidden ? null : clock;
  profile.idleSince = null;
  profile.visit = {
    id: visitId(profile.account, profile.visitor, event.ordinal),
    startedAt: clock,
    lastAt: clock,
    events: 0,
    pages: 0,
    attentionMs: 0,
    paths: none,
    sections: none,
    landing: null,
    intent: null,
    path: profile.front?.page.path ?? null,
    previousPath: null,
    pageSections: profile.front?.sections ?? none,
    previousSections: null,
    source: null,
    errors: 0,
    errorsMet: none,
    formsStarted: none,
    formsLeft: none,
    formsSubmitted: none,
    marks: none,
    conversations: 0,
    cartChanges: 0,
    stays: (profile.front?.sections ?? none).map((section) => ({ section, attentionMs: 0 })),
  };

  function afresh(view: PageView): PageView {
    return { ...view, since: clock, attentionMs: 0, leaving: false, shownAt: clock };
  }
}

/**
 * The visit that an event belongs to. Imported history from before the present visit belongs to no
 * known one.
 */
export function visitOf(
  { visit }: Profile,
  { at }: AcceptedEvent,
  timeliness: Timeliness,
): Visit | null {
  return timeliness === 'imported' && visit !== null && at < visit.startedAt ? null : visit;
}

/**
 * Counts the event in its visit. For a page or screen also its path, its sections and the source.
 */
export function countInVisit(profile: Profile, visit: Visit, event: AcceptedEvent): void {
  visit.events++;
  const { page } = event;
  if (page === undefined || event.name !== eventName.page) return;
  visit.pages++;
  visit.landing ??= page.path;
  visit.source ??= sourceOf(page);
  visit.paths = boundedAdd(profile, visit.paths, page.path, profileLimits.pages);
  for (const section of event.sections ?? none) {
    visit.sections = boundedAdd(profile, visit.sections, section, profileLimits.pages);
  }
}

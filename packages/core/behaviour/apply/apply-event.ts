// Applies one accepted event to the profile: the fold of the log. It decides nothing and reads no
// configuration. Sections by URL are resolved into the event before it comes here and is stored.
import { eventName, type AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import { applyAttributes } from './apply-attributes.ts';
import { applyCart } from './apply-cart.ts';
import { applyContact } from './apply-contact.ts';
import { applyEngagement } from './apply-engagement.ts';
import { applyIdentify } from './apply-identify.ts';
import { applyInterest } from './apply-interest.ts';
import { applyOrder, applyReturn } from './apply-order.ts';
import { applyPageView, isInFront } from './apply-page-view.ts';
import { sourceIn } from './source.ts';
import { timelinessOf, type Timeliness } from './timeliness.ts';
import { continueVisit, countInVisit, visitOf } from '../visit.ts';
import type { RecentEvent } from '../recent/event-block.ts';
import {
  addRecent,
  recentBounds,
  type DroppedEvent,
  type RecentBounds,
} from '../recent/recent-events.ts';
import type { Profile, Visit } from '../profile.ts';

export interface Applied {
  readonly timeliness: Timeliness;
  readonly visitBegan: boolean;
  /** The event as conditions see it, if it is live. */
  readonly recent: RecentEvent | null;
  /** The older events evicted for it. */
  readonly dropped: readonly DroppedEvent[];
}

const nothing: readonly DroppedEvent[] = [];

/** Applies an event that was not seen before. */
export function applyEvent(
  profile: Profile,
  event: AcceptedEvent,
  bounds: RecentBounds = recentBounds,
): Applied {
  const timeliness = timelinessOf(event);
  const visitBegan = continueVisit(profile, event, timeliness);
  noteSeen(profile, event);
  applyDevice(profile, event, timeliness);
  const visit = visitOf(profile, event, timeliness);
  if (visit !== null) countInVisit(profile, visit, event);
  applyFacts(profile, event, visit);
  if (timeliness === 'live') applyPageView(profile, event);
  applySite(profile, event);
  if (timeliness !== 'live') return { timeliness, visitBegan, recent: null, dropped: nothing };
  const dropped: DroppedEvent[] = [];
  const recent = addRecent(profile, event, dropped, bounds);
  return { timeliness, visitBegan, recent, dropped };
}

function noteSeen(profile: Profile, event: AcceptedEvent): void {
  profile.newestEvent = event.id;
  profile.lastSeenAt = Math.max(profile.lastSeenAt, event.receivedAt);
  if (event.bot) profile.bot = true;
}

/**
 * Sites of an account may know a browser by one id, because libraries keep it for a whole domain.
 * So server events do not move the visitor (the server may use any site's key), and neither does
 * imported history.
 */
function applySite(profile: Profile, event: AcceptedEvent): void {
  const { trust, imported, site } = event;
  if (site === profile.site || trust === 'server' || imported) return;
  if (isInFront(profile, event)) profile.site = site;
}

/** Imported history says nothing of the present browser. */
function applyDevice(profile: Profile, event: AcceptedEvent, timeliness: Timeliness): void {
  const { device, place, trust } = event;
  if (trust === 'server') return;
  const isPast = timeliness === 'imported';
  if (device !== undefined && takesPlaceOf(profile.device, device, isPast)) profile.device = device;
  if (place !== undefined && takesPlaceOf(profile.place, place, isPast)) profile.place = place;
}

function takesPlaceOf<Value extends object>(
  known: Value | null,
  value: Value,
  isPast: boolean,
): boolean {
  return known === null || (!isPast && !sameFields(value, known));
}

/** Keeping the older of two equal values lets thousands of events share one object. */
function sameFields<Value extends object>(one: Value, other: Value): boolean {
  if (one === other) return true;
  for (const key in one) if (one[key] !== other[key]) return false;
  return true;
}

function applyFacts(profile: Profile, event: AcceptedEvent, visit: Visit | null): void {
  switch (event.name) {
    case eventName.cartUpdated:
    case eventName.productAdded:
    case eventName.productRemoved:
      applyCart(profile, event, visit);
      return;
    case eventName.orderCompleted:
      applyOrder(profile, event);
      return;
    case eventName.orderRefunded:
    case eventName.orderCancelled:
      return applyReturn(profile, event);
    case eventName.productViewed:
    case eventName.productsSearched:
    case eventName.errorMet:
    case eventName.formStarted:
    case eventName.formLeft:
    case eventName.formSubmitted:
    case eventName.elementClicked:
      return applyInterest(profile, event, visit);
    case eventName.engagementShown:
    case eventName.engagementClicked:
    case eventName.engagementDismissed:
    case eventName.engagementMissed:
    case eventName.engagementMuted:
    case eventName.conversationStarted:
    case eventName.conversationAnswered:
    case eventName.conversationEnded:
    case eventName.conversationReopened:
      return applyEngagement(profile, event, visit);
    case eventName.leadSubmitted:
    case eventName.serviceRequested:
    case eventName.serviceResolved:
      return applyContact(profile, event);
    case eventName.attributesSet:
      return applyAttributes(profile, event);
    case eventName.sourceReported:
      if (visit !== null) visit.source = sourceIn(event.properties);
      return;
    default:
      if (event.kind === 'identify') applyIdentify(profile, event);
  }
}

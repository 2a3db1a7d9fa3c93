// Applies one accepted event to the profile: the fold of the log. It decides nothing and asks no
// configuration; sections by URL are resolved into the event before it comes here and is stored.
import { eventName, type AcceptedEvent } from '@opportune/protocol/event.ts';
import { applyAttributes } from './apply-attributes.ts';
import { applyCart } from './apply-cart.ts';
import { applyContact } from './apply-contact.ts';
import { applyEngagement } from './apply-engagement.ts';
import { applyIdentify } from './apply-identify.ts';
import { applyInterest } from './apply-interest.ts';
import { applyOrder, applyReturn } from './apply-order.ts';
import { applyPageView } from './apply-page-view.ts';
import { sourceIn } from './source.ts';
import { timelinessOf, type Timeliness } from './timeliness.ts';
import { continueVisit, countInVisit } from './visit.ts';
import type { RecentEvent } from './event-block.ts';
import { addRecent, recentBounds, type DroppedEvent, type RecentBounds } from './recent-events.ts';
import type { Profile } from './profile.ts';

export interface Applied {
  readonly timeliness: Timeliness;
  readonly visitBegan: boolean;
  /** The event as conditions see it, where it is live. */
  readonly recent: RecentEvent | null;
  /** What fell out of the newest events for it. */
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
  profile.newestEvent = event.id;
  profile.lastSeenAt = Math.max(profile.lastSeenAt, event.receivedAt);
  if (event.bot) profile.bot = true;
  applyDevice(profile, event);
  countInVisit(profile, event);
  applyFacts(profile, event);
  if (timeliness !== 'live') return { timeliness, visitBegan, recent: null, dropped: nothing };
  applyPageView(profile, event);
  const dropped: DroppedEvent[] = [];
  const recent = addRecent(profile, event, dropped, bounds);
  return { timeliness, visitBegan, recent, dropped };
}

function applyDevice(profile: Profile, event: AcceptedEvent): void {
  const { device, place, trust } = event;
  if (trust === 'server') return;
  if (device !== undefined && !sameFields(device, profile.device)) profile.device = device;
  if (place !== undefined && !sameFields(place, profile.place)) profile.place = place;
}

/** Keeping the older of two equal values lets thousands of events share one. */
function sameFields<Value extends object>(one: Value, other: Value | null): boolean {
  if (one === other) return true;
  if (other === null) return false;
  for (const key in one) if (one[key] !== other[key]) return false;
  return true;
}

function applyFacts(profile: Profile, event: AcceptedEvent): void {
  switch (event.name) {
    case eventName.cartUpdated:
    case eventName.productAdded:
    case eventName.productRemoved:
      return applyCart(profile, event);
    case eventName.orderCompleted:
      return applyOrder(profile, event);
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
      return applyInterest(profile, event);
    case eventName.engagementShown:
    case eventName.engagementClicked:
    case eventName.engagementDismissed:
    case eventName.engagementMissed:
    case eventName.engagementMuted:
    case eventName.conversationStarted:
    case eventName.conversationAnswered:
    case eventName.conversationEnded:
    case eventName.conversationReopened:
      return applyEngagement(profile, event);
    case eventName.leadSubmitted:
    case eventName.serviceRequested:
    case eventName.serviceResolved:
      return applyContact(profile, event);
    case eventName.attributesSet:
      return applyAttributes(profile, event);
    case eventName.sourceReported:
      if (profile.visit !== null) profile.visit.source = sourceIn(event.properties);
      return;
    default:
      if (event.kind === 'identify') applyIdentify(profile, event);
  }
}

// Events: what a client sends (Segment-compatible), what intake makes of it, and the names of the
// standard events. Schemas only; admission is in server/collect.
import { z } from 'zod';
import { intakeLimits } from '../limits/intake.ts';
import {
  type AccountId,
  type DecisionId,
  EventId,
  PageViewId,
  type SiteId,
  type VisitorId,
} from '../ids.ts';

/** Who vouches for an event: the page (public key), a signed token, or the business's server. */
export const Trust = z.enum(['page', 'signed', 'server']);
export type Trust = z.infer<typeof Trust>;

export const EventKind = z.enum(['track', 'page', 'screen', 'identify', 'group', 'alias']);
export type EventKind = z.infer<typeof EventKind>;

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}
const JsonObjectSchema = z.record(z.string(), z.unknown()) as unknown as z.ZodType<JsonObject>;

/** The page an event happened on. */
export const Page = z.object({
  url: z.string().max(2048),
  path: z.string().max(1024),
  /** The query string with its `?`, or empty. */
  search: z.string().max(1024).default(''),
  title: z.string().max(512).default(''),
  referrer: z.string().max(2048).default(''),
});
export type Page = z.infer<typeof Page>;

/**
 * One event as the tag sends it in a frame or batch. `at` is the browser's clock, ms since 1970.
 */
export const ClientEvent = z.object({
  id: EventId,
  kind: EventKind,
  /** `Page` for page calls, else the track name. */
  name: z.string().min(1).max(intakeLimits.nameLength),
  at: z.number(),
  pageView: PageViewId.optional(),
  page: Page.optional(),
  /** Sections that the page itself names (`data-section`). */
  sections: z.array(z.string().max(64)).max(10).optional(),
  properties: JsonObjectSchema.default({}),
  userId: z.string().max(256).optional(),
  /** For identify: a signed token that names `userId`; see docs/integrate/customers.md. */
  token: z.string().max(4096).optional(),
});
export type ClientEvent = z.infer<typeof ClientEvent>;

/** The browser, from its headers and the tag's hello. Empty means unknown. */
export const Device = z.object({
  type: z.enum(['desktop', 'phone', 'tablet', 'bot', 'server', 'unknown']),
  browser: z.string(),
  os: z.string(),
  language: z.string(),
  /** The browser's IANA zone. */
  timeZone: z.string(),
  viewportWidth: z.number(),
});
export type Device = z.infer<typeof Device>;

/** ISO 3166 country and so on. `null` if no database is configured or the address is unknown. */
export const Place = z.object({
  country: z.string().nullable(),
  region: z.string().nullable(),
  city: z.string().nullable(),
});
export type Place = z.infer<typeof Place>;

/**
 * One event after admission: the engine's input and the row of the log. `at` is event time
 * corrected for skew and never after `receivedAt`; moments run on `receivedAt`.
 */
export interface AcceptedEvent {
  readonly account: AccountId;
  readonly site: SiteId;
  readonly visitor: VisitorId;
  readonly id: EventId;
  readonly kind: EventKind;
  readonly name: string;
  readonly trust: Trust;
  readonly at: number;
  readonly receivedAt: number;
  /** Strictly increasing over everything an owner accepts: the order of the log. */
  readonly ordinal: number;
  readonly pageView?: PageViewId;
  readonly page?: Page;
  readonly sections?: readonly string[];
  readonly properties: JsonObject;
  readonly userId?: string;
  readonly device?: Device;
  readonly place?: Place;
  readonly bot: boolean;
  /** History brought in by `npm run import`: updates facts and reports, fires nothing. */
  readonly imported: boolean;
  /** For engagement events: the decision they answer. */
  readonly decision?: DecisionId;
}

/** Names to which the product itself gives meaning. Segment's names if Segment has one. */
export const eventName = {
  page: 'Page',
  screen: 'Screen',
  identify: 'Identify',
  group: 'Group',
  alias: 'Alias',
  productViewed: 'Product Viewed',
  productListViewed: 'Product List Viewed',
  productsSearched: 'Products Searched',
  productAdded: 'Product Added',
  productRemoved: 'Product Removed',
  cartViewed: 'Cart Viewed',
  /** Our own: the whole cart after a change, `{total, items, currency, products}`. */
  cartUpdated: 'Cart Updated',
  checkoutStarted: 'Checkout Started',
  checkoutStepViewed: 'Checkout Step Viewed',
  checkoutStepCompleted: 'Checkout Step Completed',
  orderCompleted: 'Order Completed',
  orderRefunded: 'Order Refunded',
  orderCancelled: 'Order Cancelled',
  /** Our own: `{form, lead_id, value, currency}`. */
  leadSubmitted: 'Lead Submitted',
  /** Our own: what a visitor wants help with, and that it was settled: `{topic, service_id}`. */
  serviceRequested: 'Service Requested',
  serviceResolved: 'Service Resolved',
  /**
   * Our own: how the visit came about, if no landing page shows it: `{source, medium, campaign,
   * term, content, referrer}`.
   */
  sourceReported: 'Source Reported',
  /** Our own: custom attributes of the visitor by name. Null removes one. */
  attributesSet: 'Attributes Set',
  pageShown: 'Page Shown',
  pageHidden: 'Page Hidden',
  pageLeft: 'Page Left',
  idleStarted: 'Idle Started',
  idleEnded: 'Idle Ended',
  /** The pointer left through the top, or the visitor is about to navigate back. */
  leaving: 'Leaving',
  /** `{percent: 25|50|75|90|100}` */
  scrollReached: 'Scroll Reached',
  /** An element marked `data-opportune="name"`: `{mark}` */
  elementClicked: 'Element Clicked',
  formStarted: 'Form Started',
  formLeft: 'Form Left',
  formSubmitted: 'Form Submitted',
  /** `{message, source}` of a script error, or `opportune('track', 'Error Met', …)` by the page. */
  errorMet: 'Error Met',
  consentChanged: 'Consent Changed',
  engagementShown: 'Engagement Shown',
  engagementClicked: 'Engagement Clicked',
  engagementDismissed: 'Engagement Dismissed',
  /** Decided, but not shown: page gone, zone taken, renderer failed. `{reason}` */
  engagementMissed: 'Engagement Missed',
  /** The visitor asked not to be asked again. */
  engagementMuted: 'Engagement Muted',
  conversationStarted: 'Conversation Started',
  conversationAnswered: 'Conversation Answered',
  conversationEnded: 'Conversation Ended',
  conversationReopened: 'Conversation Reopened',
  /** A call is over. `{conversation, decision, campaign, queued, accepted, reason, spokeS}` */
  callEnded: 'Call Ended',
} as const;

/** Bounded, so that no product or sum of amounts, nor the square of one, is infinite. */
const Amount = z.number().min(-intakeLimits.amount).max(intakeLimits.amount);
/** Properties of the e-commerce events that conditions, goals and results read. All optional. */
export const OrderProperties = z.object({
  order_id: z.union([z.string().max(128), z.number()]).optional(),
  total: Amount.optional(),
  revenue: Amount.optional(),
  value: Amount.optional(),
  currency: z.string().max(8).optional(),
});
export const CartProperties = z.object({
  total: Amount.nonnegative(),
  items: Amount.int().nonnegative(),
  currency: z.string().max(8).optional(),
});
export const ProductProperties = z.object({
  product_id: z.union([z.string().max(128), z.number()]).optional(),
  sku: z.string().max(128).optional(),
  name: z.string().max(512).optional(),
  category: z.string().max(256).optional(),
  price: Amount.optional(),
  quantity: Amount.optional(),
});
export const SearchProperties = z.object({ query: z.string().max(1024) });
export const LeadProperties = z.object({
  lead_id: z.union([z.string().max(128), z.number()]).optional(),
  form: z.string().max(256).optional(),
  value: Amount.optional(),
  currency: z.string().max(8).optional(),
});
export const ServiceProperties = z.object({
  service_id: z.union([z.string().max(128), z.number()]).optional(),
  topic: z.string().max(256).optional(),
});
export const ErrorProperties = z.object({
  message: z.string().optional(),
  source: z.string().optional(),
});
export const FormProperties = z.object({ form: z.union([z.string(), z.number()]).optional() });
const SourceText = z.string().max(256).optional();
export const SourceProperties = z.object({
  source: SourceText,
  medium: SourceText,
  campaign: SourceText,
  term: SourceText,
  content: SourceText,
  referrer: z.string().max(2048).optional(),
});
/**
 * A page that opens in a background tab: `Page` with this property true. It is not in front until
 * it is shown.
 */
export const backgroundProperty = 'background';

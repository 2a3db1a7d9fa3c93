// What the engine keeps of one visitor: facts, the visit, the open pages, the newest events. It is
// exactly the fold of the visitor's log, mutated in place, and bounded by `profileLimits`.
import type { Device, Page, Place } from '@opportune/protocol/behaviour/event.ts';
import type {
  AccountId,
  ConversationId,
  EventId,
  PageViewId,
  SiteId,
  VisitId,
  VisitorId,
} from '@opportune/protocol/ids.ts';
import type { VisitIntent } from '@opportune/protocol/behaviour/intent.ts';
import { EventBlock } from './recent/event-block.ts';
import { RecentMemory } from './recent/recent-memory.ts';
import { newKnownIds, type KnownIds } from './recent/known-ids.ts';
import type { PastVisits } from './past-visits.ts';
import type { SeenPatterns } from './recent/seen-patterns.ts';

export type Scalar = string | number | boolean;

/** Lists are replaced, never changed in place, so that a new reference means a change. */
export interface Profile {
  readonly account: AccountId;
  /** The site of the page in front; without one, of the visitor's last activity. */
  site: SiteId;
  readonly visitor: VisitorId;
  readonly known: KnownIds;
  /** The newest event that everything known is based on. */
  newestEvent: EventId | null;
  firstSeenAt: number | null;
  /** Receipt of the newest event. */
  lastSeenAt: number;
  visits: number;
  /** When the first visit began. */
  firstVisitAt: number | null;
  /** Earlier visits from history imported since. Null for none. */
  past: PastVisits | null;
  /** When the visit before this one ended. */
  previousVisitAt: number | null;
  visit: Visit | null;
  /** The source of the first visit that had one. Null until the visit after it begins. */
  firstSource: FirstSource | null;
  /** Open page views, the newest last. */
  pages: PageView[];
  /** The page view in front. Null between two pages. */
  front: PageView | null;
  pageSerial: number;
  /** Since when the page in front is shown. Null while it is hidden or there is none. */
  shownSince: number | null;
  idleSince: number | null;
  readonly recent: EventBlock;
  /** What `recent` fits of the present configuration. Null: not known, read the events. */
  seen: SeenPatterns | null;
  readonly cart: Cart;
  readonly orders: Orders;
  readonly interest: Interest;
  readonly leads: Leads;
  readonly services: Services;
  person: Person | null;
  /** Custom attributes by name, declared or not. Null for none. */
  attributes: ReadonlyMap<string, Attribute> | null;
  device: Device | null;
  place: Place | null;
  readonly engagements: Engagements;
  /** Hysteresis of score nodes, by the node's content. */
  scores: Map<string, boolean> | null;
  bot: boolean;
  /** How many remembered items were evicted at their bound. */
  dropped: number;
}

export interface Visit {
  id: VisitId;
  readonly startedAt: number;
  lastAt: number;
  events: number;
  pages: number;
  attentionMs: number;
  paths: readonly string[];
  sections: readonly string[];
  landing: string | null;
  /** As last recorded in the log. Null if not scored. */
  intent: VisitIntent | null;
  path: string | null;
  previousPath: string | null;
  /** Of the page at `path`, and of the one at `previousPath`. */
  pageSections: readonly string[];
  previousSections: readonly string[] | null;
  source: Source | null;
  errors: number;
  errorsMet: readonly string[];
  formsStarted: readonly string[];
  formsLeft: readonly string[];
  formsSubmitted: readonly string[];
  marks: readonly string[];
  conversations: number;
  cartChanges: number;
  /**
   * Attention in each section of the page in front, or of the last page, since the section was
   * entered.
   */
  stays: SectionStay[];
}

export interface SectionStay {
  readonly section: string;
  attentionMs: number;
}

export interface Source {
  readonly referrer: string;
  readonly channel: 'direct' | 'search' | 'social' | 'email' | 'paid' | 'referral' | 'campaign';
  readonly utmSource: string | null;
  readonly utmMedium: string | null;
  readonly utmCampaign: string | null;
  readonly utmTerm: string | null;
  readonly utmContent: string | null;
}

/** What is remembered of a source when its visit is over. */
export interface FirstSource extends Pick<
  Source,
  'channel' | 'utmSource' | 'utmMedium' | 'utmCampaign'
> {
  /** The referrer's host. Null if there was none. */
  readonly referrer: string | null;
}

export interface PageView {
  readonly serial: number;
  readonly id: PageViewId | null;
  readonly page: Page;
  readonly sections: readonly string[];
  readonly since: number;
  attentionMs: number;
  scroll: number;
  leaving: boolean;
  /** Its tab is in the background. */
  hidden: boolean;
  /** When it was last brought to the front. */
  shownAt: number;
}

export interface Cart {
  total: number | null;
  items: number | null;
  highest: number | null;
  changedAt: number | null;
  /**
   * By how much the last change moved the total. Null before the first change and after an order.
   */
  change: number | null;
  products: readonly string[];
  /** Event time of the newest whole cart. */
  at: number;
  /** Event time of the last change of any kind, including an order. */
  newestAt: number;
  /** The site reports whole carts, so single products are not added up. */
  whole: boolean;
}

export interface Orders {
  count: number;
  value: number;
  lastAt: number | null;
  /** Fingerprints of the newest order ids, and the remaining value of each. */
  ids: readonly number[];
  values: readonly number[];
}

export interface Interest {
  products: readonly string[];
  productCount: number;
  /** How many of those views were of a product remembered from before. */
  againCount: number;
  categories: readonly string[];
  searches: readonly string[];
  searchCount: number;
}

export interface Leads {
  count: number;
  lastAt: number | null;
}

export interface Services {
  requested: number;
  resolved: number;
  topics: readonly string[];
}

/** `vouched`: signed or from the business's server. No page changes it. */
export interface Attribute {
  readonly value: Scalar;
  readonly vouched: boolean;
  /** Event time. */
  readonly at: number;
}

/** Who the visitor claims to be, and who a signed token or the business's server says they are. */
export interface Person {
  userId: string | null;
  verified: boolean;
  /** Event time of the latest statement. */
  at: number;
  claims: Readonly<Record<string, Scalar>>;
  facts: Readonly<Record<string, Scalar>>;
}

export interface Engagements {
  shown: number;
  clicked: number;
  dismissed: number;
  missed: number;
  /** What became of the latest engagement, and when. */
  outcome: 'shown' | 'clicked' | 'dismissed' | 'missed' | 'muted' | null;
  lastAt: number | null;
  muted: boolean;
  conversation: ConversationId | null;
  conversations: number;
  answered: number;
}

/** A visitor of whom nothing is known yet. `memory` is shared by all visitors kept together. */
export function newProfile(
  account: AccountId,
  site: SiteId,
  visitor: VisitorId,
  memory = new RecentMemory(),
): Profile {
  return {
    account,
    site,
    visitor,
    known: newKnownIds(),
    newestEvent: null,
    firstSeenAt: null,
    lastSeenAt: 0,
    visits: 0,
    firstVisitAt: null,
    past: null,
    previousVisitAt: null,
    visit: null,
    firstSource: null,
    pages: [],
    front: null,
    pageSerial: 0,
    shownSince: null,
    idleSince: null,
    recent: new EventBlock(memory),
    seen: null,
    cart: {
      total: null,
      items: null,
      highest: null,
      changedAt: null,
      change: null,
      products: none,
      at: 0,
      newestAt: 0,
      whole: false,
    },
    orders: { count: 0, value: 0, lastAt: null, ids: noNumbers, values: noNumbers },
    interest: {
      products: none,
      productCount: 0,
      againCount: 0,
      categories: none,
      searches: none,
      searchCount: 0,
    },
    leads: { count: 0, lastAt: null },
    services: { requested: 0, resolved: 0, topics: none },
    person: null,
    attributes: null,
    device: null,
    place: null,
    engagements: {
      shown: 0,
      clicked: 0,
      dismissed: 0,
      missed: 0,
      outcome: null,
      lastAt: null,
      muted: false,
      conversation: null,
      conversations: 0,
      answered: 0,
    },
    scores: null,
    bot: false,
    dropped: 0,
  };
}

/** One shared empty list, so that "still empty" is the same reference. */
export const none: readonly string[] = [];
const noNumbers: readonly number[] = [];

// Random visits for property tests: few names, few values and short pauses, so that they often
// coincide. Random conditions are in conditions.test-support.ts.
import fc from 'fast-check';
import {
  eventName,
  type AcceptedEvent,
  type Device,
  type JsonObject,
  type Place,
  type Trust,
} from '@opportune/protocol/behaviour/event.ts';
import type { SiteId } from '@opportune/protocol/ids.ts';
import { event, noon, otherSite, pageAt, site } from '../../world/test/shop.test-support.ts';

/** One thing a visitor does, after a pause. */
export interface Deed {
  readonly pauseMs: number;
  readonly name: string;
  readonly view: number;
  readonly path: string | null;
  readonly properties: JsonObject;
}

/** A deed with details of how it reaches the server. */
export interface WildDeed extends Deed {
  /** How long before its receipt it happened. */
  readonly ageMs: number;
  readonly trust: Trust;
  /** Repeats the event that came this many before. 0: it is new. */
  readonly repeats: number;
  /** For pages: the query, which tells how the visitor came. */
  readonly search: string;
  readonly referrer: string;
  /** The page's title. */
  readonly title: string;
  readonly imported: boolean;
  /** The event names no page view. */
  readonly isViewless: boolean;
  /** For identify: who they say they are. */
  readonly user: string;
  /** One of two sites of the account. */
  readonly site: SiteId;
}

const pause = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(0, 1000, 2000, 3000, 5000, 8000, 10_000) },
  { weight: 3, arbitrary: fc.nat(9000) },
  { weight: 1, arbitrary: fc.constantFrom(60_000, 30 * 60_000, 30 * 60_000 + 1, 45 * 60_000) },
);
export const paths = ['/', '/checkout', '/checkout/pay', '/product/1', '/product/2'] as const;
const view = fc.nat(2);

function deed(
  name: string,
  properties: fc.Arbitrary<JsonObject> = fc.constant({}),
  path: fc.Arbitrary<string | null> = fc.constant(null),
): fc.Arbitrary<Deed> {
  return fc.record({ pauseMs: pause, name: fc.constant(name), view, path, properties });
}

const tracked = fc.oneof(
  ...['A', 'B', 'C'].map((name) =>
    deed(name, fc.record({ n: fc.nat(2) }), fc.constantFrom(null, null, '/product/1')),
  ),
);
const page = deed(
  eventName.page,
  fc.constantFrom({}, {}, {}, { background: true }),
  fc.constantFrom(...paths),
);
const attention = fc.oneof(
  deed(eventName.pageShown),
  deed(eventName.pageHidden),
  deed(eventName.pageLeft),
  deed(eventName.idleStarted, fc.constantFrom({}, { after_s: 5 }, { after_s: 30 })),
  deed(eventName.leaving),
  deed(eventName.leaving),
  deed(eventName.scrollReached, fc.constantFrom({ percent: 25 }, { percent: 90 })),
);
const cart = deed(
  eventName.cartUpdated,
  fc.record(
    {
      total: fc.constantFrom(0, 20, 50, 100, 150),
      items: fc.nat(3),
      products: fc.subarray([{ product_id: 'p1' }, { product_id: 'p2' }]),
    },
    { requiredKeys: ['total', 'items'] },
  ),
);
const order = deed(
  eventName.orderCompleted,
  fc.record({ order_id: fc.nat(1), total: fc.nat(100) }),
);
const giveBack = fc.oneof(
  deed(eventName.orderCancelled, fc.record({ order_id: fc.nat(1) })),
  deed(
    eventName.orderRefunded,
    fc.record(
      { order_id: fc.nat(1), total: fc.constantFrom(10, 80) },
      { requiredKeys: ['order_id'] },
    ),
  ),
);
const product = fc.record({
  product_id: fc.constantFrom('p1', 'p2', 'p3'),
  price: fc.constantFrom(10, 45),
  category: fc.constantFrom('shoes', 'hats'),
});
const form = fc.record({ form: fc.constantFrom('pay', 'news') });
const said = fc.oneof(
  deed(eventName.productViewed, product),
  deed(eventName.productAdded, product),
  deed(eventName.productRemoved, product),
  deed(eventName.productsSearched, fc.record({ query: fc.constantFrom('Boots', 'sale') })),
  deed(eventName.errorMet, fc.record({ message: fc.constantFrom('declined', 'offline') })),
  deed(eventName.formStarted, form),
  deed(eventName.formLeft, form),
  deed(eventName.formSubmitted, form),
  deed(eventName.elementClicked, fc.record({ mark: fc.constantFrom('size', 'help') })),
  deed(eventName.leadSubmitted),
  deed(eventName.serviceRequested, fc.record({ topic: fc.constantFrom('Return', 'size') })),
  deed(eventName.serviceResolved),
  deed(
    eventName.sourceReported,
    fc.constantFrom(
      { source: 'news', medium: 'email' },
      { source: 'ads', medium: 'cpc' },
      { source: 'x' },
      { campaign: 'spring', term: 'boots', content: 'b', referrer: 'https://News.example/1' },
      { referrer: 'https://www.google.com/' },
    ),
  ),
  deed(
    eventName.attributesSet,
    fc.constantFrom<JsonObject>(
      { tier: 'gold' },
      { renewal: '2026-03-02T12:00:20.000Z' },
      { tier: 'blue', spend: 5 },
      { spend: 'much' },
      { tier: null },
      { other: 'gold' },
    ),
  ),
  deed(eventName.identify, fc.constantFrom({ plan: 'gold' }, { plan: 'blue' }, { plan: 3 })),
);
const outcome = fc.oneof(
  ...[
    eventName.engagementShown,
    eventName.engagementClicked,
    eventName.engagementDismissed,
    eventName.engagementMissed,
    eventName.engagementMuted,
    eventName.conversationStarted,
    eventName.conversationAnswered,
    eventName.conversationEnded,
    eventName.conversationReopened,
  ].map((name) => deed(name)),
);

const shopping = fc.oneof(
  { weight: 4, arbitrary: page },
  { weight: 8, arbitrary: tracked },
  { weight: 6, arbitrary: attention },
  { weight: 2, arbitrary: cart },
  { weight: 1, arbitrary: order },
);

/** What visitors do in a shop: the events that engines decide by. */
export const deeds: fc.Arbitrary<readonly Deed[]> = fc.array(shopping, { maxLength: 24 });

const origins = [
  ...[1, 2, 3].map(() => ({ search: '', referrer: '' })),
  { search: '', referrer: 'https://shop.example/other' },
  { search: '', referrer: 'https://blog.example/x' },
  { search: '', referrer: 'https://www.google.com/' },
  { search: '?utm_source=ads&utm_medium=cpc&utm_campaign=spring', referrer: '' },
  { search: '?utm_source=news&utm_term=boots&utm_content=b', referrer: 'https://blog.example/x' },
  { search: '?q=1&gclid=1', referrer: 'https://www.google.com/' },
] as const;

const any = fc.oneof(
  { weight: 12, arbitrary: shopping },
  { weight: 6, arbitrary: said },
  { weight: 2, arbitrary: outcome },
  { weight: 2, arbitrary: giveBack },
);

/** Every kind of event, also out of order, late, repeated, and from the shop's server. */
export const wildDeeds: fc.Arbitrary<readonly WildDeed[]> = fc.array(
  fc
    .tuple(
      any,
      fc.oneof(
        { weight: 8, arbitrary: fc.constant(0) },
        { weight: 2, arbitrary: fc.constantFrom(1000, 9000, 60_000) },
        { weight: 1, arbitrary: fc.constantFrom(60_001, 3_600_000) },
      ),
      fc.constantFrom<Trust>('page', 'page', 'page', 'page', 'page', 'page', 'server', 'signed'),
      fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(3) }),
      fc.constantFrom(...origins),
      fc.constantFrom('', 'Shoes', 'Hats'),
      fc.oneof(
        { weight: 19, arbitrary: fc.constant(false) },
        { weight: 1, arbitrary: fc.constant(true) },
      ),
      fc.oneof(
        { weight: 9, arbitrary: fc.constant(false) },
        { weight: 1, arbitrary: fc.constant(true) },
      ),
      fc.constantFrom('ada', 'ada', 'bob'),
      fc.constantFrom(site, site, site, site, otherSite),
    )
    .map(([one, ageMs, trust, repeats, origin, title, imported, isViewless, user, of]) => {
      // Imports are not vouched for: they have the trust of a page.
      return {
        ...one,
        ...origin,
        ...{ title, isViewless, user, site: of },
        imported,
        ageMs,
        repeats,
        trust: imported ? 'page' : trust,
      };
    }),
  { maxLength: 24, size: '+1' },
);

/** Without imported history, which a rehearsal plays at its own times. */
export const unimportedDeeds: fc.Arbitrary<readonly WildDeed[]> = wildDeeds.map((list) =>
  list.map((each) => ({ ...each, imported: false })),
);

const long = 'x'.repeat(480);
/**
 * The same with events so large that a dozen reach the bound: conditions then see events evicted.
 */
export const longWildDeeds: fc.Arbitrary<readonly WildDeed[]> = fc
  .tuple(wildDeeds, fc.boolean())
  .map(([list, isLong]) =>
    isLong ? list.map((each) => ({ ...each, properties: { ...each.properties, long } })) : list,
  );

const device = { timeZone: 'UTC', viewportWidth: 0 } as const;
/** For every second event: a phone that reports little of itself, and a desktop. */
const devices: readonly Device[] = [
  { ...device, type: 'desktop', browser: 'Firefox', os: 'Linux', language: 'de' },
  { ...device, type: 'phone', browser: '', os: '', language: 'en' },
];
/** For every third event. */
const places: readonly Place[] = [
  { country: 'DE', region: 'BE', city: 'Berlin' },
  { country: 'FR', region: null, city: null },
];

/** The events of deeds, on one clock from noon. */
export function eventsOf(list: readonly WildDeed[]): readonly AcceptedEvent[] {
  let now = noon;
  const events: AcceptedEvent[] = [];
  for (const [at, one] of list.entries()) {
    now += one.pauseMs;
    const again = one.repeats === 0 ? undefined : events[at - one.repeats];
    events.push(
      again === undefined
        ? eventOf(one, now, at + 1)
        : { ...again, receivedAt: now, at: Math.min(again.at, now), ordinal: at + 1 },
    );
  }
  return events;
}

/** The device and the place of an event, if it reports them. */
export function whenceOf(ordinal: number): Pick<AcceptedEvent, 'device' | 'place'> {
  const sender = devices[(ordinal >> 1) % devices.length];
  const place = places[ordinal % places.length];
  return {
    ...(ordinal % 2 === 1 && sender !== undefined ? { device: sender } : {}),
    ...(ordinal % 3 === 1 && place !== undefined ? { place } : {}),
  };
}

function eventOf(one: WildDeed, now: number, ordinal: number): AcceptedEvent {
  const { name, path, properties, view: tab, trust, ageMs, imported, search, referrer } = one;
  return event(name, now, ordinal, {
    properties,
    trust,
    imported,
    site: one.site,
    ...(one.isViewless ? {} : { view: `v${tab}` }),
    at: now - ageMs,
    ...(name === eventName.identify ? { userId: one.user } : {}),
    ...whenceOf(ordinal),
    ...(path === null
      ? {}
      : {
          page: { ...pageAt(path), title: one.title, search, referrer },
          sections: sectionsOf(path),
        }),
  });
}

function sectionsOf(path: string): readonly string[] {
  return path.startsWith('/checkout')
    ? ['checkout']
    : path.startsWith('/product')
      ? ['product', 'goods']
      : [];
}

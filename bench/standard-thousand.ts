// The standard thousand engagements and the standard visitor's events (DESIGN §9). Of ten kinds of
// events, each is read by at least a hundred engagements. Three engagements in ten have partial
// sequences, one in ten has a timer, and every engagement can be reached.
import type { LiveCampaign } from '@opportune/protocol/campaign/campaign.ts';
import type { Condition, EventPattern } from '@opportune/protocol/campaign/condition.ts';
import {
  eventName,
  type AcceptedEvent,
  type Device,
  type JsonObject,
} from '@opportune/protocol/behaviour/event.ts';
import { EventId, PageViewId, type VisitorId } from '@opportune/protocol/ids.ts';
import {
  account,
  campaign,
  content,
  pageAt,
  site,
} from '@opportune/core/world/test/shop.test-support.ts';
import { fingerprint } from '@opportune/core/world/fingerprint.ts';

const kinds = [
  eventName.page,
  eventName.productViewed,
  eventName.productAdded,
  eventName.cartUpdated,
  eventName.productsSearched,
  eventName.checkoutStarted,
  eventName.elementClicked,
  eventName.scrollReached,
  eventName.formStarted,
  eventName.errorMet,
] as const;
const categories = 20;
const zones = ['corner', 'edge', 'centre', 'top', 'inline'] as const;

/** The first `count` engagements of the standard. The standard itself has 1,000. */
export function standardThousand(count: number): readonly LiveCampaign[] {
  return Array.from({ length: count }, (_, number) =>
    campaign({
      id: `c${String(number).padStart(5, '0')}`,
      audience: audienceOf(number),
      moment: momentOf(number),
      zone: zones[number % zones.length] ?? 'corner',
      priority: number % 7,
      control: 1000,
      variants: [content()],
      caps: { perVisit: 1, perDay: 2, perVisitor: null, afterDismissalS: 3600 },
    }),
  );
}

/** The engagements among the first `count` whose moment time alone may bring: by id. */
export function timedAmong(count: number): readonly string[] {
  return standardThousand(count)
    .filter((_, number) => isTimed(number))
    .map(({ id }) => id);
}

/** How many engagements of `standardElsewhere` are for the standard visitor. */
export const own = 100;

/**
 * The same, but all after the first hundred are for visitors from another country. Shows what those
 * cost.
 */
export function standardElsewhere(count: number): readonly LiveCampaign[] {
  const country = { fact: 'place.country', op: 'eq', value: 'FR' } as const;
  return standardThousand(count).map((live, number) => {
    const { document } = live;
    const audience = number < own ? document.audience : { all: [document.audience, country] };
    return { ...live, document: { ...document, audience } };
  });
}

function audienceOf(number: number): Condition {
  switch (number % 5) {
    case 0:
      return { all: [] };
    case 1:
      return { fact: 'cart.total', op: 'gte', value: 20 + (number % 40) * 10 };
    case 2:
      return {
        all: [
          { fact: 'device.type', op: 'eq', value: 'desktop' },
          { fact: 'visit.pages', op: 'gte', value: number % 12 },
        ],
      };
    case 3:
      return {
        any: [
          { fact: 'place.country', op: 'in', value: ['DE', 'FR'] },
          { fact: 'visitor.returning', op: 'eq', value: true },
        ],
      };
    default:
      return { not: { performed: { event: eventName.orderCompleted } } };
  }
}

/** Three in ten wait for a sequence, one in ten for time, the others for counts and facts. */
function momentOf(number: number): Condition {
  const own = patternOf(number, number);
  const share = Math.floor(number / 10) % 10;
  if (share < 3) {
    return {
      sequence: [own, patternOf(number + 1, number), patternOf(number + 3, number + 7)],
      withinS: 600,
      without: { event: eventName.orderCompleted },
    };
  }
  if (isTimed(number)) return timedMoment(number, own);
  if (share < 8)
    return { performed: own, count: { op: 'gte', value: 3 + (number % 3) }, withinS: 900 };
  return {
    all: [
      { performed: own, count: { op: 'gte', value: 3 } },
      { fact: 'visit.events', op: 'gte', value: 20 + (number % 60) },
      { fact: 'cart.total', op: 'gte', value: 300 },
    ],
  };
}

function isTimed(number: number): boolean {
  return Math.floor(number / 10) % 10 === 3;
}

/**
 * In rotation: attention on the page, attention in the visit, the length of the visit, and an event
 * that does not happen.
 */
function timedMoment(number: number, own: EventPattern): Condition {
  const forS = 60 + (number % 30);
  const performed: Condition = { performed: own, withinS: 300 };
  switch (number % 4) {
    case 0:
      return { all: [performed, { dwell: { on: 'page', forS } }] };
    case 1:
      return { all: [performed, { dwell: { on: 'visit', forS: forS } }] };
    case 2:
      return { all: [performed, { fact: 'visit.duration', op: 'gte', value: forS }] };
    default:
      return { absence: { event: eventName.orderCompleted }, after: own, withinS: forS };
  }
}

function patternOf(number: number, salt: number): EventPattern {
  const event = kinds[number % kinds.length] ?? eventName.page;
  return {
    event,
    where: [
      { path: 'category', op: 'eq', value: `category ${fingerprint(String(salt)) % categories}` },
    ],
  };
}

const device: Device = {
  type: 'desktop',
  browser: 'Firefox',
  os: 'Linux',
  language: 'de',
  timeZone: 'Europe/Berlin',
  viewportWidth: 1400,
};
const place = { country: 'DE', region: null, city: null };

/** The next event of a visitor. Its ordinal alone determines it. */
export function standardEvent(visitor: VisitorId, ordinal: number, now: number): AcceptedEvent {
  const draw = fingerprint(`${ordinal}`);
  const name = kinds[draw % kinds.length] ?? eventName.page;
  const path = `/product/${Math.floor(draw / 16) % 200}`;
  return {
    account,
    site,
    visitor,
    id: EventId.parse(`e${ordinal}`),
    kind: name === eventName.page ? 'page' : 'track',
    name,
    trust: 'page',
    at: now,
    receivedAt: now,
    ordinal,
    page: pageAt(path),
    ...(name === eventName.page ? { pageView: PageViewId.parse(`p${ordinal}`) } : {}),
    properties: propertiesOf(name, draw),
    device,
    place,
    bot: false,
    imported: false,
  };
}

function propertiesOf(name: string, draw: number): JsonObject {
  const category = `category ${Math.floor(draw / 256) % categories}`;
  if (name === eventName.cartUpdated) return { category, total: draw % 500, items: draw % 9 };
  return {
    category,
    product_id: `sku-${draw % 500}`,
    price: draw % 100,
    name: 'A thing for the house',
  };
}

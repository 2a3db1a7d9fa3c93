// Facts in the slow and obvious way: each read from the whole log.
import { eventName, type AcceptedEvent, type Json } from '@opportune/protocol/behaviour/event.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { dwellMs, scrolled, stretchesOf } from './reference-pages.test-support.ts';
import type { Entry, History } from './reference-history.test-support.ts';

/** The value of a fact at `now`. Null if unknown, undefined if there is no such fact. */
export function referenceFact(fact: string, history: History, now: number): Json | undefined {
  if (fact.startsWith('customer.')) return traitOf(history, fact.slice('customer.'.length));
  if (fact.startsWith('custom.')) return attributeOf(history, fact.slice('custom.'.length));
  const { entries, visit } = history;
  const ofVisitor = entries.map(({ event }) => event);
  if (fact in everywhere) return everywhere[fact]?.(ofVisitor, history, now) ?? null;
  if (!(fact in duringVisit)) return undefined;
  if (visit === 0) return null;
  const inVisit = entries
    .filter((each) => each.visit === visit && each.within)
    .map(({ event }) => event);
  return duringVisit[fact]?.(inVisit, history, now) ?? null;
}

type Read = (events: readonly AcceptedEvent[], history: History, now: number) => Json;

const everywhere: Readonly<Record<string, Read>> = {
  'visitor.firstSeen': (_, { entries }) =>
    entries.length === 0 ? null : Math.min(...entries.map(({ clock }) => clock)),
  'visitor.verified': (_, history) => isVerified(history),
  'visitor.localHour': (all, _, now) => (zoneOf(all) ? new Date(now).getUTCHours() : null),
  'visitor.weekday': (all, _, now) =>
    zoneOf(all)
      ? (['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][new Date(now).getUTCDay()] ?? null)
      : null,
  'source.firstChannel': (_, history) => channelOf(firstWithSource(history)),
  'source.firstReferrer': (_, history) =>
    hostOf(sourceOf(firstWithSource(history))?.referrer ?? '') || null,
  'source.firstUtmSource': (_, history) => sourceOf(firstWithSource(history))?.source ?? null,
  'source.firstUtmMedium': (_, history) => sourceOf(firstWithSource(history))?.medium ?? null,
  'source.firstUtmCampaign': (_, history) => sourceOf(firstWithSource(history))?.campaign ?? null,
  'device.type': (all) => newestOf(all, 'device')?.type ?? null,
  'device.browser': (all) => newestOf(all, 'device')?.browser || null,
  'device.os': (all) => newestOf(all, 'device')?.os || null,
  'device.language': (all) => newestOf(all, 'device')?.language || null,
  'place.country': (all) => newestOf(all, 'place')?.country ?? null,
  'place.region': (all) => newestOf(all, 'place')?.region ?? null,
  'place.city': (all) => newestOf(all, 'place')?.city ?? null,
  'cart.total': (_, history) => cartOf(history)?.total ?? null,
  'cart.items': (_, history) => cartOf(history)?.items ?? null,
  'cart.highest': (_, history) => cartOf(history)?.highest ?? null,
  'cart.change': (_, history) => cartOf(history)?.change ?? null,
  'cart.changed': (_, history) => cartOf(history)?.changedAt ?? null,
  'cart.products': (_, history) => cartOf(history)?.products ?? [],
  'order.count': (all) => ordersIn(all).filter((each) => !each.cancelled).length,
  'order.value': (all) => ordersIn(all).reduce((sum, { left }) => sum + left, 0),
  'order.last': (all) => newest(ordersIn(all).map(({ order }) => order.at)),
  'products.seen': (all) => named(all, eventName.productViewed).length,
  'products.ids': (all) => texts(all, eventName.productViewed, 'product_id'),
  'products.categories': (all) => texts(all, eventName.productViewed, 'category'),
  'search.count': (all) => named(all, eventName.productsSearched).length,
  'search.words': (all) => texts(all, eventName.productsSearched, 'query').map(lower).slice(-10),
  'leads.count': (all) => named(all, eventName.leadSubmitted).length,
  'leads.last': (all) => newest(named(all, eventName.leadSubmitted).map(({ at }) => at)),
  'services.requested': (all) => named(all, eventName.serviceRequested).length,
  'services.resolved': (all) => named(all, eventName.serviceResolved).length,
  'services.topics': (all) => texts(all, eventName.serviceRequested, 'topic').map(lower),
  'engagements.shown': (all) => named(all, eventName.engagementShown).length,
  'engagements.clicked': (all) => named(all, eventName.engagementClicked).length,
  'engagements.dismissed': (all) => named(all, eventName.engagementDismissed).length,
  'engagements.missed': (all) => named(all, eventName.engagementMissed).length,
  'engagements.outcome': (all) => lastOutcome(all)?.name.split(' ')[1]?.toLowerCase() ?? null,
  'engagements.last': (all) => lastOutcome(all)?.receivedAt ?? null,
  'conversations.count': (all) => named(all, eventName.conversationStarted).length,
  'conversations.answered': (all) => named(all, eventName.conversationAnswered).length,
  'agents.free': () => 0,
  'agents.online': () => 0,
  // One skill has a free agent. The other is not named.
  'agents.free.billing': () => 1,
  'agents.online.billing': () => 2,
  'agents.free.sales': () => 0,
  'agents.wait': () => null,
  'agents.wait.billing': () => 120,
};

const duringVisit: Readonly<Record<string, Read>> = {
  'page.url': (_, history) => frontOf(history)?.page?.url ?? null,
  'page.path': (_, history) => frontOf(history)?.path ?? null,
  'page.title': (_, history) => frontOf(history)?.page?.title ?? null,
  'page.section': (_, history) => frontOf(history)?.sections ?? null,
  'page.previous': (_, history) => previousOf(history)?.path ?? null,
  'page.previousSection': (_, history) => previousOf(history)?.sections ?? null,
  'page.scroll': (_, history) => scrolled(history),
  'page.dwell': (_, history, now) => seconds(dwellMs('page', undefined, history, now)),
  'visit.dwell': (_, history, now) => seconds(dwellMs('visit', undefined, history, now)),
  'visit.duration': (_, { entries, visit }, now) =>
    Math.max(0, now - (entries.find((each) => each.visit === visit)?.clock ?? now)) / 1000,
  'visit.pages': (events) => pagesIn(events).length,
  'visit.events': (events) => events.length,
  'visit.paths': (events) => distinct(pagesIn(events).map(({ page }) => page?.path ?? '')),
  'visit.sections': (events) => distinct(pagesIn(events).flatMap(({ sections }) => sections ?? [])),
  'visit.landing': (events) => pagesIn(events)[0]?.page?.path ?? null,
  'visitor.visits': (_, history) => history.visit + pastVisits(history).length,
  'visitor.returning': (_, history) => history.visit + pastVisits(history).length > 1,
  'visitor.lastVisit': (_, history) =>
    endOfVisit(history, history.visit - 1) ?? newest(pastVisits(history).flat()),
  'source.channel': (events) => channelOf(events),
  'source.referrer': (events) => sourceOf(events)?.referrer ?? null,
  'source.utmSource': (events) => sourceOf(events)?.source ?? null,
  'source.utmMedium': (events) => sourceOf(events)?.medium ?? null,
  'source.utmCampaign': (events) => sourceOf(events)?.campaign ?? null,
  'source.utmTerm': (events) => sourceOf(events)?.term ?? null,
  'source.utmContent': (events) => sourceOf(events)?.content ?? null,
  'intent.score': (_, history) => scoreOf(history),
  'errors.count': (events) => named(events, eventName.errorMet).length,
  'errors.met': (events) => texts(events, eventName.errorMet, 'message'),
  'forms.started': (events) => texts(events, eventName.formStarted, 'form'),
  'forms.left': (events) => texts(events, eventName.formLeft, 'form'),
  'forms.submitted': (events) => texts(events, eventName.formSubmitted, 'form'),
  'clicks.marks': (events) => texts(events, eventName.elementClicked, 'mark'),
  'conversations.visit': (events) => named(events, eventName.conversationStarted).length,
  'cart.changes': (_, history) => changesOf(history),
};

const lower = (text: string): string => text.toLowerCase();
const seconds = (ms: number | null): number | null => (ms === null ? null : ms / 1000);
const newest = (instants: readonly number[]): number | null =>
  instants.length === 0 ? null : Math.max(...instants);

function named(events: readonly AcceptedEvent[], name: string): readonly AcceptedEvent[] {
  return events.filter((event) => event.name === name);
}

function distinct(list: readonly string[]): readonly string[] {
  return list.filter((text, at) => list.indexOf(text) === at);
}

function texts(events: readonly AcceptedEvent[], name: string, field: string): readonly string[] {
  const found = named(events, name).map(({ properties }) => properties[field]);
  return distinct(found.filter((value) => value !== undefined && value !== '').map(String));
}

function pagesIn(events: readonly AcceptedEvent[]): readonly AcceptedEvent[] {
  return named(events, eventName.page).filter(({ page }) => page !== undefined);
}

/** In these histories the zone of the visitor's own events is UTC. */
function zoneOf(events: readonly AcceptedEvent[]): boolean {
  return events.some(({ trust, device }) => trust !== 'server' && device?.timeZone === 'UTC');
}

function frontOf(history: History) {
  return stretchesOf(history).at(-1)?.front ?? null;
}

/** The page that was in front before the last change of path in this visit. */
function previousOf(history: History) {
  const fronts = stretchesOf(history)
    .filter(({ visit }) => visit === history.visit)
    .flatMap(({ before, front }) => [before, front])
    .filter((front) => front !== null);
  const path = fronts.at(-1)?.path;
  return fronts.findLast((front) => front.path !== path) ?? null;
}

/** Late and server events do not prolong a visit. The event that began it counts. */
function endOfVisit({ entries }: History, visit: number): number | null {
  const own = entries.filter(
    (each) => each.visit === visit && visit > 0 && (each.own || each.begins || each.event.imported),
  );
  return newest(own.map(({ clock }) => clock));
}

/** Imported visits older than everything known before, each as its instants. */
function pastVisits({ entries }: History): readonly (readonly number[])[] {
  const isApart = (one: number, other: number) => other - one > profileLimits.visitGapMs;
  let known = entries.find(({ begins }) => begins)?.clock ?? 0;
  let [end, last] = [known, known];
  const visits: number[][] = [];
  for (const { clock, within } of entries) {
    if (within) continue;
    if (clock < known) {
      if (isApart(clock, known)) visits.push([clock]);
      end = known;
      known = last = clock;
    } else if (clock > last && isApart(clock, end)) {
      if (isApart(last, clock)) visits.push([clock]);
      else visits.at(-1)?.push(clock);
      last = clock;
    }
  }
  return visits;
}

/** The events of the first visit that had a source. */
function firstWithSource({ entries, visit }: History): readonly AcceptedEvent[] {
  const visits = Array.from({ length: visit }, (_, before) =>
    entries.filter((each) => each.visit === before + 1 && each.within).map(({ event }) => event),
  );
  return visits.find((events) => channelOf(events) !== null) ?? [];
}

interface Came {
  readonly referrer: string;
  readonly source?: string;
  readonly medium?: string;
  readonly campaign?: string;
  readonly term?: string;
  readonly content?: string;
  readonly click?: string;
}

/** As last reported, else from the first page's address and referrer. Null before either. */
function sourceOf(events: readonly AcceptedEvent[]): Came | null {
  const reported = events.findLast(({ name }) => name === eventName.sourceReported);
  if (reported !== undefined) return { referrer: '', ...reported.properties };
  const landing = pagesIn(events)[0]?.page;
  if (landing === undefined) return null;
  const query = new Map(
    landing.search
      .slice(1)
      .split('&')
      .map((part) => [part.split('=')[0], part.split('=')[1]]),
  );
  const said = ['source', 'medium', 'campaign', 'term', 'content'].flatMap((name) => {
    const value = query.get(`utm_${name}`);
    return value === undefined ? [] : [[name, value] as const];
  });
  const click = query.has('gclid') ? { click: 'gclid' } : {};
  return { referrer: landing.referrer, ...click, ...Object.fromEntries(said) };
}

function channelOf(events: readonly AcceptedEvent[]): string | null {
  const came = sourceOf(events);
  if (came === null) return null;
  if (came.medium !== undefined) return came.medium === 'cpc' ? 'paid' : 'email';
  if (came.click !== undefined) return 'paid';
  if (came.source !== undefined || came.campaign !== undefined) return 'campaign';
  const channels = new Map([
    ['', 'direct'],
    ['shop.example', 'direct'],
    ['www.google.com', 'search'],
  ]);
  return channels.get(hostOf(came.referrer)) ?? 'referral';
}

function hostOf(address: string): string {
  return (address.split('/')[2] ?? '').toLowerCase();
}

/** The value in the visitor's newest own event that has one. */
function newestOf<Of extends 'device' | 'place'>(
  all: readonly AcceptedEvent[],
  of: Of,
): AcceptedEvent[Of] | null {
  const said = all.filter((each) => each.trust !== 'server' && each[of] !== undefined);
  // Imported history counts only while no other event has the value.
  return (said.findLast(({ imported }) => !imported) ?? said[0])?.[of] ?? null;
}

/** In these histories live events called A are scored, by their number. */
export function testScore({ name, properties }: AcceptedEvent): number | null {
  return name === 'A' ? ([20, 50, 80][Number(properties['n'])] ?? null) : null;
}

function scoreOf({ entries, visit }: History): number | null {
  const scored = entries.findLast(
    (each) => each.visit === visit && each.own && testScore(each.event) !== null,
  );
  return scored === undefined ? null : testScore(scored.event);
}

function lastOutcome(events: readonly AcceptedEvent[]): AcceptedEvent | null {
  const outcomes: readonly string[] = [
    eventName.engagementShown,
    eventName.engagementClicked,
    eventName.engagementDismissed,
    eventName.engagementMissed,
    eventName.engagementMuted,
  ];
  return events.findLast(({ name }) => outcomes.includes(name)) ?? null;
}

interface Order {
  readonly order: AcceptedEvent;
  readonly left: number;
  readonly cancelled: boolean;
}

/** Each order by its first report, less later refunds, unless it was cancelled. */
function ordersIn(events: readonly AcceptedEvent[]): readonly Order[] {
  const reports = named(events, eventName.orderCompleted);
  const same = (one: AcceptedEvent, other: AcceptedEvent): boolean =>
    one.properties['order_id'] === other.properties['order_id'];
  const first = reports.filter(
    (event, at) => reports.findIndex((each) => same(each, event)) === at,
  );
  return first.map((order) => {
    const later = events.slice(events.indexOf(order) + 1).filter((event) => same(event, order));
    const cancel = later.find(({ name }) => name === eventName.orderCancelled);
    const refunds = named(later, eventName.orderRefunded);
    const worth = Number(order.properties['total']);
    const left = refunds.reduce(
      (rest, { properties }) => Math.max(0, rest - Number(properties['total'] ?? rest)),
      worth,
    );
    return { order, left: cancel === undefined ? left : 0, cancelled: cancel !== undefined };
  });
}

interface Cart {
  readonly total: number;
  readonly items: number;
  readonly highest: number;
  readonly change: number | null;
  readonly changedAt: number | null;
  readonly products: readonly string[];
}

/** The cart after each event that touches it. */
function cartsOf({ entries }: History): readonly { entry: Entry; cart: Cart; changed: boolean }[] {
  const steps: { entry: Entry; cart: Cart; changed: boolean }[] = [];
  const all = entries.map(({ event }) => event);
  /** Events that left the cart unchanged are not among them. */
  const taken = new Set<AcceptedEvent>();
  for (const [at, entry] of entries.entries()) {
    const { event, clock } = entry;
    const former = steps.at(-1)?.cart ?? null;
    const whole = named(all.slice(0, at), eventName.cartUpdated).filter((each) => taken.has(each));
    if (event.imported && steps.some((each) => each.entry.event.at > event.at)) continue;
    let next: Cart | null = null;
    if (event.name === eventName.cartUpdated && whole.every((each) => each.at <= event.at))
      next = changed(
        former,
        clock,
        Number(event.properties['total']),
        Number(event.properties['items']),
        listed(event),
      );
    if (whole.length === 0) next ??= oneProduct(former, entry);
    if (event.name === eventName.orderCompleted && former !== null && isFirst(all, event))
      next = {
        total: 0,
        items: 0,
        highest: 0,
        change: null,
        changedAt: former.total === 0 && former.items === 0 ? former.changedAt : clock,
        products: [],
      };
    if (next === null) continue;
    taken.add(event);
    const moved = former?.total !== next.total || former.items !== next.items;
    steps.push({ entry, cart: next, changed: moved && event.name !== eventName.orderCompleted });
  }
  return steps;
}

function changed(
  former: Cart | null,
  clock: number,
  total: number,
  items: number,
  products: readonly string[],
): Cart {
  const same = former !== null && former.total === total && former.items === items;
  return {
    total,
    items,
    products,
    highest: Math.max(former?.highest ?? 0, total),
    change: same ? former.change : total - (former?.total ?? 0),
    changedAt: same ? former.changedAt : clock,
  };
}

function oneProduct(former: Cart | null, { event, clock }: Entry): Cart | null {
  const { price, product_id } = event.properties;
  const sign =
    event.name === eventName.productAdded ? 1 : event.name === eventName.productRemoved ? -1 : 0;
  if (sign === 0) return null;
  const before = former?.products ?? [];
  const id = String(product_id);
  const products = sign > 0 ? distinct([...before, id]) : before.filter((each) => each !== id);
  const total = Math.max(0, (former?.total ?? 0) + sign * Number(price));
  return changed(former, clock, total, Math.max(0, (former?.items ?? 0) + sign), products);
}

function listed({ properties }: AcceptedEvent): readonly string[] {
  const { products } = properties;
  return Array.isArray(products) ? distinct(products.map((each) => String(each.product_id))) : [];
}

function isFirst(all: readonly AcceptedEvent[], order: AcceptedEvent): boolean {
  return ordersIn(all).some((each) => each.order === order);
}

function cartOf(history: History): Cart | null {
  return cartsOf(history).at(-1)?.cart ?? null;
}

function changesOf(history: History): number {
  return cartsOf(history).filter(
    ({ entry, changed: moved }) => moved && entry.visit === history.visit && entry.within,
  ).length;
}

function isVerified({ entries }: History): boolean {
  return entries.some(({ event }) => event.kind === 'identify' && event.trust !== 'page');
}

/** These histories have one customer: the server's word ranks above the page's. */
function traitOf({ entries }: History, name: string): Json {
  const all = entries.map(({ event }) => event).filter(({ kind }) => kind === 'identify');
  // Imported history older than what is known changes nothing.
  const said = all.filter(
    ({ imported, at: then }, at) => !imported || all.slice(0, at).every((each) => each.at <= then),
  );
  const value = (events: readonly AcceptedEvent[]): Json =>
    events.findLast(({ properties }) => properties[name] !== undefined)?.properties[name] ?? null;
  return (
    value(said.filter(({ trust }) => trust !== 'page')) ??
    value(said.filter(({ trust }) => trust === 'page'))
  );
}

const declared: Readonly<Record<string, string>> = {
  tier: 'string',
  spend: 'number',
  renewal: 'string',
};

/** The latest value from the most trusted sender, if it is declared and of its type. */
function attributeOf({ entries }: History, name: string): Json | undefined {
  if (!(name in declared)) return undefined;
  let value: Json = null;
  let vouched = false;
  let since = -Infinity;
  for (const { event } of entries) {
    const given = event.name === eventName.attributesSet ? event.properties[name] : undefined;
    if (given === undefined || (vouched && event.trust === 'page')) continue;
    if (event.imported && value !== null && event.at < since) continue;
    since = event.at;
    value = given;
    vouched = given !== null && event.trust !== 'page';
  }
  return typeof value === declared[name] ? value : null;
}

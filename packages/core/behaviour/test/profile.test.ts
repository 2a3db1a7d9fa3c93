import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';
import {
  account,
  event,
  noon,
  pageAt,
  site,
  type EventSketch,
} from '../../world/test/shop.test-support.ts';
import { applyEvent } from '../apply/apply-event.ts';
import { traitOf } from '../apply/apply-identify.ts';
import { factReader, type FactValue } from '../facts/facts.ts';
import { isUnsure, newKnownIds, noteId, recallId } from '../recent/known-ids.ts';
import { newProfile, type Profile } from '../profile.ts';
import { sourceOf } from '../apply/source.ts';

type Line = readonly [name: string, afterMs: number, sketch?: EventSketch];

function profileOf(lines: readonly Line[]): Profile {
  const profile = newProfile(account, site, VisitorId.parse('anna'));
  let now = noon;
  for (const [at, [name, afterMs, sketch]] of lines.entries()) {
    now += afterMs;
    applyEvent(profile, event(name, now, at + 1, sketch));
  }
  return profile;
}

function fact(profile: Profile, name: string, now = profile.lastSeenAt): FactValue | undefined {
  return factReader(name)?.value({ profile, now, availability: { version: 1, at: 0, skills: {} } });
}

function identify(properties: EventSketch['properties'], more: EventSketch): Line {
  return [eventName.identify, 0, { kind: 'identify', properties: properties ?? {}, ...more }];
}

const minute = 60_000;

test('[P1] a visit ends after more than 30 minutes without an event, not at 30', () => {
  assert.equal(
    profileOf([
      ['A', 0],
      ['A', 30 * minute],
    ]).visits,
    1,
  );
  const two = profileOf([
    ['A', 0],
    ['A', 30 * minute + 1],
  ]);
  assert.equal(two.visits, 2);
  assert.equal(fact(two, 'visitor.lastVisit'), noon);
  assert.equal(fact(two, 'visit.events'), 1);
});

test('[P1] server reports and late events neither begin nor prolong a visit once there is one', () => {
  const late = { at: noon - 2 * minute };
  assert.equal(
    profileOf([
      ['A', 0],
      ['Order Completed', 40 * minute, { trust: 'server' }],
      ['A', minute],
    ]).visits,
    2,
  );
  assert.equal(
    profileOf([
      ['A', 0],
      ['A', 40 * minute, late],
    ]).visits,
    1,
  );
  assert.equal(profileOf([['Order Completed', 0, { trust: 'server' }]]).visit, null);
});

test('[P2] attention counts the page in front while it is shown', () => {
  const lines: readonly Line[] = [
    [eventName.page, 0, { path: '/a', view: 'v1' }],
    [eventName.pageHidden, 4000, { view: 'v1' }],
    [eventName.pageShown, 9000, { view: 'v1' }],
    [eventName.page, 2000, { path: '/b', view: 'v2' }],
    ['A', 3000, { view: 'v2' }],
  ];
  const profile = profileOf(lines);
  assert.deepEqual(
    [fact(profile, 'page.dwell'), fact(profile, 'visit.dwell'), fact(profile, 'page.previous')],
    [3, 9, '/a'],
  );
  assert.equal(
    fact(profileOf([...lines, [eventName.pageShown, 0, { view: 'v1' }]]), 'page.dwell'),
    6,
  );
});

test('[P2] leaving and dwell belong to a page view, and a new visit resets them', () => {
  const lines: readonly Line[] = [
    [eventName.page, 0, { path: '/a', view: 'v1' }],
    [eventName.leaving, 5000, { view: 'v1' }],
  ];
  assert.equal(profileOf(lines).front?.leaving, true);
  const later = profileOf([...lines, ['A', 31 * minute, { view: 'v1' }]]);
  assert.deepEqual([later.front?.leaving, fact(later, 'page.dwell')], [false, 0]);
  assert.equal(
    profileOf([...lines, [eventName.page, 0, { path: '/b', view: 'v2' }]]).front?.leaving,
    false,
  );
});

test('[P8] the first source stays known, in the final form of the first visit that had one', () => {
  const from = (search: string, referrer = ''): EventSketch => ({
    page: { url: 'https://shop.example/', path: '/', title: '', search, referrer },
  });
  const names = ['Channel', 'Referrer', 'UtmSource', 'UtmMedium', 'UtmCampaign'];
  const first = (lines: readonly Line[]) => {
    const profile = profileOf(lines);
    return names.map((name) => fact(profile, `source.first${name}`));
  };
  const gap = 31 * minute;
  const ad = from('?utm_source=ads&utm_medium=cpc&utm_campaign=spring', 'https://A.example/x?y');
  const known = ['paid', 'a.example', 'ads', 'cpc', 'spring'];
  const came: Line = [eventName.page, 0, ad];
  assert.deepEqual(first([came]), known);
  assert.deepEqual(first([came, [eventName.page, gap, from('?utm_source=mail')]]), known);
  const reported: Line = [eventName.sourceReported, 0, { properties: { source: 'x' } }];
  const said = ['campaign', null, 'x', null, null];
  assert.deepEqual(first([came, reported]), said);
  assert.deepEqual(first([came, reported, ['A', gap, {}]]), said);
  assert.deepEqual(first([came, ['A', gap, {}], reported]), known);
  assert.deepEqual(first([['A', 0, {}]]), [null, null, null, null, null]);
  assert.deepEqual(
    first([
      ['A', 0, {}],
      [eventName.page, gap, ad],
    ]),
    known,
  );
});

test('[P8] visitors whose first visit was direct share one remembered object', () => {
  const lines: readonly Line[] = [
    [eventName.page, 0, { path: '/a' }],
    [eventName.page, 31 * minute, { path: '/b' }],
  ];
  const { firstSource } = profileOf(lines);
  assert.equal(firstSource?.channel, 'direct');
  assert.equal(profileOf(lines).firstSource, firstSource);
});

test('[P3] the cart follows whole reports, and single products only if there is none', () => {
  const added: Line = [eventName.productAdded, 0, { properties: { price: 9.9, quantity: 3 } }];
  const removed: Line = [eventName.productRemoved, 0, { properties: { price: 9.9 } }];
  assert.deepEqual(profileOf([added, removed]).cart.total, 19.8);
  assert.equal(profileOf([added, removed]).cart.items, 2);
  const whole: Line = [eventName.cartUpdated, 0, { properties: { total: 50, items: 2 } }];
  assert.equal(profileOf([whole, added]).cart.total, 50);
  const older: Line = [
    eventName.cartUpdated,
    1000,
    { properties: { total: 7, items: 1 }, at: noon - 1 },
  ];
  assert.equal(profileOf([whole, older]).cart.total, 50);
  const bought = profileOf([
    whole,
    [eventName.orderCompleted, 0, { properties: { order_id: 1, total: 50 } }],
  ]);
  assert.deepEqual(
    [bought.cart.total, bought.cart.highest, bought.orders.count, bought.orders.value],
    [0, 0, 1, 50],
  );
});

test('[P4] claims never change what is verified, and another person starts empty', () => {
  const claimed = identify({ plan: 'gold', name: 'Anna' }, { userId: 'u1' });
  const vouched = identify({ plan: 'blue' }, { userId: 'u1', trust: 'server' });
  assert.equal(traitOf(profileOf([claimed]).person, 'plan'), 'gold');
  const { person } = profileOf([vouched, claimed]);
  assert.deepEqual(
    [traitOf(person, 'plan'), traitOf(person, 'name'), person?.verified],
    ['blue', 'Anna', true],
  );
  assert.equal(traitOf(profileOf([claimed, identify({}, { userId: 'u2' })]).person, 'plan'), null);
  assert.equal(traitOf(profileOf([claimed]).person, 'constructor'), null);
});

test('[P4] claims of a page about another person do not apply to a verified one', () => {
  const anna = identify({ plan: 'blue' }, { userId: 'anna', trust: 'signed' });
  const bob = identify({ name: 'Bob', plan: 'gold' }, { userId: 'bob' });
  const { person } = profileOf([anna, bob]);
  assert.deepEqual([person?.userId, person?.verified], ['anna', true]);
  assert.deepEqual([traitOf(person, 'plan'), traitOf(person, 'name')], ['blue', null]);
  const own = profileOf([anna, bob, identify({ name: 'Anna' }, { userId: 'anna' })]);
  assert.equal(traitOf(own.person, 'name'), 'Anna');
});

test('[P5] the landing page tells how the visit came about', () => {
  const channel = (search: string, referrer = ''): string =>
    sourceOf({ ...pageAt('/'), search, referrer }).channel;
  assert.equal(channel(''), 'direct');
  assert.equal(channel('', 'https://shop.example/other'), 'direct');
  assert.equal(channel('', 'https://www.google.com/'), 'search');
  assert.equal(channel('', 'https://t.co/x'), 'social');
  assert.equal(channel('', 'https://blog.example/'), 'referral');
  assert.equal(channel('?utm_medium=cpc&utm_source=google'), 'paid');
  assert.equal(channel('?gclid=1'), 'paid');
  assert.equal(channel('?utm_medium=email'), 'email');
  assert.equal(channel('?utm_source=partner'), 'campaign');
  assert.equal(
    sourceOf({ ...pageAt('/'), search: '?utm_campaign=spring+sale%21' }).utmCampaign,
    'spring sale!',
  );
  assert.equal(
    sourceOf({ ...pageAt('/'), search: '?utm_campaign=%E0%A4%A' }).utmCampaign,
    '%E0%A4%A',
  );
});

test('[T3] a client id is known for seven days, and the newest 2,000 of them', () => {
  const known = newKnownIds();
  assert.equal(noteId(known, 'a', noon), 'new');
  assert.equal(noteId(known, 'a', noon + profileLimits.dedupeMs), 'repeat');
  assert.equal(noteId(known, 'a', noon + profileLimits.dedupeMs + 2 * 3600_000), 'new');
  for (let at = 0; at < profileLimits.dedupeIds; at++)
    noteId(known, `b${at}`, noon + profileLimits.dedupeMs + 2 * 3600_000);
  assert.equal(known.prints.length, profileLimits.dedupeIds);
  assert.equal(noteId(known, 'b1999', noon + profileLimits.dedupeMs + 2 * 3600_000), 'repeat');
});

test('[T3] an id evicted by the bound is unsure until seven days after it came, and recalled once', () => {
  const known = newKnownIds();
  for (let at = 0; at < profileLimits.dedupeIds; at++) noteId(known, `b${at}`, noon);
  assert.equal(isUnsure(known, 'never', noon), false);
  noteId(known, 'one more', noon + 3600_000);
  assert.equal(isUnsure(known, 'b0', noon + 3600_000), true);
  assert.equal(isUnsure(known, 'b1', noon + 3600_000), false);
  assert.equal(isUnsure(known, 'b0', noon + profileLimits.dedupeMs), true);
  assert.equal(isUnsure(known, 'b0', noon + profileLimits.dedupeMs + 2 * 3600_000), false);
  recallId(known, 'b0', noon + 3600_000);
  recallId(known, 'b0', noon + 3600_000);
  assert.equal(known.prints.length, profileLimits.dedupeIds);
  assert.equal(noteId(known, 'b0', noon + 3600_000), 'repeat');
});

const yearMs = 365 * 86_400_000;
const past = (atMs: number, sketch: EventSketch = {}): EventSketch => ({
  ...sketch,
  at: noon - yearMs + atMs,
  imported: true,
});

test('[T2] history imported in the middle of a visit counts nothing in it', () => {
  const profile = profileOf([
    [eventName.page, 0, { path: '/', view: 'v1' }],
    [eventName.page, 1000, past(0, { path: '/old' })],
    [eventName.errorMet, 0, past(1, { properties: { message: 'old' } })],
    [eventName.formStarted, 0, past(2, { properties: { form: 'old' } })],
    [eventName.elementClicked, 0, past(3, { properties: { mark: 'old' } })],
    [eventName.sourceReported, 0, past(4, { properties: { medium: 'email' } })],
    [eventName.cartUpdated, 0, past(5, { properties: { total: 9, items: 1 } })],
    [eventName.conversationStarted, 0, past(6)],
  ]);
  const facts = ['visit.pages', 'visit.events', 'visit.paths', 'errors.count', 'errors.met'];
  assert.deepEqual(
    facts.map((name) => fact(profile, name)),
    [1, 1, ['/'], 0, []],
  );
  const more = ['forms.started', 'clicks.marks', 'source.channel', 'conversations.visit'];
  assert.deepEqual(
    [...more, 'cart.changes', 'conversations.count'].map((name) => fact(profile, name)),
    [[], [], 'direct', 0, 0, 1],
  );
});

/** Visits of two events each, this many hours before noon, imported `afterMs` later. */
function visitsBefore(hours: readonly number[], afterMs = 1000): readonly Line[] {
  return hours.flatMap((before) =>
    [0, 10 * minute].map((later): Line => {
      const at = noon - before * 60 * minute + later;
      return ['A', afterMs, { at, imported: true }];
    }),
  );
}

const ofVisits = (profile: Profile) =>
  ['visitor.visits', 'visitor.returning', 'visitor.lastVisit'].map((name) => fact(profile, name));

test('[T2] imported visits older than everything known count among those so far, in any order', () => {
  const present: Line = [eventName.page, 0, { path: '/a' }];
  const told = noon - 2 * 60 * minute + 10 * minute;
  assert.deepEqual(ofVisits(profileOf([present])), [1, false, null]);
  for (const hours of [
    [30, 5, 2],
    [2, 5, 30],
  ]) {
    const lines = [present, ...visitsBefore(hours)];
    assert.deepEqual(ofVisits(profileOf(lines)), [4, true, told]);
    const again = [...lines, ...visitsBefore([30, 5, 2]), ...visitsBefore([100])];
    assert.deepEqual(ofVisits(profileOf(again)), [5, true, told]);
  }
  const late = profileOf([present, [eventName.page, 60 * minute], ...visitsBefore([30, 5, 2])]);
  assert.deepEqual(ofVisits(late), [5, true, noon]);
});

test('[T2] imports from known times begin no visit, nor do imports that lead into the first one, nor server events', () => {
  const visits: readonly Line[] = [
    [eventName.page, 0],
    [eventName.page, 3 * 60 * minute],
  ];
  const between: Line = ['A', 0, { at: noon + 60 * minute, imported: true }];
  const before: Line = ['A', 0, { at: noon - 30 * minute, imported: true }];
  const server: Line = ['A', 0, { at: noon - 99 * minute, imported: true, trust: 'server' }];
  assert.deepEqual(ofVisits(profileOf([...visits, between, before, server])), [2, true, noon]);
});

test('[T2] an import after the visit began, but from within it, counts in it', () => {
  const profile = profileOf([
    [eventName.page, 0, { path: '/', view: 'v1' }],
    [eventName.page, 5000, { path: '/told-later', at: noon + 2000, imported: true }],
  ]);
  assert.equal(fact(profile, 'visit.pages'), 2);
});

test('[P3] imported history does not change a newer cart, and dates its change by its own time', () => {
  const cart = (total: number) => ({ properties: { total, items: 1 } });
  const order = { properties: { order_id: 'old', total: 50 } };
  const added = { properties: { product_id: 'p', price: 50 } };
  const whole = profileOf([
    [eventName.cartUpdated, 0, cart(80)],
    [eventName.orderCompleted, 1000, past(0, order)],
  ]);
  assert.deepEqual([fact(whole, 'cart.total'), fact(whole, 'order.count')], [80, 1]);
  assert.equal(fact(whole, 'cart.changed'), noon);
  const summed = profileOf([
    [eventName.productAdded, 0, { properties: { product_id: 'q', price: 80 } }],
    [eventName.productAdded, 1000, past(0, added)],
    [eventName.orderCompleted, 0, past(1, order)],
    [eventName.productAdded, 0, past(2, added)],
  ]);
  assert.deepEqual([fact(summed, 'cart.total'), fact(summed, 'cart.products')], [80, ['q']]);
  const alone = profileOf([[eventName.cartUpdated, 0, past(0, cart(80))]]);
  assert.equal(fact(alone, 'cart.changed'), noon - yearMs);
});

test('[P4] imported history changes nothing that was said since of a customer, an attribute or a device', () => {
  const device = { type: 'phone', browser: '', os: '', language: 'de', timeZone: 'UTC' } as const;
  const wide = { ...device, type: 'server', language: '', timeZone: '', viewportWidth: 0 } as const;
  const profile = profileOf([
    identify({ plan: 'gold' }, { userId: 'u1' }),
    [eventName.attributesSet, 0, { properties: { tier: 'gold' } }],
    ['A', 0, { device: { ...device, viewportWidth: 400 } }],
    identify({ plan: 'free', since: 2019 }, past(0, { userId: 'u1' })),
    identify({ plan: 'other' }, past(1, { userId: 'u0' })),
    [eventName.attributesSet, 0, past(2, { properties: { tier: 'none', seats: 3 } })],
    ['A', 0, past(3, { device: wide })],
  ]);
  assert.equal(profile.person?.userId, 'u1');
  assert.equal(traitOf(profile.person, 'plan'), 'gold');
  assert.equal(traitOf(profile.person, 'since'), 2019);
  assert.equal(profile.attributes?.get('tier')?.value, 'gold');
  assert.equal(profile.attributes?.get('seats')?.value, 3);
  assert.deepEqual(
    [fact(profile, 'device.type'), fact(profile, 'device.language')],
    ['phone', 'de'],
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventName, type JsonObject } from '@opportune/protocol/behaviour/event.ts';
import { Visit } from './visit.test-support.ts';
import { availability, campaign, chat, content } from '../../world/test/shop.test-support.ts';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';

const helpAtCheckout: Condition = {
  all: [
    { fact: 'page.section', op: 'contains', value: 'checkout' },
    {
      any: [
        {
          all: [
            { dwell: { on: 'section', section: 'checkout', forS: 20 } },
            { not: { performed: { event: eventName.checkoutStepCompleted }, withinS: 20 } },
          ],
        },
        { leaving: true },
      ],
    },
  ],
};
const cartOf100: Condition = { fact: 'cart.total', op: 'gte', value: 100 };
const help = campaign({
  id: 'help',
  audience: cartOf100,
  moment: helpAtCheckout,
  variants: [chat()],
});

test('[D1] help at checkout fires exactly 20 s after checkout was entered without progress', () => {
  const visit = new Visit([help]);
  visit.page('/cart').track(eventName.cartUpdated, { total: 120, items: 2 });
  visit.after(5).page('/checkout');
  assert.equal(visit.wakeAt, visit.now + 20_000);
  visit.after(19.999);
  assert.equal(visit.decisions.length, 0);
  visit.after(0.001);
  assert.equal(visit.decisions.length, 1);
});

test('[D1] progress at checkout puts the moment off by 20 s from the step', () => {
  const visit = new Visit([help]);
  visit.page('/checkout').track(eventName.cartUpdated, { total: 120, items: 2 });
  visit.after(15).track(eventName.checkoutStepCompleted);
  visit.after(19.999);
  assert.equal(visit.decisions.length, 0);
  visit.after(0.001);
  assert.equal(visit.decisions.length, 1);
});

test('[D1] help at checkout fires at once when the visitor is about to leave, but not below the cart', () => {
  const rich = new Visit([help]);
  rich
    .page('/checkout')
    .track(eventName.cartUpdated, { total: 120, items: 2 })
    .after(3)
    .track(eventName.leaving);
  assert.equal(rich.decisions[0]?.event, rich.lastEvent?.id);
  const poor = new Visit([help]);
  poor
    .page('/checkout')
    .track(eventName.cartUpdated, { total: 99, items: 2 })
    .after(3)
    .track(eventName.leaving)
    .after(60);
  assert.equal(poor.decisions.length, 0);
});

test('[D2] a wait on the page that also requires an event starts when both are there', () => {
  const waits = campaign({
    id: 'c',
    moment: { all: [{ performed: { event: 'Asked' } }, { dwell: { on: 'page', forS: 20 } }] },
  });
  const visit = new Visit([waits]).page('/a');
  assert.equal(visit.wakeAt, null);
  visit.after(5).track('Asked');
  assert.equal(visit.wakeAt, visit.now + 15_000);
  visit.after(5).page('/b');
  assert.equal(visit.wakeAt, visit.now + 20_000);
  visit.after(20);
  assert.equal(visit.decisions.length, 1);
});

test('[E2] without a fallback nobody free means no decision, and it comes when somebody is', () => {
  const visit = new Visit([help], { availability: availability(0) });
  visit
    .page('/checkout')
    .track(eventName.cartUpdated, { total: 120, items: 2 })
    .track(eventName.leaving);
  assert.equal(visit.decisions.length, 0);
  visit.refresh({ availability: availability(1, 2) });
  assert.equal(visit.decisions[0]?.offer, 'live');
  assert.equal(visit.contents[0]?.action, 'chat');
});

test('[E2] [O5] with a fallback the moment counts without a free agent and records what was offered', () => {
  const soft = campaign({
    id: 'soft',
    moment: { leaving: true },
    variants: [chat('a', 10_000, true)],
  });
  const visit = new Visit([soft], { availability: availability(0) });
  visit.page('/').track(eventName.leaving);
  assert.equal(visit.decisions[0]?.offer, 'fallback');
  assert.equal(visit.contents[0]?.action, 'message');
});

test('[E2] a way to be called back is a fallback as any other', () => {
  const { offer, ...variant } = chat('a', 10_000, true);
  assert.ok(offer.channel === 'chat' && offer.fallback !== null);
  const before = { text: '', question: true, fields: [] };
  const back = { ...offer, before, fallback: { ...offer.fallback, type: 'callback' as const } };
  const all = campaign({
    id: 'back',
    moment: { leaving: true },
    variants: [{ ...variant, offer: back }],
  });
  const visit = new Visit([all], { availability: availability(0) });
  visit.page('/').track(eventName.leaving);
  assert.equal(visit.decisions[0]?.offer, 'fallback');
  assert.equal(visit.contents[0]?.action, 'callback');
  // [CB3.5] Its form is asked here as before a chat.
  assert.equal(visit.contents[0]?.asks, true);
});

test('[CX16] a call is offered while an agent is there, free or not, and falls back when none is', () => {
  const { offer, ...variant } = chat('a', 10_000, true);
  assert.ok(offer.channel === 'chat');
  const calls = { ...variant, offer: { ...offer, channel: 'call' as const } };
  const decided = (online: number, people?: number) => {
    const counts = { free: 0, online, ...(people !== undefined && { people }) };
    const room = { version: 1, at: 0, skills: { '*': counts } };
    const all = campaign({ id: 'calls', moment: { leaving: true }, variants: [calls] });
    const visit = new Visit([all], { availability: room }).page('/').track(eventName.leaving);
    return [visit.decisions[0]?.offer, visit.contents[0]?.action];
  };
  assert.deepEqual(decided(1), ['live', 'call']);
  assert.deepEqual(decided(0), ['fallback', 'message']);
  // Programs do not speak.
  assert.deepEqual(decided(2, 1), ['live', 'call']);
  assert.deepEqual(decided(2, 0), ['fallback', 'message']);
});

test('[A1] control gets a decision and not one byte of content', () => {
  const all = campaign({ id: 'c', moment: { leaving: true }, control: 10_000 });
  const visit = new Visit([all]).page('/').track(eventName.leaving);
  assert.deepEqual(visit.decisions[0]?.arm, { type: 'control' });
  assert.deepEqual(visit.contents, [null]);
  assert.equal(visit.decisions[0]?.propensity, 1);
});

test('[A2] members of the holdout get no decision in any arm', () => {
  const all = campaign({ id: 'c', moment: { leaving: true } });
  const out = new Visit([all], { holdout: 10_000 }).page('/').track(eventName.leaving);
  assert.equal(out.decisions.length, 0);
  assert.ok(out.stored.every(({ holdout }) => holdout));
  assert.equal(out.explain()[0]?.gate, 'holdout');
});

test('[K1] at most once a page view, and per visit as the cap says', () => {
  const often = campaign({
    id: 'c',
    moment: { leaving: true },
    caps: { perVisit: 2, perDay: null, perVisitor: null, afterDismissalS: null },
  });
  const visit = new Visit([often]);
  for (let page = 0; page < 4; page++)
    visit.after(700).page(`/p${page}`).track(eventName.leaving).track(eventName.leaving);
  assert.equal(visit.decisions.length, 2);
  assert.equal(visit.explain()[0]?.gate, 'cap.visit');
});

test('[Z1] of two campaigns for one zone the one with higher priority goes first, the other when its page view ends', () => {
  const low = campaign({
    id: 'a-low',
    moment: { fact: 'visit.pages', op: 'gte', value: 1 },
    priority: 1,
  });
  const high = campaign({
    id: 'z-high',
    moment: { fact: 'visit.pages', op: 'gte', value: 1 },
    priority: 2,
    caps: { perVisit: 1, perDay: null, perVisitor: null, afterDismissalS: null },
  });
  const other = campaign({
    id: 'top',
    moment: { fact: 'visit.pages', op: 'gte', value: 1 },
    zone: 'top',
  });
  const visit = new Visit([low, high, other]).page('/one');
  assert.deepEqual(
    visit.decisions.map((each) => each.campaign),
    ['top', 'z-high'],
  );
  visit.track(eventName.pageLeft).page('/two');
  assert.deepEqual(
    visit.decisions.map((each) => each.campaign),
    ['top', 'z-high', 'top', 'a-low'],
  );
});

test('[G2] a goal that counts the total of orders counts their value, however they name it', () => {
  const worth = (says: JsonObject) =>
    new Visit([]).page('/').track(eventName.orderCompleted, says).conversions[0]?.value;
  assert.equal(worth({ order_id: 1, total: 80, revenue: 60 }), 80);
  assert.equal(worth({ order_id: 1, revenue: 60, value: 50 }), 60);
  assert.equal(worth({ order_id: 1, value: 50 }), 50);
  assert.equal(worth({ order_id: 1, price: 50 }), 0);
});

test('[G1] a goal is credited once for an order, whoever reports it, and low trust is reported', () => {
  const visit = new Visit([]).page('/');
  visit.track(eventName.orderCompleted, { order_id: 7, total: 80 });
  visit.track(eventName.orderCompleted, { order_id: 7, total: 80 }, { trust: 'server' });
  assert.deepEqual(
    visit.conversions.map(({ key, value, currency }) => [key, value, currency]),
    [['7', 80, '']],
  );
  assert.equal(visit.state.orders.count, 1);
  const strict = new Visit([], { goalTrust: 'server' })
    .page('/')
    .track(eventName.orderCompleted, { order_id: 7, total: 80 });
  assert.deepEqual(strict.told, ['goal.trust_too_low']);
  strict.track(eventName.orderCompleted, { order_id: 7, total: 80 }, { trust: 'server' });
  assert.equal(strict.conversions.length, 1);
});

test('[G1] a value in another currency is kept as sent and reported once', () => {
  const visit = new Visit([]).page('/');
  for (const [order_id, currency] of ['EUR', 'eur', 'euros', 'jpy', 'jpy'].entries())
    visit.track(eventName.orderCompleted, { order_id: Math.min(order_id, 3), total: 80, currency });
  assert.deepEqual(
    visit.conversions.map(({ value, currency }) => [value, currency]),
    ['EUR', 'EUR', '', 'JPY'].map((currency) => [80, currency]),
  );
  assert.deepEqual(visit.told, ['goal.other_currency']);
});

test('[T3] two visitors whose events have the same id each reach a goal without a key', () => {
  const [anna, bert] = ['anna', 'bert'].map((visitor) =>
    new Visit([], { visitor }).page('/').track(eventName.orderCompleted, {}, { id: 'e-7' }),
  );
  const keys = [anna, bert].flatMap((visit) => visit?.conversions.map(({ key }) => key) ?? []);
  assert.deepEqual(keys, ['anna e-7', 'bert e-7']);
});

test('[F14] a page that reports a refund is told that it is not believed, a server is believed', () => {
  const visit = new Visit([]).page('/');
  for (const name of [eventName.orderRefunded, eventName.orderCancelled])
    visit.track(name, { order_id: 7 }).track(name, { order_id: 7 }, { trust: 'server' });
  assert.deepEqual(visit.told, ['goal.trust_too_low', 'goal.trust_too_low']);
  assert.equal(visit.conversions.length, 0);
});

test('[T2] a late event updates facts and fires nothing; the next live one judges them', () => {
  const visit = new Visit([campaign({ id: 'c', moment: cartOf100 })]).page('/');
  visit.track(eventName.cartUpdated, { total: 200, items: 1 }, { at: visit.now - 60_001 });
  assert.deepEqual(
    [visit.told, visit.decisions.length, visit.state.cart.total],
    [['event.late'], 0, 200],
  );
  visit.track('Anything');
  assert.equal(visit.decisions.length, 1);
});

test('[D4] events that came late together are judged at one instant that follows, whatever else waits', () => {
  const other = campaign({ id: 'o', moment: { dwell: { on: 'page', forS: 20 } } });
  for (const beside of [[], [other]]) {
    const visit = new Visit([campaign({ id: 'c', moment: cartOf100 }), ...beside]).page('/');
    const at = visit.now - 60_001;
    visit.track(eventName.cartUpdated, { total: 200, items: 1 }, { at });
    visit.track('Anything', {}, { at });
    assert.equal(visit.wakeAt, visit.now);
    visit.after(1);
    const [decision, ...more] = visit.decisions;
    assert.deepEqual([decision?.campaign, decision?.at, more], ['c', visit.now - 1000, []]);
  }
});

test('[T3] a repeated client id does nothing at all', () => {
  const visit = new Visit([]).page('/').track('Thing', {}, { id: 'same' });
  const events = visit.state.visit?.events;
  visit.track('Thing', {}, { id: 'same' });
  assert.deepEqual([visit.repeats, visit.state.visit?.events], [['same'], events]);
});

test('[W1] a paused campaign withdraws what it shows', () => {
  const one = campaign({ id: 'c', moment: { leaving: true } });
  const visit = new Visit([one]).page('/').track(eventName.leaving);
  visit.refresh({ campaigns: [] });
  assert.deepEqual(visit.withdrawn, [visit.decisions[0]?.id]);
});

test('[K4] once muted, no campaign decides again', () => {
  const visit = new Visit([campaign({ id: 'c', moment: { leaving: true } })]);
  visit.page('/').track(eventName.engagementMuted).track(eventName.leaving);
  assert.equal(visit.decisions.length, 0);
  assert.equal(visit.explain()[0]?.gate, 'muted');
});

test('[B9] bots are stored, reported, and kept out of decisions and results', () => {
  const visit = new Visit([campaign({ id: 'c', moment: { leaving: true } })]);
  visit
    .page('/', { bot: true })
    .track(eventName.leaving)
    .track(eventName.orderCompleted, { order_id: 1 });
  assert.deepEqual(
    [visit.decisions.length, visit.conversions.length, visit.stored.length],
    [0, 0, 3],
  );
});

test('[A3] decisions do not depend on the order in which campaigns are listed', () => {
  const many = ['a', 'b', 'c', 'd'].map((id) =>
    campaign({ id, moment: { leaving: true }, variants: [content(`v${id}`)] }),
  );
  const one = new Visit(many).page('/').track(eventName.leaving);
  const other = new Visit(many.toReversed()).page('/').track(eventName.leaving);
  assert.deepEqual(one.decisions, other.decisions);
  assert.equal(one.decisions.length, 1);
});

test('[D2] what an event brought is lost when it is evicted, and a campaign that required its absence is true', () => {
  const asked: Condition = {
    sequence: [{ event: 'Asked' }, { event: 'Answered' }],
  };
  const visit = new Visit([
    campaign({
      id: 'no-longer',
      moment: { all: [{ fact: 'visit.pages', op: 'gte', value: 1 }, { not: asked }] },
      audience: { performed: { event: 'Answered' } },
      variants: [content()],
    }),
  ]);
  visit.page('/').track('Asked').track('Answered');
  for (let events = 3; events < profileLimits.recentEvents; events++) visit.track('Looked');
  visit.track('Looked');
  assert.equal(visit.decisions.length, 0, 'the page fell out, no step yet');
  visit.track('Looked');
  assert.equal(visit.decisions.length, 1, 'the first step fell out');
});

test('[B2] an instant is not waited for once the event that it followed from was evicted', () => {
  const moment: Condition = {
    all: [{ performed: { event: 'Asked' } }, { dwell: { on: 'page', forS: 600 } }],
  };
  const visit = new Visit([campaign({ id: 'c', moment, variants: [content()] })]);
  visit.page('/').track('Asked');
  for (let events = 2; events <= profileLimits.recentEvents; events++) visit.track('Looked');
  assert.notEqual(visit.wakeAt, null, 'the page fell out');
  visit.track('Looked');
  assert.equal(visit.wakeAt, null, 'what was asked fell out');
});

test('[D2] a value that crosses its bound touches a campaign whose event came long before', () => {
  const visit = new Visit([
    ...Array.from({ length: 40 }, (_, at) =>
      campaign({
        id: `other-${at}`,
        audience: { fact: 'cart.total', op: 'gte', value: 50 },
        moment: { performed: { event: `Other ${at}` } },
        variants: [content()],
      }),
    ),
    campaign({
      id: 'wanted',
      audience: { fact: 'cart.total', op: 'gte', value: 50 },
      moment: { performed: { event: 'Asked' }, count: { op: 'gte', value: 2 } },
      variants: [content()],
    }),
  ]);
  visit.page('/').track('Asked').track(eventName.cartUpdated, { total: 60, items: 1 });
  assert.equal(visit.decisions.length, 0, 'asked once');
  visit.track(eventName.cartUpdated, { total: 40, items: 1 }).track('Asked');
  assert.equal(visit.decisions.length, 0, 'the cart is too small');
  visit.track(eventName.cartUpdated, { total: 50, items: 1 });
  assert.deepEqual(
    visit.decisions.map(({ campaign }) => campaign),
    ['wanted'],
  );
});

test('[D2] what the previous visit spent is not spent in one that an imported event began', () => {
  const caps = { perVisit: 1, perDay: null, perVisitor: null, afterDismissalS: null };
  const visit = new Visit([campaign({ id: 'c', moment: { performed: { event: 'Asked' } }, caps })]);
  visit.page('/').track('Asked').track('Asked');
  assert.equal(visit.decisions.length, 1);
  visit
    .after(31 * 60)
    .track('Asked', {}, { imported: true })
    .track('Asked');
  assert.equal(visit.decisions.length, 2);
});

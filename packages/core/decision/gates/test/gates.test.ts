import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Caps } from '@opportune/protocol/campaign/campaign.ts';
import type { Availability } from '@opportune/protocol/campaign/configuration.ts';
import type { Decision } from '@opportune/protocol/campaign/decision.ts';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { SiteId, SkillId } from '@opportune/protocol/ids.ts';
import { nextLocalDay } from '../../../world/local-time.ts';
import { campaign, chat, noon } from '../../../world/test/shop.test-support.ts';
import { newVisitor, restore } from '../../engine.ts';
import { Visit } from '../../test/visit.test-support.ts';

const leaving: Condition = { leaving: true };
const dwell20: Condition = { dwell: { on: 'page', forS: 20 } };
const noCaps: Caps = { perVisit: null, perDay: null, perVisitor: null, afterDismissalS: null };

test('[K2] after a dismissal the campaign rests for the set time and no longer', () => {
  const resting = campaign({ id: 'c', moment: leaving, caps: { ...noCaps, afterDismissalS: 60 } });
  const visit = new Visit([resting]).page('/a').track(eventName.leaving);
  visit.track(
    eventName.engagementDismissed,
    {},
    visit.decisions[0] === undefined ? {} : { decision: visit.decisions[0].id },
  );
  visit.after(30).track(eventName.pageLeft).page('/b').track(eventName.leaving);
  assert.deepEqual([visit.decisions.length, visit.explain()[0]?.gate], [1, 'cap.dismissal']);
  visit.after(30);
  assert.equal(visit.decisions.length, 2);
});

test('[K1] perDay counts days of the account, and a new day lets it decide again', () => {
  const daily = campaign({ id: 'c', moment: leaving, caps: { ...noCaps, perDay: 1 } });
  const visit = new Visit([daily]).page('/a').track(eventName.leaving);
  visit.after(3600).page('/b').track(eventName.leaving);
  assert.equal(visit.explain()[0]?.gate, 'cap.day');
  // Noon in UTC is 13:00 in Berlin: the day ends eleven hours later, ten after this page.
  visit
    .after(10 * 3600 - 1)
    .page('/c')
    .track(eventName.leaving);
  assert.equal(visit.decisions.length, 1);
  visit.after(1);
  assert.equal(visit.decisions.length, 2);
});

test('[D4] nothing is decided between two pages; the next page judges what became true', () => {
  const visit = new Visit([
    campaign({ id: 'c', moment: { fact: 'cart.total', op: 'gte', value: 100 } }),
  ]);
  visit.page('/a').track(eventName.pageLeft).track(eventName.cartUpdated, { total: 200, items: 1 });
  assert.equal(visit.decisions.length, 0);
  visit.page('/b');
  assert.equal(visit.decisions.length, 1);
  assert.equal(visit.decisions[0]?.pageView, 'v2');
});

test('[E3] an open conversation keeps chat offers back until it ends', () => {
  const visit = new Visit([campaign({ id: 'c', moment: leaving, variants: [chat()] })]).page('/a');
  visit
    .track(eventName.conversationStarted, { conversation: 'k1' }, { trust: 'server' })
    .track(eventName.leaving);
  assert.deepEqual([visit.decisions.length, visit.explain()[0]?.gate], [0, 'in-conversation']);
  visit.track(eventName.conversationEnded, { conversation: 'k1' }, { trust: 'server' });
  assert.equal(visit.decisions.length, 1);
});

test('[E3] a reopened conversation keeps offers back, an older closed one does not undo that, and a left message keeps none back', () => {
  const visit = new Visit([campaign({ id: 'c', moment: leaving, variants: [chat()] })]).page('/a');
  const told = (name: string, conversation: string, status = 'active'): Visit =>
    visit.track(name, { conversation, status }, { trust: 'server' });
  told(eventName.conversationStarted, 'k1');
  told(eventName.conversationEnded, 'k1');
  told(eventName.conversationReopened, 'k1');
  told(eventName.conversationEnded, 'older');
  visit.track(eventName.leaving);
  assert.equal(visit.explain()[0]?.gate, 'in-conversation');
  told(eventName.conversationStarted, 'k2', 'message');
  assert.equal(visit.decisions.length, 0);
  told(eventName.conversationEnded, 'k1');
  assert.equal(visit.decisions.length, 1, 'a message left keeps nothing back');
});

test('[E3] a skill that availability does not name counts as all agents, a named one for itself', () => {
  const { offer, ...rest } = chat();
  assert.equal(offer.channel, 'chat');
  const skill = SkillId.parse('returns');
  const variants = [{ ...rest, offer: { ...offer, skill } }];
  const decided = (skills: Availability['skills']): readonly Decision['offer'][] => {
    const options = { availability: { version: 1, at: noon, skills } };
    return new Visit([campaign({ id: 'c', moment: leaving, variants })], options)
      .page('/a')
      .track(eventName.leaving)
      .decisions.map((each) => each.offer);
  };
  const [none, one] = [
    { free: 0, online: 1 },
    { free: 1, online: 1 },
  ];
  assert.deepEqual(decided({ '*': one }), ['live']);
  assert.deepEqual(decided({ '*': none }), []);
  assert.deepEqual(decided({ '*': one, [skill]: none }), []);
  assert.deepEqual(decided({ '*': one, [skill]: one }), ['live']);
});

test('[Z1] dismissing does not free the zone, ten minutes do', () => {
  const first = campaign({ id: 'a', moment: leaving, priority: 9 });
  const second = campaign({ id: 'b', moment: leaving, priority: 1 });
  const visit = new Visit([first, second]).page('/a').track(eventName.leaving);
  visit.track(
    eventName.engagementDismissed,
    {},
    visit.decisions[0] === undefined ? {} : { decision: visit.decisions[0].id },
  );
  assert.deepEqual([visit.decisions.length, visit.explain()[1]?.gate], [1, 'zone']);
  visit.after(599.999);
  assert.equal(visit.decisions.length, 1);
  visit.after(0.001);
  assert.deepEqual(
    visit.decisions.map((each) => each.campaign),
    ['a', 'b'],
  );
});

test('[W2] a timer that a restore finds overdue is skipped and counted; one just due is judged', () => {
  const waits = campaign({ id: 'c', moment: dwell20 });
  const restoredAfter = (seconds: number): readonly (readonly [type: string, count: number])[] => {
    const visit = new Visit([waits]).page('/a');
    const { stored: events, decisions, conversions, state, context } = visit;
    const later = { ...context, now: visit.now + seconds * 1000 };
    const lost = newVisitor(state.account, state.site, state.visitor);
    return restore(lost, { events, decisions, conversions }, later)
      .filter(({ type }) => type !== 'wake')
      .map((effect) => [effect.type, effect.type === 'skipped-timer' ? effect.count : 1]);
  };
  assert.deepEqual(restoredAfter(19), []);
  assert.deepEqual(restoredAfter(25), [['decide', 1]]);
  assert.deepEqual(restoredAfter(26), [['skipped-timer', 1]]);
});

test('[D4] without a browser nothing is decided, and attaching one judges what is true', () => {
  const visit = new Visit([campaign({ id: 'c', moment: leaving })], { reachable: false })
    .page('/a')
    .track(eventName.leaving);
  assert.deepEqual([visit.decisions.length, visit.wakeAt], [0, null]);
  visit.reachable = true;
  visit.refresh({});
  assert.equal(visit.decisions.length, 1);
});

test('[K1] [W2] a visitor whose daily cap is reached is not judged in further visits, but is on the next day, even if the timer was skipped', () => {
  for (const [stalledS, isRestored] of [
    [0, false],
    [10, false],
    [0, true],
    [10, true],
  ] as const) {
    const caps = { ...noCaps, perDay: 1 };
    const visit = new Visit([campaign({ id: 'c', moment: { all: [] }, caps })]).page('/');
    const midnight = nextLocalDay(visit.context.configuration.source.settings.timeZone, visit.now);
    for (const beforeS of [7200, 60]) {
      visit.after((midnight - visit.now) / 1000 - beforeS).page('/again');
      // No wake is scheduled past the end of the visit.
      const wakeAt = beforeS < 1800 ? midnight : null;
      assert.deepEqual([visit.decisions.length, visit.wakeAt], [1, wakeAt]);
    }
    visit.now = midnight + stalledS * 1000;
    if (isRestored) visit.crash();
    else visit.after(0);
    assert.deepEqual([visit.decisions.length, visit.skipped], stalledS === 0 ? [2, 0] : [1, 1]);
    visit.track('Anything');
    assert.equal(visit.decisions.length, 2);
  }
});

test('[E1] of several shut gates the first in their order is explained', () => {
  const never: Condition = { any: [] };
  const shut = { audience: never, moment: never };
  const once = { ...noCaps, perVisit: 1, perDay: 1, perVisitor: 1 };
  const visit = new Visit([
    campaign({
      ...{ id: 'schedule', ...shut, sites: [SiteId.parse('elsewhere')] },
      schedule: { from: null, until: noon - 1, days: [], hours: null },
    }),
    campaign({ id: 'site', ...shut, sites: [SiteId.parse('elsewhere')] }),
    campaign({ id: 'audience', ...shut }),
    campaign({ id: 'moment', moment: never }),
    campaign({ id: 'cap.visit', moment: leaving, caps: once }),
    campaign({ id: 'cap.day', moment: leaving, zone: 'edge', caps: { ...once, perVisit: null } }),
    campaign({
      id: 'cap.visitor',
      moment: leaving,
      zone: 'top',
      caps: { ...noCaps, perVisitor: 1 },
    }),
  ]);
  const gates = () => visit.explain().map(({ campaign: id, gate }) => [String(id), gate]);
  visit.page('/a').track(eventName.leaving);
  visit.after(1).track(eventName.pageLeft).page('/b').track(eventName.leaving);
  for (const [id, gate] of gates()) assert.equal(gate, id);
  visit.state.engagements.muted = true;
  assert.deepEqual(
    gates().filter(([, gate]) => gate === 'muted'),
    ['cap.day', 'cap.visit', 'cap.visitor'].map((id) => [id, 'muted']),
  );
  visit.state.bot = true;
  assert.ok(gates().every(([, gate]) => gate === 'bot'));
  visit.state.holdout = true;
  assert.ok(gates().every(([, gate]) => gate === 'holdout'));
});

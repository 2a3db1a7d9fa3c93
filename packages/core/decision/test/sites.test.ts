// One id on two sites of an account: Segment's library keeps an id for a whole domain, and the
// business's server may name a customer with any site's key.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { campaign, otherSite as help, site } from '../../world/test/shop.test-support.ts';
import { Visit } from './visit.test-support.ts';

const viewed = { performed: { event: eventName.productViewed } } as const;
const ofShop = campaign({ id: 'of-shop', sites: [site], moment: viewed, zone: 'corner' });
const ofHelp = campaign({ id: 'of-help', sites: [help], moment: viewed, zone: 'top' });

function decided({ decisions }: Visit): readonly string[] {
  return decisions.map((each) => `${each.campaign} on ${each.site}`);
}

test('[D1] an event of the business’s server with another site’s key does not move the visitor to that site', () => {
  const visit = new Visit([ofShop, ofHelp], { reachable: false });
  visit.track(eventName.attributesSet, { tier: 'gold' }, { trust: 'server' });
  visit.reachable = true;
  visit.page('/', { site: help }).track(eventName.productViewed, {}, { site: help });
  visit.track(eventName.attributesSet, { tier: 'blue' }, { trust: 'server' });
  visit.track(eventName.productViewed, {}, { site: help });
  assert.deepEqual(decided(visit), ['of-help on help']);
});

test('[D1] a visitor who moves to another site under the same id gets the campaigns of that site', () => {
  const visit = new Visit([ofShop, ofHelp]);
  visit.page('/').track(eventName.productViewed);
  visit.after(5).page('/faq', { site: help });
  assert.deepEqual(decided(visit), ['of-shop on shop', 'of-help on help']);
  const before = visit.state.site;
  visit.crash();
  assert.equal(visit.state.site, before);
});

test('[D1] with pages of two sites open, the site is that of the page in front', () => {
  const visit = new Visit([ofHelp]);
  visit.page('/', { view: 'shop' });
  visit.page('/faq', { view: 'help', site: help });
  visit.send(eventName.pageHidden, { view: 'shop' });
  assert.equal(visit.state.site, help);
  visit.send(eventName.pageHidden, { view: 'help', site: help });
  visit.send(eventName.pageShown, { view: 'shop' });
  assert.equal(visit.state.site, site);
  visit.send(eventName.productViewed, { view: 'shop' });
  assert.deepEqual(decided(visit), []);
  visit.send(eventName.pageShown, { view: 'help', site: help });
  assert.deepEqual(decided(visit), ['of-help on help']);
});

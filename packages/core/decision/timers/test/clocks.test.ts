import assert from 'node:assert/strict';
import { test } from 'node:test';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import type { LiveCampaign } from '@opportune/protocol/campaign/campaign.ts';
import { campaign, content, noon } from '../../../world/test/shop.test-support.ts';
import { reasonOf } from '../../view/row-reason.ts';
import { Visit } from '../../test/visit.test-support.ts';

const zones = ['corner', 'edge', 'centre', 'top', 'inline'] as const;
const rich: Condition = { fact: 'cart.total', op: 'gte', value: 100 };
const all: Condition = { all: [] };

/** In all zones in turn, each after one second more on the page. */
function waiting(count: number, firstS: number, audience: Condition): readonly LiveCampaign[] {
  return Array.from({ length: count }, (_, at) =>
    campaign({
      id: `${audience === all ? 'a' : 'b'}${String(firstS + at).padStart(3, '0')}`,
      audience,
      moment: { dwell: { on: 'page', forS: firstS + at } },
      zone: zones[at % zones.length] ?? 'corner',
      variants: [content()],
    }),
  );
}

test('[P7] a clock has one timer however many campaigns wait for it, and each comes at its instant', () => {
  const visit = new Visit([...waiting(5, 10, all), ...waiting(200, 5, rich)]).page('/a');
  assert.deepEqual([visit.state.timers.length, visit.wakeAt], [1, noon + 10_000]);
  visit.after(60);
  assert.deepEqual(
    visit.decisions.map((each) => each.at - noon),
    [10_000, 11_000, 12_000, 13_000, 14_000],
  );
});

test('[D2] a clock does not wake a visitor for a campaign that also waits for something else', () => {
  const visit = new Visit(waiting(20, 5, rich)).page('/a');
  assert.equal(visit.wakeAt, null);
  visit.after(7.5).track('Cart Updated', { total: 150, items: 1 });
  assert.deepEqual(
    visit.decisions.map((each) => each.campaign),
    ['b005', 'b006', 'b007'],
  );
  assert.equal(visit.wakeAt, noon + 8000);
});

test('[B6] a reset clock has its timer reset, and a stopped one has none', () => {
  const visit = new Visit(waiting(3, 10, all)).page('/a').after(4);
  visit.track('Page Hidden');
  assert.equal(visit.wakeAt, null);
  visit.after(60).track('Page Shown');
  assert.equal(visit.wakeAt, visit.now + 6000);
  visit.after(2).page('/b');
  assert.equal(visit.wakeAt, visit.now + 10_000);
});

test('[W2] a late timer of a clock judges at once only the campaigns that are not overdue', () => {
  const visit = new Visit(waiting(5, 10, all)).page('/a');
  visit.now += 17_500;
  visit.after(0);
  assert.equal(visit.skipped, 1);
  assert.deepEqual(
    visit.decisions.map((each) => each.campaign),
    ['a013', 'a014'],
  );
  visit.track('Looked');
  assert.equal(visit.decisions.length, 5);
});

test('[P7] the row of a visitor names the campaign that is true next, even if many wait for one clock', () => {
  const visit = new Visit([...waiting(5, 10, all), ...waiting(200, 5, rich)]).page('/a');
  assert.deepEqual(reasonOf(visit.state, visit.context), {
    key: 'soon',
    values: { campaign: 'a010', at: noon + 10_000 },
  });
});

test('[P7] a visitor has at most 64 timers, whatever is waited for', () => {
  const campaigns = Array.from({ length: 150 }, (_, at) =>
    campaign({
      id: `c${at}`,
      // What lapses has its own timer; what waits for a clock has none.
      moment:
        at % 2 === 0
          ? { dwell: { on: 'page', forS: 10 + at } }
          : { not: { performed: { event: 'Asked' }, withinS: 20 + at } },
      variants: [content()],
    }),
  );
  const visit = new Visit(campaigns).track('Asked').page('/a');
  const { length } = visit.state.timers;
  assert.ok(
    length >= profileLimits.timers && length <= profileLimits.timers + 2,
    `${length} timers`,
  );
});

const longOnPage: Condition = { dwell: { on: 'page', forS: 5 } };

test('[D2] a page that returns after enough attention decides at once', () => {
  const visit = new Visit([campaign({ id: 'c', audience: rich, moment: longOnPage })]);
  visit.page('/a').after(8).page('/b').track('Cart Updated', { total: 150, items: 1 });
  assert.equal(visit.decisions.length, 0);
  visit.send('Page Shown', { view: 'v1' });
  assert.deepEqual([visit.decisions.length, visit.wakeAt], [1, null]);
});

test('[P7] a campaign whose visit cap is reached wakes nobody', () => {
  const once = { perVisit: 1, perDay: null, perVisitor: null, afterDismissalS: null };
  const visit = new Visit([campaign({ id: 'c', moment: longOnPage, caps: once })]);
  visit.page('/a').after(5).page('/b');
  assert.deepEqual([visit.decisions.length, visit.wakeAt], [1, null]);
});

test('[D1] an event decides what it makes true, even if the timer of its clock is late', () => {
  const asked: Condition = { all: [{ performed: { event: 'Asked' } }, longOnPage] };
  const visit = new Visit([
    campaign({ id: 'a', moment: asked }),
    campaign({ id: 'b', moment: longOnPage, zone: 'top' }),
  ]).page('/a');
  visit.now += 5500;
  visit.track('Asked');
  assert.deepEqual(
    visit.decisions.map((each) => each.campaign),
    ['a'],
  );
});

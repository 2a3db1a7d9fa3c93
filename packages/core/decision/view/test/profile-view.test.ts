import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { campaign } from '../../../world/test/shop.test-support.ts';
import { profileOf, timeline, visitorRow } from '../row.ts';
import { Chooser, optimising, visitOf, visitorIn } from '../../test/optimising.test-support.ts';
import { Visit } from '../../test/visit.test-support.ts';

test('[I16] the timeline says that attributes were set, but not their values', () => {
  const visit = new Visit([]).page('/');
  visit.track(eventName.attributesSet, { name: 'Ada Lovelace', total: 7 });
  visit.track(eventName.productsSearched, { query: 'boots' });
  const entries = timeline(visit.state, visit.context);
  const shown = entries.map(({ name, about, value }) => [name, about, value]);
  assert.deepEqual(shown.slice(-2), [
    [eventName.attributesSet, '', null],
    [eventName.productsSearched, 'boots', null],
  ]);
  assert.ok(!JSON.stringify(timeline(visit.state, visit.context)).includes('Ada'));
});

test('the timeline names a list of products by its id, else by its category', () => {
  const visit = new Visit([]).page('/');
  visit.track(eventName.productListViewed, { list_id: 'lighting', category: 'Home' });
  visit.track(eventName.productListViewed, { category: 'Home' });
  const entries = timeline(visit.state, visit.context).slice(-2);
  assert.deepEqual(
    entries.map(({ about }) => about),
    ['lighting', 'Home'],
  );
});

test('an optimising campaign is named as such wherever the arm is, which the timeline calls always', () => {
  const told = (visit: Visit): unknown[] => [
    timeline(visit.state, visit.context).find(({ kind }) => kind === 'decision')?.value,
    visitorRow(visit.state, visit.context).campaign?.optimises,
    visit.explain()[0]?.optimises,
  ];
  for (const [arm, name] of [
    ['treatment', 'always'],
    ['optimise', 'optimise'],
    ['control', 'control'],
  ] as const) {
    const visit = visitOf(arm, new Chooser('now')).page('/product/1');
    assert.deepEqual(told(visit), [name, true, true]);
  }
  const plain = new Visit(
    [{ ...optimising(), document: { ...optimising().document, mode: 'always' } }],
    {
      visitor: visitorIn('treatment'),
    },
  );
  assert.deepEqual(told(plain.page('/product/1')), ['treatment', false, false]);
});

test('[P7] the view says how much was evicted at the bounds of a profile', () => {
  const visit = new Visit([]).page('/');
  assert.equal(profileOf(visit.state).dropped, 0);
  for (let at = 0; at < 13; at++) visit.track(eventName.productsSearched, { query: `boots ${at}` });
  const { searches, dropped } = profileOf(visit.state);
  assert.deepEqual([searches.length, dropped], [10, 3]);
});

test('a decision is shown with its campaign’s name, even if it no longer runs', () => {
  const live = campaign({ id: 'help', name: 'Help at checkout', moment: { all: [] } });
  const visit = new Visit([live]).page('/').after(20).page('/next');
  visit.refresh({ campaigns: [] });
  const context = { ...visit.context, restingNames: new Map([[live.id, 'Help at checkout']]) };
  const row = visitorRow(visit.state, context);
  assert.equal(row.campaign?.name, 'Help at checkout');
  assert.equal(row.reason?.values['campaign'], 'Help at checkout');
  const decided = timeline(visit.state, context).filter(({ kind }) => kind === 'decision');
  assert.ok(decided.length > 0);
  assert.deepEqual([...new Set(decided.map(({ about }) => about))], ['Help at checkout']);
});

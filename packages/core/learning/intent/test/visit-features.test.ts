import assert from 'node:assert/strict';
import { test } from 'node:test';
import { learnPages, newPageValues } from '../page-values.ts';
import { featureNames, visitFeatures, type VisitView } from '../visit-features.ts';

const view: VisitView = {
  ...{ pages: 3, events: 9, dwellSeconds: 60, pageDwellSeconds: 5, durationSeconds: 70 },
  ...{
    scrollPercent: 50,
    leaving: false,
    path: '/cart',
    paths: ['/', '/cart'],
    sections: ['shop'],
  },
  ...{ cartItems: 2, cartTotal: 40, products: 2, searches: 0, errors: 0, formsStarted: 0 },
  ...{ formsLeft: 0, clicks: 1, visits: 1, sinceLastVisitSeconds: null, orders: 0 },
  ...{ verified: false, conversations: 0, dismissed: 0, channel: 'search', device: 'bot' },
  localHour: 13,
};

test('a visit has thirty features, each with a name of its own', () => {
  assert.equal(visitFeatures(view).length, 30);
  assert.equal(new Set(featureNames).size, 30);
});

test('unknown values of a visit are NaN', () => {
  const values = visitFeatures(view);
  const of = (name: string): number | undefined => values[featureNames.indexOf(name)];
  assert.ok(Number.isNaN(of('sinceLastVisit')) && Number.isNaN(of('device')));
  assert.deepEqual([of('channel'), of('hour'), of('scroll')], [1, 2, 0.5]);
});

test('[L4] page values come from past visits', () => {
  const past = newPageValues();
  for (let at = 0; at < 50; at++) learnPages(past, [at < 10 ? '/cart' : '/'], [], at < 10);
  const place = featureNames.indexOf('pageValue');
  assert.equal(visitFeatures(view)[place], 0);
  assert.ok((visitFeatures(view, past)[place] ?? 0) > 0.5);
});

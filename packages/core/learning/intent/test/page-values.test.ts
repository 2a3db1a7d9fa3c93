import assert from 'node:assert/strict';
import { test } from 'node:test';
import { learnPages, newPageValues, pageValue, sectionValue } from '../page-values.ts';

test('[L4] a page seen by visits that reach the goal is worth more, one seen by others less', () => {
  const values = newPageValues();
  for (let at = 0; at < 100; at++)
    learnPages(values, [at < 20 ? '/cart' : '/jobs'], [at < 20 ? 'shop' : 'about'], at < 15);
  assert.ok(pageValue(values, '/cart') > 0.5);
  assert.ok(pageValue(values, '/jobs') < -0.5);
  assert.ok(sectionValue(values, 'shop') > 0.5);
});

test('[L4] a page never seen is worth nothing, and one seen once next to nothing', () => {
  const values = newPageValues();
  for (let at = 0; at < 100; at++) learnPages(values, ['/'], [], at < 10);
  learnPages(values, ['/new'], [], true);
  assert.equal(pageValue(values, '/other'), 0);
  assert.ok(Math.abs(pageValue(values, '/new')) < 0.5);
});

test('[L4] at most 2,000 pages are kept, and the often seen stay', () => {
  const values = newPageValues();
  for (let at = 0; at < 5000; at++) learnPages(values, ['/often', `/page-${at}`], [], true);
  assert.ok(values.pages.size <= 2000);
  assert.equal(values.pages.get('/often')?.visits, 5000);
});

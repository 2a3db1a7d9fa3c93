// [LG2] Which of the languages is taken, and [LG8] by which locale dates and numbers are written.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageOf, localeOf } from '@opportune/words/language.ts';
import { beginSmall, within } from './language.ts';
import { fill } from './words.ts';

test('[LG2] the first wished language that there is, whatever its region; else English', () => {
  assert.equal(languageOf(['fr-FR', 'es-MX', 'de']), 'es');
  assert.equal(languageOf(['DE-at']), 'de');
  assert.equal(languageOf(['fr']), 'en');
  assert.equal(languageOf([]), 'en');
});

test('[LG8] the locale is the chosen language as the browser has it, else with the region it has', () => {
  assert.equal(localeOf('de', ['en-US', 'de-AT']), 'de-AT');
  assert.equal(localeOf('es', ['en-US']), 'es-US');
  assert.equal(localeOf('de', ['fr']), 'de');
});

test('[LG1] a counted text takes the form of its number, and other where its own is left out', () => {
  const entry = { one: '{n} page', other: '{n} pages' };
  assert.equal(fill(entry, { n: 1 }), '1 page');
  assert.equal(fill(entry, { n: 2 }), '2 pages');
  assert.equal(fill({ other: '{n} s' }, { n: 1 }), '1 s');
});

test('English writes names of things small within a sentence', () => {
  assert.equal(within('Audience'), 'audience');
  assert.equal(beginSmall('No page of Opportune'), 'no page of Opportune');
});

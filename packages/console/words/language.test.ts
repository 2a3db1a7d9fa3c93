// [LG2] Which language is used, and [LG8] which locale formats dates and numbers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageOf, localeOf } from '@opportune/words/language.ts';
import { beginSmall, within } from './language.ts';
import { fill } from './words.ts';

test('[LG2] the first preferred language that exists is used, whatever its region, else English', () => {
  assert.equal(languageOf(['fr-FR', 'es-MX', 'de']), 'es');
  assert.equal(languageOf(['DE-at']), 'de');
  assert.equal(languageOf(['fr']), 'en');
  assert.equal(languageOf([]), 'en');
});

test('[LG8] the browser’s locale of the language is used, else the language in its region', () => {
  assert.equal(localeOf('de', ['en-US', 'de-AT']), 'de-AT');
  assert.equal(localeOf('es', ['en-US']), 'es-US');
  assert.equal(localeOf('de', ['fr']), 'de');
});

test('[LG1] a counted text takes the plural form of its number, or `other` if that is missing', () => {
  const entry = { one: '{n} page', other: '{n} pages' };
  assert.equal(fill(entry, { n: 1 }), '1 page');
  assert.equal(fill(entry, { n: 2 }), '2 pages');
  assert.equal(fill({ other: '{n} s' }, { n: 1 }), '1 s');
});

test('English lowers the case of names within a sentence', () => {
  assert.equal(within('Audience'), 'audience');
  assert.equal(beginSmall('No page of Opportune'), 'no page of Opportune');
});

// [LG5] Letters about signing in are in the language that the request asks for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageOfRequest } from './accept-language.ts';

test('the most wanted language that is spoken is taken, and English where there is none', () => {
  const of = (header: string) => languageOfRequest({ 'accept-language': header });
  assert.equal(of('de'), 'de');
  assert.equal(of('fr-CA,es;q=0.5,de;q=0.8'), 'de');
  assert.equal(of('de;q=0,es-MX'), 'es');
  assert.equal(of('fr, nl'), 'en');
  assert.equal(languageOfRequest({}), 'en');
});

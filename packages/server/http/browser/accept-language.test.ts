// [LG5] E-mail about signing in is in the language that the request asks for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageOfRequest } from './accept-language.ts';

test('the preferred supported language is used, and English if there is none', () => {
  const of = (header: string) => languageOfRequest({ 'accept-language': header });
  assert.equal(of('de'), 'de');
  assert.equal(of('fr-CA,es;q=0.5,de;q=0.8'), 'de');
  assert.equal(of('de;q=0,es-MX'), 'es');
  assert.equal(of('fr, nl'), 'en');
  assert.equal(languageOfRequest({}), 'en');
});

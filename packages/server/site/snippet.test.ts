// The snippet's element carries what must apply before the tag has contacted the server.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { snippetFor } from './snippet.ts';

test('the snippet is one script by its write key', () => {
  const plain = snippetFor('https://engage.example', 'wk_1', {
    consent: 'not-asked',
    honourPrivacySignals: false,
  });
  assert.equal(
    plain,
    '<script async src="https://engage.example/tag.js" data-site="wk_1"></script>',
  );
});

test('a site that asks for consent or honours privacy signals says so before anything is sent', () => {
  const careful = snippetFor('https://engage.example', 'wk_1', {
    consent: 'wait',
    honourPrivacySignals: true,
  });
  assert.match(careful, /data-site="wk_1" data-consent="wait" data-privacy-signals>/);
});

// The code of the tag for tag managers, which drop unknown attributes of elements.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeFor } from './tag-code.ts';

const snippet =
  '<script async src="https://engage.example/tag.js" data-site="wk_1" data-privacy-signals></script>';

test('[HM8] a tag manager makes the same element by script, with all its attributes', () => {
  assert.equal(
    codeFor('manager', snippet),
    `<script>
  var s = document.createElement('script');
  s.setAttribute('src', 'https://engage.example/tag.js');
  s.setAttribute('data-site', 'wk_1');
  s.setAttribute('data-privacy-signals', '');
  s.async = true;
  document.head.appendChild(s);
</script>`,
  );
  assert.equal(codeFor('shopify', snippet), snippet);
});

// Finds the translation of a refusal by its English text, names and numbers aside.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { saidBefore } from './refusal-words.ts';

test('[LG6] a refusal is recognised by its English text, whatever names and numbers it holds', () => {
  assert.deepEqual(
    saidBefore('The campaign "Big (new) cart" uses this goal. Give it another goal or archive it.'),
    {
      key: 'goal.used',
      values: { name: 'Big (new) cart' },
    },
  );
  assert.equal(saidBefore('It must end after it begins.')?.key, 'campaign.until');
  assert.equal(saidBefore('Nobody has said this.'), null);
});

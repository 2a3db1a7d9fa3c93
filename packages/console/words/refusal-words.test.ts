// Refusals are found again among those that are translated, with what stood in their places.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { saidBefore } from './refusal-words.ts';

test('[LG6] a refusal is known by its English text, names and numbers apart', () => {
  assert.deepEqual(
    saidBefore('The campaign "Big (new) cart" has this goal; give it another or archive it.'),
    {
      key: 'goal.used',
      values: { name: 'Big (new) cart' },
    },
  );
  assert.equal(saidBefore('It must end after it begins.')?.key, 'campaign.until');
  assert.equal(saidBefore('Nobody has said this.'), null);
});

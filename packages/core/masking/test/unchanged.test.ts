// Digests of the masking results of difficult texts: a faster implementation must not change one
// character of them. Update the digests when the result is meant to change.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { cardsOnly, compileMask, type Mask } from '../mask.ts';
import { redactSecrets } from '../redact-secrets.ts';
import { maskEvent, maskSaid, maskSegmentCall } from '../ways-in.ts';
import {
  nastyObject,
  nastySecretText,
  nastyText,
  type Random,
  seededRandom,
} from './nasty-texts.test-support.ts';

const own = { name: 'customer', expression: 'K-[0-9]{6}', replacement: '[customer]', events: true };
const masks = {
  cards: compileMask(cardsOnly),
  ibans: compileMask({ ibans: true, patterns: [] }),
  own: compileMask({ ibans: true, patterns: [own] }),
};

type Masked = (mask: Mask, random: Random) => unknown;

const kinds: Readonly<Record<string, Masked>> = {
  text: (mask, random) => mask.text(nastyText(random)),
  preview: (mask, random) => mask.preview(nastyText(random)),
  event: (mask, random) => maskEvent(mask, nastyObject(random)),
  call: (mask, random) => maskSegmentCall(mask, nastyObject(random)),
  said: (mask, random) => maskSaid(mask, nastyObject(random)),
};
const each = 1000;

/** Of the masked texts or values of one kind, in the order of their keys. */
function digest(count: number, masked: (random: Random) => unknown): string {
  const random = seededRandom(7);
  const hash = createHash('sha256');
  for (let nth = 0; nth < count; nth++) hash.update(`${JSON.stringify(masked(random))}\n`);
  return hash.digest('hex').slice(0, 16);
}

const expected: Readonly<Record<string, string>> = {
  'cards text': 'abd766da5274639c',
  'cards preview': '91b34efd119106e2',
  'cards event': 'b87e81da5c8683fb',
  'cards call': '9ddb68304d2d5b77',
  'cards said': '66e4ab2ebd7bb687',
  'ibans text': 'e7aefef5812d9dea',
  'ibans preview': '4dd2fbd15f4c6c7a',
  'ibans event': 'ddf31c7c34c3123a',
  'ibans call': '261f8591653af77d',
  'ibans said': 'b805b8926a97a2e1',
  'own text': '74c768593da9e795',
  'own preview': '437866830c6a82cc',
  'own event': '50cae223c2070607',
  'own call': 'c47f1309857ae831',
  'own said': '6695f8484ececc99',
};

for (const [of, mask] of Object.entries(masks))
  for (const [kind, masked] of Object.entries(kinds))
    test(`[MK1] [MK2] the masking of ${each} nasty values is unchanged: ${of}, ${kind}`, () => {
      const found = digest(each, (random) => masked(mask, random));
      assert.equal(found, expected[`${of} ${kind}`]);
    });

test('[I7] what is hidden of 20,000 nasty texts is unchanged', () => {
  const found = digest(20_000, (random) => redactSecrets(nastySecretText(random)));
  assert.equal(found, 'b22a38b78fc4f01f');
});

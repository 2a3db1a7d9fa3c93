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
  'cards text': '7c060ed8016c91e2',
  'cards preview': '8e6bffe2c9837d98',
  'cards event': 'ea7bd0b47bfaa128',
  'cards call': '73c7d2b30df560bd',
  'cards said': 'dbae2ba2ba1c3c62',
  'ibans text': 'fe66a3dd79f6e90e',
  'ibans preview': 'cf7ccebc9c12922b',
  'ibans event': '0d56bf6530eecdb3',
  'ibans call': '37b6f6c0ba853be4',
  'ibans said': '7e43cacbe832ecbf',
  'own text': '09edc39e7a9055b7',
  'own preview': '09ba8bd1f3c9bffc',
  'own event': '75973271ff3b0fec',
  'own call': '7d3e8e3615027fa1',
  'own said': '04fa24d8fe1b4440',
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

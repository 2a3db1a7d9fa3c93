// Numbers in addresses that pages report: whoever decodes what is stored finds no card, and what is no
// card stays.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cardsOnly, compileMask } from '../mask.ts';
import { masked } from './mask-corpus.test-support.ts';

const mask = compileMask(cardsOnly);
const begin = 'https://shop.example/search?q=';

const encodings: Readonly<Record<string, (text: string) => string>> = {
  'as a script encodes': (text) => encodeURIComponent(text.toWellFormed()),
  'as a form encodes': (text) => `${new URLSearchParams({ q: text.toWellFormed() })}`.slice(2),
  'within another address': (text) =>
    encodeURIComponent(`/pay?q=${encodeURIComponent(text.toWellFormed())}`),
};

/** Decoded again as often as it may have been encoded. */
function readings(query: string): readonly string[] {
  const decoded = [query, query.replaceAll('+', ' ')].map((text) => decodeURIComponent(text));
  const [, spaced = ''] = decoded;
  return [
    ...decoded,
    decodeURIComponent(spaced.slice(spaced.indexOf('=') + 1).replaceAll('+', ' ')),
  ];
}

for (const [how, encode] of Object.entries(encodings))
  for (const before of ['', ' ', '"', '#', '$', '&', "'", '(', '=', '@', 'ä', '{"card":"'])
    test(`[MK1] no card passes in an address, ${how}, behind ${before || 'nothing'}`, () => {
      for (const [what, text] of masked) {
        // A percent sign of its own is no address any more once it is decoded.
        if (text.includes('%')) continue;
        const query = mask.event(begin + encode(before + text)).slice(begin.length);
        for (const read of readings(query))
          assert.equal(mask.event(read), read, `${what}: ${query}`);
      }
    });

for (const text of [
  '"22100000000014" (a number behind a quotation mark)',
  '#35386404659711',
  '$49033883878049',
  '&43975293416212',
  '@289253101908712',
  'ä522587581896468',
  '+371867742669842',
])
  test(`[MK2] what is no card stays in an address: ${text}`, () => {
    assert.equal(mask.event(text), text);
    for (const encode of Object.values(encodings))
      assert.equal(mask.event(begin + encode(text)), begin + encode(text));
  });

test('[MK1] in a query a plus is a space, not the beginning of a telephone number', () => {
  const address = `${begin}+378282246310005`;
  assert.equal(mask.event(address), `${begin}+[•••• 0005]`);
  assert.equal(mask.event('call +378282246310005'), 'call +378282246310005');
});

// Masking against the corpus and by properties: no card survives, nothing else is changed.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { cardsOnly, compileMask, maskNumber } from '../mask.ts';
import { kept, masked } from './mask-corpus.test-support.ts';

const mask = compileMask(cardsOnly);

describe('the corpus of tricky numbers', () => {
  for (const [what, text, after] of masked)
    test(`[MK1] a card is masked: ${what}`, () => assert.equal(mask.text(text), after));
  for (const [what, text] of kept)
    test(`[MK2] a text without a card is kept: ${what}`, () => assert.equal(mask.text(text), text));
  test('[MK1] events are masked as texts are', () => {
    for (const [, text, after] of masked) assert.equal(mask.event(text), after);
  });
  test('[MK1] a number of JSON is masked as its digits are', () => {
    assert.equal(maskNumber(4111111111111111, mask.event), '[•••• 1111]');
    for (const number of [1763726400000, 4006381333931, 0.1 + 0.2, 1e21, -4111111111111111])
      assert.equal(maskNumber(number, mask.event), number);
  });
});

const digitSets = ['0', '٠', '۰', '０', '०', '𝟎'].map((zero) => zero.codePointAt(0) ?? 0);
const gaps = [
  ' ',
  '-',
  '.',
  '\u00a0',
  '\u2009',
  '\u202f',
  '–',
  '\n',
  '\r\n ',
  ' - ',
  '\u200b',
  '_',
];
const gap = fc.constantFrom('', ...gaps);
const scheme = fc.constantFrom(
  ...(['4/13', '4/16', '4/19', '51/16', '2221/16', '34/15', '37/15', '36/14', '305/14'] as const),
  ...(['6011/16', '65/19', '3528/16', '62/17', '62/19', '6759/18', '81/16', '2200/16'] as const),
);

/** A number of a scheme with its check digit. */
const card = fc
  .tuple(scheme, fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 19, maxLength: 19 }))
  .map(([of, random]) => {
    const [prefix = '', length = '16'] = of.split('/');
    const body = `${prefix}${random.join('')}`.slice(0, Number(length) - 1);
    return body + checkDigit(body);
  })
  .filter((number) => !(number.length === 13 && isArticle(number)));

function checkDigit(body: string): number {
  const sum = [...body].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

function isArticle(number: string): boolean {
  return (
    [...number].reduce((sum, digit, at) => sum + Number(digit) * (at % 2 ? 3 : 1), 0) % 10 === 0
  );
}

/** Not a decimal: `41.11111111111111` is one. */
function isDecimal(gapsBetween: readonly string[]): boolean {
  const stops = gapsBetween.flatMap((each, at) => (each === '' ? [] : [{ each, at }]));
  return stops.length === 1 && stops[0]?.each === '.' && stops[0].at < 3;
}

const words = fc.stringMatching(/^[a-zA-Z ,;:!?()äöüß"'/&=#*]{0,30}$/);
const plain = fc
  .string({ unit: 'grapheme', maxLength: 200 })
  .filter((text) => !/[\p{Nd}%]/u.test(text));

describe('properties of masking', () => {
  test('[MK1] no card survives in any grouping, any script of digits, any words around', () => {
    fc.assert(
      fc.property(
        card,
        fc.array(gap, { minLength: 18, maxLength: 18 }),
        fc.constantFrom(...digitSets),
        words,
        words,
        (number, between, zero, before, after) => {
          const used = between.slice(0, number.length - 1);
          fc.pre(!isDecimal(used));
          const written = [...number]
            .map((digit, at) => String.fromCodePoint(zero + Number(digit)) + (used[at] ?? ''))
            .join('');
          const text = `${before}${written}${after}`;
          assert.equal(mask.text(text), `${before}[•••• ${number.slice(-4)}]${after}`);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('[MK1] nor next to an expiry date, a code or another card in usual groups', () => {
    const usual = card
      .filter((number) => number.length >= 15)
      .map((number) => ({ number, written: number.replace(/(.{4})(?=.)/g, '$1 ') }));
    const beside = fc.constantFrom(
      ' 12/27 123',
      ' 1227 123',
      ' 123',
      ' 12 27',
      ' 4111 1111 1111 1111',
      '',
    );
    fc.assert(
      fc.property(
        usual,
        beside,
        fc.constantFrom('', '12 ', '0123 '),
        ({ number, written }, after, before) => {
          const result = mask.text(`${before}${written}${after}`);
          assert.ok(!result.replace(/\D/g, '').includes(number), result);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('[MK1] masking twice changes nothing more', () => {
    const some = fc.array(
      fc.oneof(
        card,
        gap,
        fc.constantFrom('%20', '+', '%', '[', ']', '•', '12', '4', '16', '/'),
        words,
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(some, (parts) => {
        const once = mask.text(parts.join(''));
        assert.equal(mask.text(once), once);
      }),
      { numRuns: 3000 },
    );
  });

  test('[MK2] a text without digits never changes', () => {
    fc.assert(
      fc.property(plain, (text) => {
        assert.equal(mask.text(text), text);
        assert.equal(mask.preview(text), text);
      }),
    );
  });

  test('[MK1] a masked text is never longer', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(card, gap, words), { maxLength: 20 }), (parts) => {
        const text = parts.join('');
        assert.ok(mask.text(text).length <= text.length);
      }),
    );
  });
});

describe('what is being typed', () => {
  test('[MK5] a card is hidden before it is complete: at most six of its digits are ever shown', () => {
    for (const written of ['4111 1111 1111 1111', '378282246310005', '٤١١١١١١١١١١١١١١١'])
      for (let length = 1; length <= written.length; length++) {
        const shown = mask.preview(`my card ${written.slice(0, length)}`);
        const digits = shown.replace(/\P{Nd}/gu, '').length;
        assert.ok(digits <= 6, shown);
      }
  });

  test('[MK5] other numbers are shown', () => {
    for (const text of [
      'call +49 176 1234567',
      'order 100000123',
      '12.99 24.99',
      '2026-11-21 12:16',
    ])
      assert.equal(mask.preview(text), text);
  });
});

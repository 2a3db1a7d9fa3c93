// Splitting texts: where, and never within a grapheme; and how SMS counts.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { roomOf } from '../lay/room.ts';
import { segmentsOf } from '../lay/segments.ts';
import { splitText } from '../lay/split-text.ts';
import { text } from './layable.test-support.ts';

const counted = fc.oneof(
  fc.tuple(
    fc.constantFrom('utf16' as const, 'code-points' as const, 'bytes' as const),
    fc.integer({ min: 20, max: 400 }),
  ),
  fc.tuple(fc.constant('segments' as const), fc.integer({ min: 1, max: 4 })),
);

describe('where a text is split', () => {
  const cases: readonly [string, number, string, readonly string[]][] = [
    [
      'at the end of a line',
      20,
      'Hello Ada,\nyour order left us',
      ['Hello Ada,', 'your order left us'],
    ],
    [
      'at the end of a sentence',
      30,
      'It left us today. It comes tomorrow.',
      ['It left us today.', 'It comes tomorrow.'],
    ],
    ['at the end of a word', 20, 'Packages arrive before noon', ['Packages arrive', 'before noon']],
    [
      'not behind the dot of a number',
      20,
      'Please choose: 1. a, b, c',
      ['Please choose: 1. a,', 'b, c'],
    ],
    [
      'where a language has no spaces, between words',
      20,
      '日本語の文章はこのように長くなることがあります',
      ['日本語の文章はこのように長くなることが', 'あります'],
    ],
  ];
  for (const [where, most, whole, pieces] of cases)
    test(`[CH1] ${where}`, () => assert.deepEqual(splitText(whole, roomOf('utf16', most)), pieces));

  test('[CH1] an emoji of seven characters stays whole', () => {
    const family = '👨‍👩‍👧‍👦';
    assert.deepEqual(splitText(family.repeat(3), roomOf('utf16', 23)), [family.repeat(2), family]);
  });

  test('[CH1] a text of white space has no pieces', () =>
    assert.deepEqual(splitText(' \n\t', roomOf('utf16', 20)), []));
});

describe('for every text', () => {
  test('[CH1] a cut is at white space or between graphemes', () => {
    fc.assert(
      fc.property(text(80), counted, (whole, [count, most]) => {
        const room = roomOf(count, most);
        const graphemes = [...new Intl.Segmenter('und').segment(whole)];
        fc.pre(graphemes.every(({ segment }) => room.fits(segment)));
        const bounds = new Set([...graphemes.map(({ index }) => index), whole.length]);
        const isCut = (place: number): boolean =>
          bounds.has(place) || /\s/.test(whole.slice(Math.max(place - 1, 0), place + 1));
        let at = 0;
        for (const piece of splitText(whole, room)) {
          at = whole.indexOf(piece, at);
          assert.ok(at >= 0, `${JSON.stringify(piece)} is not of the text`);
          assert.ok(isCut(at) && isCut(at + piece.length), JSON.stringify(piece));
          at += piece.length;
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('[CH1] a word that fits is not cut', () => {
    const words = fc.array(fc.stringMatching(/^[a-zA-ZäöüßéÀ-ž,.!?€]{1,20}$/), { maxLength: 60 });
    fc.assert(
      fc.property(words, fc.integer({ min: 60, max: 120 }), (whole, most) => {
        const pieces = splitText(whole.join(' '), roomOf('bytes', most));
        assert.deepEqual(
          pieces.flatMap((piece) => piece.split(' ')),
          whole,
        );
      }),
    );
  });
});

test('[CH1] a grapheme that alone is too large is cut between its characters', () =>
  assert.deepEqual(splitText('👨‍👩‍👧‍👦', roomOf('bytes', 20)), ['👨‍👩‍👧', '\u200d👦']));

describe('segments of SMS', () => {
  for (const [what, message, segments] of [
    ['nothing', '', 0],
    ['160 characters', 'a'.repeat(160), 1],
    ['161 characters', 'a'.repeat(161), 2],
    ['306 characters', 'a'.repeat(306), 2],
    ['307 characters', 'a'.repeat(307), 3],
    ['80 euro signs', '€'.repeat(80), 1],
    ['a euro sign over the edge of a segment', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 3],
    ['70 characters of another alphabet', 'я'.repeat(70), 1],
    ['71 characters of another alphabet', 'я'.repeat(71), 2],
    ['an emoji over the edge of a segment', `${'я'.repeat(66)}😀${'я'.repeat(66)}`, 3],
  ] as const)
    test(`[CH1] ${what}`, () => assert.equal(segmentsOf(message), segments));
});

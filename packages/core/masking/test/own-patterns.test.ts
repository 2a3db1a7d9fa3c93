// An account's own patterns and IBANs: what they replace, what is refused, and that they converge.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { processorMs } from '../../world/test/processor-time.test-support.ts';
import fc from 'fast-check';
import { type MaskPattern, MaskSettings } from '@opportune/protocol/rest/conversation/masking.ts';
import { compileMask } from '../mask.ts';
import { patternFault } from '../own-patterns.ts';

function pattern(expression: string, replacement = '[number]', events = false): MaskPattern {
  return { name: expression, expression, replacement, events };
}

function masking(...patterns: readonly MaskPattern[]) {
  return compileMask({ ibans: true, patterns: [...patterns] });
}

describe('own patterns', () => {
  test('[MK3] each match is replaced by the account’s text, in conversations', () => {
    const mask = masking(
      pattern('\\bK-[0-9]{6}\\b', '[customer]'),
      pattern('(?i)secret \\w+', '***'),
    );
    assert.equal(mask.text('I am K-123456, Secret plan'), 'I am [customer], ***');
    assert.equal(mask.event('I am K-123456'), 'I am K-123456');
  });

  test('[MK3] in events if the account wants that', () => {
    const mask = masking(pattern('K-[0-9]{6}', '[customer]', true));
    assert.equal(mask.event('?q=K-123456'), '?q=[customer]');
  });

  test('[MK3] cards are masked first, and next to them', () => {
    const mask = masking(pattern('[0-9]{4}', '[code]'));
    assert.equal(mask.text('4111 1111 1111 1111 and 1234'), '[•••• [code]] and [code]');
  });

  test('[MK3] an invalid or too large expression, or one that matches nothing or its own replacement, is refused', () => {
    assert.equal(patternFault(pattern('(a')), 'no-expression');
    assert.equal(patternFault(pattern('(?=a)a')), 'no-expression');
    assert.equal(patternFault(pattern('a{500}b{500}')), 'too-large');
    assert.equal(patternFault(pattern('a*')), 'matches-nothing');
    assert.equal(patternFault(pattern('num')), 'matches-itself');
    assert.equal(patternFault(pattern('K-[0-9]+')), null);
  });

  test('[MK3] a faulty one is left out, the others apply', () => {
    assert.equal(masking(pattern('(a'), pattern('b', '*')).text('ab'), 'a*');
  });

  test('[MK3] the rest of a text with too many matches is replaced by one', () => {
    const mask = masking(pattern('a', '*'));
    assert.equal(mask.text('a'.repeat(50)), '*'.repeat(50));
    assert.equal(mask.text(`${'a'.repeat(51)} and more`), '*'.repeat(51));
  });

  test('[MK3] a replacement has no digits and is visible', () => {
    const given = (replacement: string) =>
      MaskSettings.safeParse({ ibans: false, patterns: [pattern('a', replacement)] }).success;
    assert.deepEqual(['[id]', '•••', '***'].map(given), [true, true, true]);
    assert.deepEqual(['1', 'x1', '٣x', ' ', '- -', ''].map(given), Array(6).fill(false));
  });

  test('[MK1] [MK3] masking twice changes nothing more, for any patterns', () => {
    const expressions = [
      '\\ba',
      'a\\b|b',
      '^a',
      'a$',
      'ab|a',
      '[0-9]{2}',
      'a.*b',
      '\\W',
      '(?s).{9}',
      '-',
    ];
    const some = fc
      .subarray(expressions)
      .map((chosen) => chosen.map((each, at) => pattern(each, ['*', '[x]', '##', '•y'][at % 4])));
    const text = fc.string({ unit: fc.constantFrom(...'ab1 4-[x]*#•y'), maxLength: 60 });
    fc.assert(
      fc.property(some, text, (patterns, given) => {
        const mask = masking(...patterns);
        const once = mask.text(given);
        assert.equal(mask.text(once), once);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('bank accounts', () => {
  const cases = [
    ['DE89 3704 0044 0532 0130 00', '[•••• 3000]'],
    ['my IBAN: gb29nwbk60161331926819.', 'my IBAN: [•••• 6819].'],
    ['NL91-ABNA-0417-1643-00', '[•••• 4300]'],
    ['FR14 2004 1010 0505 0001 3M02 606', '[•••• 2606]'],
    ['NO93 8601 1117 947', '[•••• 7947]'],
  ] as const;
  for (const [text, after] of cases)
    test(`[MK3] an IBAN is masked if the account wants that: ${text}`, () => {
      assert.equal(masking().text(text), after);
      assert.equal(compileMask({ ibans: false, patterns: [] }).text(text), text);
    });
  test('[MK3] with a wrong check digit, a wrong length or within a word it is none', () => {
    for (const text of [
      'DE88 3704 0044 0532 0130 00',
      'DE89 3704 0044 0532 0130 001',
      'XDE89370400440532013000',
    ])
      assert.equal(masking().text(text), text);
  });
});

describe('time', () => {
  test('[MK4] does not grow with the square of the length: the worst texts of 130,000 characters', () => {
    const worst = [
      '4 ',
      '4111 ',
      '4',
      '41 ',
      'DE89',
      '%34',
      '4111-1111-1111-1111 ',
      '4111 1111 1111 111',
    ];
    const mask = masking();
    for (const unit of worst) {
      const text = unit.repeat(130_000 / unit.length);
      // Milliseconds if linear; quadratic would take minutes.
      assert.ok(processorMs(() => mask.text(text)) < 5000, unit);
    }
  });
});

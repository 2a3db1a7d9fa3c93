// Whatever colour a site chose, what is written reads: contrast of at least 4.5 on every ground.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { contrast, mix, paletteOf } from './colour.ts';

test('contrast follows WCAG: black on white is 21, a colour on itself is 1', () => {
  assert.equal(Math.round(contrast('#000000', '#ffffff')), 21);
  assert.equal(contrast('#216bb3', '#216bb3'), 1);
  assert.equal(mix('#000000', '#ffffff', 0.5), '#808080');
});

test('for any site colour, light or dark, every text has a contrast of at least 4.5', () => {
  const colour = fc
    .integer({ min: 0, max: 0xffffff })
    .map((value) => `#${value.toString(16).padStart(6, '0')}`);
  fc.assert(
    fc.property(colour, fc.boolean(), (site, onDark) => {
      const palette = paletteOf(site, onDark);
      for (const [text, ground] of [
        ['ink', 'card'],
        ['ink', 'soft'],
        ['quiet', 'card'],
        ['quiet', 'soft'],
        ['onSite', 'site'],
        ['link', 'card'],
        ['link', 'soft'],
        ['bad', 'card'],
      ] as const) {
        assert.ok(
          contrast(palette[text], palette[ground]) >= 4.5,
          `${text} on ${ground}: ${palette[text]} on ${palette[ground]}`,
        );
      }
    }),
    { numRuns: 2000 },
  );
});

test('the colours of the two sites of the pictures get the ink that the pictures have', () => {
  assert.equal(paletteOf('#2f5241', false).onSite, '#ffffff');
  assert.equal(paletteOf('#ffcf24', true).onSite, '#14110a');
});

// Text is readable on every ground for any site colour: a contrast of at least 4.5.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { adjustedIn, contrastsOf } from './brand-texts.ts';
import { contrast, mix, paletteOf } from './colour.ts';

test('contrast follows WCAG: black on white is 21, a colour on itself is 1', () => {
  assert.equal(Math.round(contrast('#000000', '#ffffff')), 21);
  assert.equal(contrast('#216bb3', '#216bb3'), 1);
  assert.equal(mix('#000000', '#ffffff', 0.5), '#808080');
});

const colour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`);
const brand = fc.record(
  { colour, head: colour, darkColour: colour, darkHead: colour },
  { requiredKeys: ['colour'] },
);

test('[BR3.1] 1,000 random brands have no text below 4.5:1, light or dark', () => {
  fc.assert(
    fc.property(brand, (drawn) => {
      for (const onDark of [false, true])
        for (const { text, ground, ratio } of contrastsOf(drawn, onDark))
          assert.ok(ratio >= 4.5, `${text} on ${ground}: ${ratio}`);
    }),
    { numRuns: 1000 },
  );
});

test('[BR3.2] a link that cannot be read and a button without an edge are named as changed', () => {
  assert.deepEqual(adjustedIn({ colour: '#2f5241' }, false), []);
  const [button, link] = adjustedIn({ colour: '#FEFEFE' }, false);
  assert.equal(button?.what, 'button');
  assert.ok((button?.ratio ?? 9) < 1.5);
  assert.equal(link?.what, 'link');
  assert.ok(contrast(link?.used ?? '', '#ffffff') >= 4.5);
  assert.deepEqual(adjustedIn({ colour: '#2f5241' }, true), [], 'derived, not changed');
  assert.equal(adjustedIn({ colour: '#2f5241', darkColour: '#202020' }, true).length, 2);
});

test('[BR2.2] a dark page gets a light tint for buttons and a deep shade for the head', () => {
  const { site, head, card } = paletteOf({ colour: '#2f5241' }, true);
  assert.ok(contrast(site, card) >= 6, site);
  assert.ok(contrast(head, '#ffffff') > contrast('#2f5241', '#ffffff'), head);
  const chosen = paletteOf({ colour: '#2f5241', darkColour: '#8fc4a6', darkHead: '#24402f' }, true);
  assert.deepEqual([chosen.site, chosen.head], ['#8fc4a6', '#24402f']);
});

test('the colours of the two sites of the pictures get the ink of the pictures', () => {
  assert.equal(paletteOf({ colour: '#2f5241' }, false).onSite, '#ffffff');
  assert.equal(paletteOf({ colour: '#ffcf24' }, true).onSite, '#14110a');
});

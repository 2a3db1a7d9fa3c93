// [MH7] Faces without a photo: initials, and colours that can be read on every card.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contrast, mix, paletteOf } from './colour.ts';
import { faceCss, hueOf, hues, initials } from './face.ts';

test('[MH7] a face has the first letters of the first and the last word', () => {
  const names = ['Mara Lind', 'jon', 'Aisha bint Rahman', '  ', '😀 Ölaf', '李 小龙'];
  assert.deepEqual(names.map(initials), ['ML', 'J', 'AR', '', '😀Ö', '李小']);
});

test('[MH7] a name has the same hue everywhere, and names use all hues', () => {
  assert.equal(hueOf('Mara Lind'), hueOf('Mara Lind'));
  const used = new Set(Array.from({ length: 100 }, (_, at) => hueOf(`Agent ${at}`)));
  assert.equal(used.size, hues.length);
});

test('[MH7] the letters of a face have a contrast of at least 4.5 in light and dark', () => {
  const [ground = 0, letters = 0] = [...faceCss.matchAll(/var\(--hue\) (\d+)%/g)].map(
    ([, share]) => Number(share) / 100,
  );
  assert.deepEqual([ground, letters], [0.2, 0.4]);
  for (const isDark of [false, true]) {
    const { card, ink } = paletteOf({ colour: '#2f5241' }, isDark);
    for (const hue of hues) {
      const below = mix(hue, card, ground);
      const above = mix(hue, ink, letters);
      assert.ok(contrast(below, above) >= 4.5, `${hue} ${isDark}: ${contrast(below, above)}`);
    }
  }
});

// What is kept of files: the type by content, the size upright, and no data about their maker.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { examine } from '../examine.ts';
import { gif, jpeg, png, scanData, secretPlace, webp } from './pictures.test-support.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

describe('the type', () => {
  for (const [what, bytes, type] of [
    ['a PNG', png(2, 2), 'image/png'],
    ['a JPEG', jpeg(2, 2), 'image/jpeg'],
    ['a GIF', gif(2, 2), 'image/gif'],
    ['a WebP', webp(2, 2), 'image/webp'],
    ['a PDF', Buffer.from('%PDF-1.7\n\u0000'), 'application/pdf'],
    ['words', Buffer.from('Grüße,\r\n\tdie Lampe 💡 flackert'), 'text/plain'],
    ['words with a byte order mark', Buffer.from('\ufeffOrder 1'), 'text/plain'],
  ] as const)
    test(`[AT3] ${what} is known by its content`, () =>
      assert.equal(examine(bytes)?.mediaType, type));

  for (const [what, bytes] of [
    ['nothing', Buffer.alloc(0)],
    ['a page', Buffer.from('<!doctype html><script>hurt()</script>')],
    ['a page behind blanks', Buffer.from('\ufeff \n\t<HTML>')],
    [
      'a drawing of markup',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="hurt()"/>'),
    ],
    ['a drawing behind its declaration', Buffer.from('<?xml version="1.0"?><svg/>')],
    ['a program', Buffer.from('7f454c460201010000', 'hex')],
    ['a zip', Buffer.from('504b0304140000000800', 'hex')],
    ['UTF-16', Buffer.from('\ufeffwords', 'utf16le')],
    ['half a sign of UTF-8', Buffer.from('c3', 'hex')],
    ['a surrogate in UTF-8', Buffer.from('eda080', 'hex')],
    ['an overlong sign', Buffer.from('c0af', 'hex')],
    ['a PNG that is cut off', png(2, 2).subarray(0, 60)],
    ['a JPEG that is cut off', jpeg(2, 2).subarray(0, 100)],
    ['a JPEG without an end', Buffer.from('ffd8ffe000044a46', 'hex')],
    ['a WebP that is cut off', webp(2, 2).subarray(0, 40)],
    ['a picture without a size', gif(0, 2)],
  ] as const)
    test(`[AT3] ${what} is rejected`, () => assert.equal(examine(bytes), null));

  test('[AT3] no bytes make it fail, and what is accepted is accepted again unchanged', () => {
    const begun = fc.constantFrom(png(3, 2), jpeg(3, 2), webp(3, 2), gif(3, 2));
    const changed = fc
      .tuple(begun, fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 6 }))
      .map(([bytes, changes]) => {
        const copy = Buffer.from(bytes);
        for (const [at, byte] of changes) if (at < copy.length) copy[at] = byte;
        return copy;
      });
    fc.assert(
      fc.property(fc.oneof(changed, fc.uint8Array({ maxLength: 300 })), (bytes) => {
        const taken = examine(bytes);
        if (taken === null) return;
        const again = examine(taken.bytes);
        assert.deepEqual(again?.bytes, taken.bytes);
        assert.deepEqual(again?.picture, taken.picture);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a picture', () => {
  for (const [what, make] of [
    ['PNG', png],
    ['JPEG', jpeg],
    ['WebP', webp],
  ] as const)
    test(`[AT4] a ${what} loses its place, its texts and what follows its end`, () => {
      const taken = examine(make(30, 20));
      assert.deepEqual(taken?.picture, { width: 30, height: 20 });
      assert.ok(text(make(30, 20)).includes(secretPlace), 'it was there');
      assert.ok(!text(taken.bytes).includes(secretPlace));
    });

  test('[AT4] a JPEG keeps its data and its colours', () => {
    const taken = text(examine(jpeg(30, 20))?.bytes ?? Buffer.alloc(0));
    assert.ok(taken.includes(text(Buffer.from(scanData))));
    assert.ok(taken.includes('ICC_PROFILE\0') && taken.includes('JFIF\0'));
    assert.ok(taken.endsWith('\xff\xd9'));
  });

  for (const order of ['II', 'MM'] as const)
    test(`[AT4] a JPEG keeps its orientation, and its size is the upright one (${order})`, () => {
      const turned = examine(jpeg(30, 20, { orientation: 6, order }));
      assert.deepEqual(turned?.picture, { width: 20, height: 30 });
      assert.deepEqual(examine(turned.bytes)?.picture, { width: 20, height: 30 });
      assert.deepEqual(examine(jpeg(30, 20, { orientation: 3, order }))?.picture, {
        width: 30,
        height: 20,
      });
    });

  test('[AT4] a WebP no longer announces the removed chunks', () => {
    const taken = examine(webp(30, 20))?.bytes ?? Buffer.alloc(0);
    assert.equal(taken[20], 0);
    assert.equal(Buffer.from(taken).readUInt32LE(4), taken.length - 8);
  });

  test('[AT5] a picture with more points than are shown is a file', () => {
    assert.equal(examine(gif(60_000, 60_000))?.picture, undefined);
    assert.equal(examine(gif(60_000, 60_000))?.mediaType, 'image/gif');
  });
});

// Names of files as they are shown and saved.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { attachmentLimits } from '@opportune/protocol/limits/conversations.ts';
import { nameFor, plainName } from '../file-name.ts';

for (const [given, plain] of [
  ['lamp.png', 'lamp.png'],
  ['C:\\Users\\Ann\\lamp.png', 'lamp.png'],
  ['../../etc/passwd', 'passwd'],
  ['  two   words .txt ', 'two words .txt'],
  ['photo\u202egnp.exe', 'photognp.exe'],
  ['a\u0000b\u0007c', 'abc'],
  ['<img src=x onerror=hurt()>', '_img src=x onerror=hurt()_'],
  ['...', 'file'],
  ['', 'file'],
  ['половина.пдф', 'половина.пдф'],
] as const)
  test(`[AT6] the name ${JSON.stringify(given)} is shown as ${JSON.stringify(plain)}`, () =>
    assert.equal(plainName(given), plain));

test('[AT6] the extension fits the content', () => {
  assert.equal(nameFor('lamp.PNG', 'image/png'), 'lamp.PNG');
  assert.equal(nameFor('lamp.jpeg', 'image/jpeg'), 'lamp.jpeg');
  assert.equal(nameFor('page.html', 'text/plain'), 'page.html.txt');
  assert.equal(nameFor('invoice.exe', 'application/pdf'), 'invoice.exe.pdf');
  assert.equal(nameFor('orders.csv', 'text/plain'), 'orders.csv');
  assert.equal(nameFor('file', 'image/webp'), 'file.webp');
  assert.equal(nameFor('.png', 'image/png'), 'file.png');
});

test('[AT6] a name is bounded, keeps its extension and is never empty, for any input', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (given) => {
      const name = nameFor(plainName(given), 'image/png');
      assert.ok(name.length <= attachmentLimits.nameLength && name.length > 4);
      assert.match(name, /\.png$/i);
      assert.ok(name.isWellFormed());
      assert.doesNotMatch(name, /[/\\\u0000-\u001f\u202e]/);
    }),
  );
});

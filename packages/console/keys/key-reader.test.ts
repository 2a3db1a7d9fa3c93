// Keys as the table writes them, on any keyboard.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commands } from './command-table.ts';
import { keyOf, readSequence, sequenceMs, type Pressed } from './key-reader.ts';

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, code: '' };
const read = (pressed: Partial<Pressed> & { key: string }, isMac = false) =>
  keyOf({ ...none, ...pressed }, isMac);

test('[KB2] the palette is Ctrl and K, on a Mac Command and K, and never the other', () => {
  assert.equal(read({ key: 'k', ctrlKey: true }), 'Mod+K');
  assert.equal(read({ key: 'k', metaKey: true }, true), 'Mod+K');
  assert.equal(read({ key: 'k', ctrlKey: true }, true), null);
  assert.equal(read({ key: 'k', metaKey: true }), null);
});

test('[KB2] a sign is read as such, with Shift or without; AltGr is no Ctrl', () => {
  assert.equal(read({ key: '?', shiftKey: true, code: 'Minus' }), '?');
  assert.equal(read({ key: '/', shiftKey: true, code: 'Digit7' }), '/');
  assert.equal(read({ key: '@', ctrlKey: true, altKey: true, code: 'KeyQ' }), null);
  assert.equal(read({ key: 'J', shiftKey: true }), 'Shift+J');
  assert.equal(read({ key: 'Shift', shiftKey: true }), null);
});

test('[KB2] letters of another script are read by their place', () => {
  assert.equal(read({ key: 'о', code: 'KeyJ' }), 'J');
  assert.equal(read({ key: 'ArrowDown', altKey: true, code: 'ArrowDown' }), 'Alt+ArrowDown');
});

test('[KB2] two keys after one another, in time, are one shortcut', () => {
  const known = new Set(['G I', 'I', 'E']);
  const first = readSequence(null, 'G', 0, known);
  assert.deepEqual(first, { keys: null, waits: true });
  assert.equal(readSequence({ key: 'G', at: 0 }, 'I', sequenceMs, known).keys, 'G I');
  assert.equal(readSequence({ key: 'G', at: 0 }, 'I', sequenceMs + 1, known).keys, 'I');
  assert.equal(readSequence({ key: 'G', at: 0 }, 'E', 10, known).keys, 'E');
});

test('[KB1] no two commands have the same keys, and none begins as another is', () => {
  const all = commands.flatMap(({ keys }) => keys.map((each: string) => each));
  assert.equal(new Set(all).size, all.length);
  for (const each of all)
    assert.ok(!all.some((other) => other.startsWith(`${each} `)), `${each} begins another`);
});

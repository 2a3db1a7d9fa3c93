// Keys as the command table writes them, on any keyboard.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commands } from './command-table.ts';
import { keyOf, readSequence, sequenceMs, type Pressed } from './key-reader.ts';

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, code: '' };
const read = (pressed: Partial<Pressed> & { key: string }, isMac = false) =>
  keyOf({ ...none, ...pressed }, isMac);

test('[KB2] the palette opens with Ctrl+K, on a Mac with Command+K, and not the reverse', () => {
  assert.equal(read({ key: 'k', ctrlKey: true }), 'Mod+K');
  assert.equal(read({ key: 'k', metaKey: true }, true), 'Mod+K');
  assert.equal(read({ key: 'k', ctrlKey: true }, true), null);
  assert.equal(read({ key: 'k', metaKey: true }), null);
});

test('[KB2] a character is read as itself, with or without Shift; AltGr is not Ctrl', () => {
  assert.equal(read({ key: '?', shiftKey: true, code: 'Minus' }), '?');
  assert.equal(read({ key: '/', shiftKey: true, code: 'Digit7' }), '/');
  assert.equal(read({ key: '@', ctrlKey: true, altKey: true, code: 'KeyQ' }), null);
  assert.equal(read({ key: 'J', shiftKey: true }), 'Shift+J');
  assert.equal(read({ key: 'Shift', shiftKey: true }), null);
});

test('[KB2] letters of another script are read by their position', () => {
  assert.equal(read({ key: 'о', code: 'KeyJ' }), 'J');
  assert.equal(read({ key: 'ArrowDown', altKey: true, code: 'ArrowDown' }), 'Alt+ArrowDown');
});

test('[KB2] two keys pressed within the time limit are one shortcut', () => {
  const known = new Set(['G I', 'I', 'E']);
  const first = readSequence(null, 'G', 0, known);
  assert.deepEqual(first, { keys: null, waits: true });
  assert.equal(readSequence({ key: 'G', at: 0 }, 'I', sequenceMs, known).keys, 'G I');
  assert.equal(readSequence({ key: 'G', at: 0 }, 'I', sequenceMs + 1, known).keys, 'I');
  assert.equal(readSequence({ key: 'G', at: 0 }, 'E', 10, known).keys, 'E');
});

test('[KB1] no two commands share keys, and no shortcut begins another', () => {
  const all = commands.flatMap(({ keys }) => keys.map((each: string) => each));
  assert.equal(new Set(all).size, all.length);
  for (const each of all)
    assert.ok(!all.some((other) => other.startsWith(`${each} `)), `${each} begins another`);
});

// Colours as CSS writes them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isNeutral, readColour } from '../css-colour.ts';

const read: readonly (readonly [text: string, colour: string | null])[] = [
  ['#2F5241', '#2f5241'],
  ['#abc', '#aabbcc'],
  ['#abcf', '#aabbcc'],
  ['#2f524180', '#2f5241'],
  ['#2f524140', null],
  ['#2f52', null],
  ['#2f5241a', null],
  ['#nothex', null],
  ['rgb(47, 82, 65)', '#2f5241'],
  ['rgb(47 82 65 / 90%)', '#2f5241'],
  ['rgba(47,82,65,.2)', null],
  ['rgb(100%, 0%, 0%)', '#ff0000'],
  ['rgb(300, -5, 0)', '#ff0000'],
  ['rgb(1, 2)', null],
  ['rgb(a, b, c)', null],
  ['hsl(151, 27%, 25%)', '#2f5140'],
  ['hsl(0deg 100% 50%)', '#ff0000'],
  ['hsl(-120, 100%, 50%)', '#0000ff'],
  ['hsla(120, 100%, 50%, 0)', null],
  ['hsl(222.2 47.4 11.2 / 1)', '#0f172a'],
  ['red', null],
  ['var(--brand)', null],
  ['', null],
  [`rgb(${' '.repeat(100)}1, 2, 3)`, null],
];

test('[BR9.2] hex, rgb() and hsl() are read, and nothing else', () => {
  for (const [text, colour] of read) assert.equal(readColour(text), colour, text);
});

test('[BR9.2] greys, black and white are neutral', () => {
  for (const colour of ['#000000', '#ffffff', '#808080', '#f5f6f7', '#14110a'])
    assert.equal(isNeutral(colour), true, colour);
  for (const colour of ['#2f5241', '#ffcf24', '#0f172a', '#c2185b'])
    assert.equal(isNeutral(colour), false, colour);
});

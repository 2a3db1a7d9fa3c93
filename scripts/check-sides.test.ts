// The sides that a style may name.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sideFindings } from './check-sides.ts';

const found = (style: string): number => sideFindings('a.css', style).length;

test('left and right are found wherever a style names them', () => {
  for (const bad of [
    'margin-left: 4px;',
    '  border-right: 1px solid;',
    '  left: 0;',
    'text-align: right;',
    'border-top-left-radius: 2px;',
    '  padding: 0 4px 0 8px;',
    '  inset: 0 auto 0 -10px;',
  ])
    assert.equal(found(bad), 1, bad);
});

test('start and end, even sides and other words pass', () => {
  for (const good of [
    'margin-inline-start: 4px;',
    'padding: 6px 8px max(14px, env(safe-area-inset-bottom)) 8px;',
    '  inset: 0 4px;',
    '  background: url(left.png);',
    'grid-template-areas: "left right";',
  ])
    assert.equal(found(good), 0, good);
});

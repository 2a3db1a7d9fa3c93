// The marks of decisions in the timeline.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { armPoint } from './arm-point.ts';

test('a decision has the mark of its arm, and Optimise one of its own', () => {
  const arms = ['treatment', 'always', 'optimise', 'control'];
  assert.deepEqual(arms.map(armPoint), ['treatment', 'treatment', 'optimise', 'control']);
  assert.equal(armPoint(null), '');
  assert.equal(armPoint('constructor'), '');
});

test('each mark is drawn', () => {
  const css = readFileSync(new URL('panel.css', import.meta.url), 'utf8');
  for (const mark of ['treatment', 'optimise', 'control'])
    assert.ok(css.includes(`.time .pt.${mark} i {`), mark);
});

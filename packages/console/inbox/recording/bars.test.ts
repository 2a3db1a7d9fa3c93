// Loudness as bars.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bars } from './bars.ts';

test('each bar is the loudest of what it stands for, and short recordings fill all bars', () => {
  assert.deepEqual(bars([10, 100, 0, 50], 2), [1, 0.5]);
  assert.deepEqual(bars([20, 40], 4), [0.2, 0.2, 0.4, 0.4]);
  assert.deepEqual(bars([], 3), [0, 0, 0]);
});

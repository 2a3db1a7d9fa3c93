import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartRange } from './chart-range.ts';

test('the axis holds the newest interval and zero', () => {
  const { min, max } = chartRange([
    { lower: -40, upper: 60 },
    { lower: 1.1, upper: 6.7 },
  ]);
  assert.ok(min <= 0 && max >= 6.7);
});

test('the wide bands of the first days do not stretch the axis', () => {
  const path = [
    { lower: -300, upper: 400 },
    { lower: -9, upper: 14 },
    { lower: 0.5, upper: 7 },
    { lower: 1, upper: 6 },
  ];
  const { min, max } = chartRange(path);
  assert.ok(max - min < 30, `${min} to ${max}`);
});

test('the ends of the axis are multiples of its step', () => {
  const { min, max, step } = chartRange([{ lower: -0.031, upper: 0.117 }]);
  for (const end of [min, max]) assert.ok(Math.abs(end / step - Math.round(end / step)) < 1e-9);
});

test('an empty path still gives an axis', () => {
  assert.deepEqual(chartRange([]), { min: -1, max: 1, step: 1 });
});

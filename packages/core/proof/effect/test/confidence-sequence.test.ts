import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { halfWidthFactor } from '../confidence-sequence.ts';

const CERTAINTY = { alpha: 0.05, comparisons: 1, horizonVisitors: 20_000 };

test('[ST3] the half-width is that of the formula', () => {
  // Calculated by hand for n = horizon: nρ² = 5.9915 + ln(6.9915) = 7.9362.
  assert.ok(Math.abs(halfWidthFactor(20_000, CERTAINTY) - 3.0351) < 2e-4);
  // At a tenth of the horizon, nρ² = 0.79362: √(2 · 1.79362/0.79362 · ln(√1.79362/0.05)).
  const tenth = Math.sqrt(2 * (1.793618 / 0.793618) * Math.log(Math.sqrt(1.793618) / 0.05));
  assert.ok(Math.abs(halfWidthFactor(2_000, CERTAINTY) - tenth) < 1e-4);
});

test('[ST3] no other horizon gives a narrower interval at the horizon', () => {
  const best = halfWidthFactor(20_000, CERTAINTY);
  for (const horizonVisitors of [2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 500_000]) {
    assert.ok(halfWidthFactor(20_000, { ...CERTAINTY, horizonVisitors }) > best * 0.999);
  }
  assert.ok(halfWidthFactor(20_000, { ...CERTAINTY, horizonVisitors: 2_000 }) > best * 1.05);
});

test('[ST3] k comparisons each have α ÷ k', () => {
  const shared = halfWidthFactor(5_000, { ...CERTAINTY, comparisons: 4 });
  assert.equal(shared, halfWidthFactor(5_000, { ...CERTAINTY, alpha: 0.0125 }));
  assert.ok(shared > halfWidthFactor(5_000, CERTAINTY));
});

test('[ST3] it is never narrower than one for a single look', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e9 }),
      fc.integer({ min: 1, max: 1e9 }),
      (n, horizon) => {
        assert.ok(halfWidthFactor(n, { ...CERTAINTY, horizonVisitors: horizon }) > 1.96);
      },
    ),
    { seed: 1 },
  );
});

test('[ST3] an impossible certainty is refused', () => {
  for (const alpha of [0, 1, Number.NaN]) {
    assert.throws(() => halfWidthFactor(100, { ...CERTAINTY, alpha }));
  }
  for (const comparisons of [0, 1.5]) {
    assert.throws(() => halfWidthFactor(100, { ...CERTAINTY, comparisons }));
  }
  assert.throws(() => halfWidthFactor(100, { ...CERTAINTY, horizonVisitors: 0 }));
  assert.doesNotThrow(() => halfWidthFactor(100, { ...CERTAINTY, horizonVisitors: 1 }));
});

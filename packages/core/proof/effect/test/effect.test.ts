import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { EMPTY_ARM } from '../arm-sums.ts';
import type { ArmSums, Comparison } from '../arm-sums.ts';
import { rateEffect, valueEffect } from '../effect.ts';
import type { Effect } from '../effect.ts';

const CERTAINTY = { alpha: 0.05, comparisons: 1, horizonVisitors: 10_000 };

/** The half-width at 10,000 visitors under CERTAINTY, in standard errors. */
const INFORMATION = -2 * Math.log(0.05) + Math.log(1 - 2 * Math.log(0.05));
const FACTOR = Math.sqrt(
  ((2 * (INFORMATION + 1)) / INFORMATION) * Math.log(Math.sqrt(INFORMATION + 1) / 0.05),
);

test('[ST4] the rate interval of a worked example', () => {
  const seen = interval(
    rateEffect({ treatment: arm(9_000, 540), control: arm(1_000, 40) }, CERTAINTY),
  );
  const [p, q] = [542 / 9_004, 42 / 1_004];
  const error = Math.sqrt((p * (1 - p)) / 9_000 + (q * (1 - q)) / 1_000);
  close(seen.difference.estimate, 0.02);
  close(seen.difference.lower, 0.02 - FACTOR * error);
  close(seen.difference.upper, 0.02 + FACTOR * error);
  close(seen.incremental.estimate, 180);
  close(seen.incremental.lower, 9_000 * (0.02 - FACTOR * error));
  assert.equal(seen.relative.estimate?.toFixed(6), '0.500000');
  assert.equal(seen.finding, 'open');
});

test('[ST5] the value interval of a worked example', () => {
  // Treatment got 90 orders of 100; control, by chance, ten of 20. Both arms together: 92 an order.
  const treatment = { visitors: 9_000, conversions: 90, valueSum: 9_000, valueSquareSum: 900_000 };
  const control = { visitors: 1_000, conversions: 10, valueSum: 200, valueSquareSum: 4_000 };
  const seen = interval(valueEffect({ treatment, control }, CERTAINTY));
  const variance = (rate: number, size: number, n: number): number =>
    (rate * size ** 2 - (rate * size) ** 2) / n;
  const ofTreatment = variance(91 / 9_002, (9_000 + 920) / 100, 9_000);
  const ofControl = variance(11 / 1_002, (200 + 920) / 20, 1_000);
  const error = Math.sqrt(ofTreatment + ofControl);
  const bySkew = (n: number): number =>
    (((2 * FACTOR ** 2 + 1) / 6) * 0.01 * 92 ** 3) / n ** 2 / error ** 2;
  const lean = bySkew(9_000) - Math.min(bySkew(1_000), 0.5 * FACTOR * Math.sqrt(ofControl));
  close(seen.difference.estimate, 0.8);
  close(seen.difference.lower, 0.8 + lean - FACTOR * error);
  close(seen.difference.upper, 0.8 + lean + FACTOR * error);
  close(seen.incremental.estimate, 7_200);
});

test('[ST5] an arm whose few orders happen to be small does not seem certain of it', () => {
  const large = { visitors: 9_000, conversions: 450, valueSum: 45_000, valueSquareSum: 9e6 };
  const small = { visitors: 1_000, conversions: 8, valueSum: 80, valueSquareSum: 900 };
  const seen = interval(valueEffect({ treatment: large, control: small }, CERTAINTY));
  const ownError = Math.sqrt((900 / 1_000 - 0.08 ** 2) / 1_000);
  assert.ok(seen.difference.estimate - seen.difference.lower > 5 * FACTOR * ownError);
});

test('[ST3] below five conversions in either arm there is no interval', () => {
  const [four, five] = [arm(1_000, 4), arm(1_000, 5)];
  const withheld: Effect = { type: 'withheld', reason: 'few_conversions' };
  for (const effectOf of [rateEffect, valueEffect]) {
    assert.deepEqual(effectOf({ treatment: four, control: five }, CERTAINTY), withheld);
    assert.deepEqual(effectOf({ treatment: five, control: four }, CERTAINTY), withheld);
    assert.deepEqual(effectOf({ treatment: EMPTY_ARM, control: EMPTY_ARM }, CERTAINTY), withheld);
    assert.equal(effectOf({ treatment: five, control: five }, CERTAINTY).type, 'interval');
  }
});

test('[ST3] conversions without any value have a rate but no value interval', () => {
  const worthless = { visitors: 1_000, conversions: 50, valueSum: 0, valueSquareSum: 0 };
  const comparison = { treatment: worthless, control: worthless };
  assert.deepEqual(valueEffect(comparison, CERTAINTY), { type: 'withheld', reason: 'no_value' });
  assert.equal(rateEffect(comparison, CERTAINTY).type, 'interval');
});

test('[ST7] a gain is called if the whole interval is above zero, a loss if below', () => {
  const [many, few] = [arm(10_000, 1_000), arm(10_000, 600)];
  assert.equal(interval(rateEffect({ treatment: many, control: few }, CERTAINTY)).finding, 'gain');
  assert.equal(interval(rateEffect({ treatment: few, control: many }, CERTAINTY)).finding, 'loss');
  assert.equal(interval(rateEffect({ treatment: few, control: few }, CERTAINTY)).finding, 'open');
});

test('[ST6] difference and relative gain always agree on what is found', () => {
  const found = new Set<string>();
  everyComparison((comparison) => {
    for (const effectOf of [rateEffect, valueEffect]) {
      const seen = effectOf(comparison, CERTAINTY);
      if (seen.type === 'withheld') continue;
      found.add(seen.finding);
      assert.equal(seen.finding === 'gain', seen.relative.lower > 0);
      assert.equal(seen.finding === 'loss', (seen.relative.upper ?? Infinity) < 0);
    }
  });
  assert.deepEqual([...found].sort(), ['gain', 'loss', 'open']);
});

test('[ST4] [ST5] every interval contains its estimate, and a loss is at most everything', () => {
  everyComparison((comparison) => {
    for (const effectOf of [rateEffect, valueEffect]) {
      const seen = effectOf(comparison, CERTAINTY);
      if (seen.type === 'withheld') continue;
      for (const { estimate, lower, upper } of [seen.difference, seen.incremental]) {
        assert.ok(lower <= estimate && estimate <= upper);
      }
      const { estimate, lower, upper } = seen.relative;
      assert.ok(lower >= -1 && lower <= (upper ?? Infinity));
      if (estimate !== null)
        assert.ok(lower <= estimate + 1e-12 && estimate - 1e-12 <= (upper ?? Infinity));
    }
  });
});

test('[ST5] values in cents give the same result as values in euros', () => {
  everyComparison((comparison) => {
    const euros = valueEffect(comparison, CERTAINTY);
    const cents = valueEffect(inCents(comparison), CERTAINTY);
    assert.equal(cents.type, euros.type);
    if (euros.type === 'withheld' || cents.type === 'withheld') return;
    close(cents.difference.lower / 100, euros.difference.lower, 1e-6);
    close(cents.relative.lower, euros.relative.lower, 1e-6);
    assert.equal(cents.relative.upper === null, euros.relative.upper === null);
  });
});

test('[ST6] while control may still be zero, the relative gain has no upper end', () => {
  const seen = interval(
    rateEffect({ treatment: arm(9_000, 90), control: arm(1_000, 5) }, CERTAINTY),
  );
  assert.equal(seen.relative.upper, null);
  const later = interval(
    rateEffect({ treatment: arm(9_000, 900), control: arm(1_000, 50) }, CERTAINTY),
  );
  assert.notEqual(later.relative.upper, null);
});

test('[ST2] impossible sums are refused', () => {
  const good = arm(100, 10);
  for (const bad of [
    { ...good, conversions: 101 },
    { ...good, visitors: 99.5 },
    { ...good, valueSum: -1 },
    { ...good, valueSquareSum: Number.NaN },
  ]) {
    assert.throws(() => rateEffect({ treatment: bad, control: good }, CERTAINTY));
    assert.throws(() => rateEffect({ treatment: good, control: bad }, CERTAINTY));
  }
  assert.doesNotThrow(() => rateEffect({ treatment: good, control: good }, CERTAINTY));
});

/** An arm in which every converter is worth 10. */
function arm(visitors: number, conversions: number): ArmSums {
  return { visitors, conversions, valueSum: conversions * 10, valueSquareSum: conversions * 100 };
}

function inCents({ treatment, control }: Comparison): Comparison {
  const cents = (sums: ArmSums): ArmSums => ({
    ...sums,
    valueSum: sums.valueSum * 100,
    valueSquareSum: sums.valueSquareSum * 10_000,
  });
  return { treatment: cents(treatment), control: cents(control) };
}

function everyComparison(check: (comparison: Comparison) => void): void {
  const anyArm = fc
    .record({
      visitors: fc.integer({ min: 50, max: 100_000 }),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
      values: fc.array(fc.double({ min: 0.01, max: 500, noNaN: true }), {
        minLength: 1,
        maxLength: 5,
      }),
    })
    .map(({ visitors, part, values }) => {
      const conversions = Math.floor(visitors * part);
      const times = conversions / values.length;
      return {
        visitors,
        conversions,
        valueSum: times * values.reduce((sum, value) => sum + value, 0),
        valueSquareSum: times * values.reduce((sum, value) => sum + value * value, 0),
      };
    });
  fc.assert(fc.property(fc.record({ treatment: anyArm, control: anyArm }), check), {
    seed: 8,
    numRuns: 3_000,
  });
}

function interval(effect: Effect): Extract<Effect, { type: 'interval' }> {
  assert.equal(effect.type, 'interval');
  assert.ok(effect.type === 'interval');
  return effect;
}

function close(actual: number, expected: number, tolerance = 1e-6): void {
  const error = Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
  assert.ok(error <= tolerance, `${actual} is not ${expected}`);
}

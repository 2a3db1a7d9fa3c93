import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { logGamma } from '../log-gamma.ts';
import { logEvidence, sampleRatio, sampleRatioOverLooks, verdict } from '../sample-ratio.ts';
import { addVisitor, startSampleRatio } from './sample-ratio-steps.test-support.ts';
import { simulateSampleRatio } from './simulate-sample-ratio.test-support.ts';
import { rounds } from '../../../../../test/support/proof-size.test-support.ts';

const SHARES = [0.1, 0.45, 0.45];

test('[ST10] evidence built visitor by visitor equals that of the counts alone', () => {
  const arms = fc.array(fc.constantFrom(0, 1, 2), { maxLength: 300 });
  fc.assert(
    fc.property(arms, (order) => {
      let state = startSampleRatio(SHARES);
      for (const arm of order) state = addVisitor(state, SHARES, arm);
      assert.ok(Math.abs(state.logEvidence - logEvidence(state.counts, SHARES)) < 1e-9);
      assert.ok(state.highestLogEvidence >= Math.max(0, state.logEvidence));
      assert.equal(state.visitors, order.length);
    }),
    { seed: 1 },
  );
});

test('[ST10] before the first visitor, and after one, nothing is known', () => {
  assert.deepEqual(sampleRatio([0, 0, 0], SHARES), { type: 'as-planned', evidence: 1 });
  assert.ok(Math.abs(sampleRatio([1, 0, 0], SHARES).evidence - 1) < 1e-9);
});

test('[ST10] an arm with a planned share of 0 changes nothing while it is empty', () => {
  const [without, withIt] = [
    [0.4, 0.6],
    [0.4, 0, 0.6],
  ];
  assert.equal(logEvidence([410, 0, 590], withIt), logEvidence([410, 590], without));
  assert.equal(sampleRatio([410, 1, 590], withIt).type, 'alarm');
});

test('[ST10] as planned stays quiet, one visitor in ten lost from control raises the alarm', () => {
  assert.equal(sampleRatio([10_000, 45_000, 45_000], SHARES).type, 'as-planned');
  assert.equal(sampleRatio([9_000, 45_000, 45_000], SHARES).type, 'alarm');
  assert.equal(sampleRatio([10_000, 45_000, 46_800], SHARES).type, 'alarm');
});

test('[ST10] watch begins at 20, the alarm at 1,000', () => {
  assert.equal(verdict(Math.log(19.9)).type, 'as-planned');
  assert.equal(verdict(Math.log(20.1)).type, 'watch');
  assert.equal(verdict(Math.log(999)).type, 'watch');
  assert.equal(verdict(Math.log(1_001)).type, 'alarm');
});

test('[ST10] a visitor in an arm that was planned empty raises the alarm at once', () => {
  assert.equal(sampleRatio([1, 500], [0, 1]).type, 'alarm');
  assert.equal(logEvidence([1, 0], [0, 1]), Infinity);
  assert.equal(sampleRatio([0, 500], [0, 1]).type, 'as-planned');
  assert.ok(Number.isFinite(sampleRatio([1, 500], [0, 1]).evidence));
});

test('[ST10] an alarm once raised stays, however the counts recover', () => {
  const looks = [
    [100, 900],
    [500, 9_500],
    [10_000, 90_000],
  ];
  assert.equal(sampleRatio([10_000, 90_000], [0.1, 0.9]).type, 'as-planned');
  assert.equal(sampleRatioOverLooks(looks, [0.1, 0.9]).type, 'alarm');
  assert.equal(sampleRatioOverLooks(looks.slice(0, 1), [0.1, 0.9]).type, 'as-planned');
});

for (const planned of [
  [0.1, 0.9],
  [0.45, 0.45, 0.1],
])
  test(`[ST10] checked after every visitor of ${planned.length} arms, it alarms in at most one run of 1,000`, () => {
    const runs = rounds({ usual: 400, full: 1500 });
    const found = simulateSampleRatio({
      ...{ planned, actual: planned, visitors: 20_000, runs, seed: 5 },
    });
    const error = Math.sqrt(0.001 / runs);
    assert.ok(found.alarms / runs <= 0.001 + 2 * error, `${found.alarms} alarms in ${runs} runs`);
  });

test('[ST10] 9 % instead of 10 % is found within 16,000 visitors, at the median', (t) => {
  const found = simulateSampleRatio({
    planned: [0.1, 0.9],
    actual: [0.09, 0.91],
    visitors: 60_000,
    runs: 400,
    seed: 6,
  });
  t.diagnostic(`median visitors to the alarm: ${found.medianVisitors}`);
  assert.ok(found.medianVisitors <= 16_000, String(found.medianVisitors));
});

test('[ST10] one visitor in ten lost from one of three arms is found, at the median', () => {
  const found = simulateSampleRatio({
    planned: [0.45, 0.45, 0.1],
    actual: [0.455, 0.455, 0.09],
    visitors: 60_000,
    runs: 200,
    seed: 7,
  });
  assert.ok(found.medianVisitors <= 20_000, String(found.medianVisitors));
});

test('[ST10] impossible counts and shares are refused', () => {
  assert.throws(() => sampleRatio([1, 2], [0.5, 0.4]));
  assert.throws(() => sampleRatio([1, 2, 3], [0.5, 0.5]));
  assert.throws(() => sampleRatio([1, 1.5], [0.5, 0.5]));
  assert.doesNotThrow(() => sampleRatio([1, 2], [0.5, 0.5]));
});

test('[ST10] ln Γ is right at known points and obeys its recurrence', () => {
  assert.ok(Math.abs(logGamma(1)) < 5e-14);
  assert.ok(Math.abs(logGamma(0.5) - Math.log(Math.sqrt(Math.PI))) < 5e-14);
  let logFactorial = 0;
  for (let n = 1; n <= 170; n++) {
    logFactorial += Math.log(n);
    assert.ok(Math.abs(logGamma(n + 1) - logFactorial) <= 5e-14 * Math.max(1, logFactorial));
  }
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 1e6, noNaN: true }), (x) => {
      const expected = logGamma(x) + Math.log(x);
      assert.ok(Math.abs(logGamma(x + 1) - expected) <= 1e-13 * Math.max(10, Math.abs(expected)));
    }),
    { seed: 2 },
  );
});

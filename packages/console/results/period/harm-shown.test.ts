// Which harm is shown above the figures, with and without a sample ratio alarm.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { harmShown } from './harm-shown.ts';

const stop: NonNullable<CampaignResults['stop']> = {
  ...{ at: 1, measure: 'rate', estimate: -0.02, lower: -0.03, upper: -0.01 },
  ...{ gain: -0.1, treatment: 900, control: 100 },
};
const harm = { ...stop, at: 2, spread: true };
const ratio = (verdict: CampaignResults['sampleRatio']['verdict']) => ({
  ...{ verdict, evidence: 1, since: null, counts: [] },
});

test('[F16] a pause for harm stays shown if the sample ratio raises an alarm later', () => {
  assert.equal(harmShown({ stop, harm: null, sampleRatio: ratio('alarm') }), stop);
  assert.equal(harmShown({ stop, harm, sampleRatio: ratio('as-planned') }), stop);
});

test('[F16] no harm counts as proved while the sample ratio raises an alarm', () => {
  assert.equal(harmShown({ stop: null, harm, sampleRatio: ratio('alarm') }), null);
  assert.equal(harmShown({ stop: null, harm, sampleRatio: ratio('watch') }), harm);
});

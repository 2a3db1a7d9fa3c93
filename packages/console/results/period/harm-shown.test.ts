// What stands above the figures where harm was proved and the arms do or do not hold their shares.
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
  ...{ verdict, evidence: 1, counts: [] },
});

test('[F16] that it paused itself is said also where the arms lose their shares later', () => {
  assert.equal(harmShown({ stop, harm: null, sampleRatio: ratio('alarm') }), stop);
  assert.equal(harmShown({ stop, harm, sampleRatio: ratio('as-planned') }), stop);
});

test('[F16] while they do not hold their shares nothing is proved', () => {
  assert.equal(harmShown({ stop: null, harm, sampleRatio: ratio('alarm') }), null);
  assert.equal(harmShown({ stop: null, harm, sampleRatio: ratio('watch') }), harm);
});

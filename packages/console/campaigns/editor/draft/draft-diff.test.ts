import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import { changedParts, periodAfter, periodParts } from './draft-diff.ts';
import { helpCampaign as live } from './help-campaign.test-support.ts';

test('a draft equal to the live version has no changes', () => {
  assert.deepEqual(changedParts(live, structuredClone(live)), []);
});

test('caps alone do not start a period', () => {
  const draft = { ...live, caps: { ...live.caps, perDay: 2 } };
  assert.deepEqual(changedParts(live, draft), ['caps']);
  assert.deepEqual(periodParts(live, draft), []);
  assert.equal(periodAfter(live, draft, 3), 3);
});

test('a new moment starts a period and is named as the reason', () => {
  const draft = {
    ...live,
    engagement: { ...live.engagement, moment: { idle: { forS: 9 } } },
    priority: 60,
  };
  assert.deepEqual(changedParts(live, draft), ['moment', 'place']);
  assert.deepEqual(periodParts(live, draft), ['moment']);
  assert.equal(periodAfter(live, draft, 3), 4);
});

test('another site starts a period, although the editor shows it beside the priority', () => {
  const draft = CampaignDocument.parse({ ...live, sites: ['shop'] });
  assert.deepEqual(periodParts(live, draft), ['place']);
});

test('a campaign that was never live has no changes and begins with period 1', () => {
  assert.deepEqual(changedParts(null, live), []);
  assert.equal(periodAfter(null, live, null), 1);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkCampaign } from '@opportune/core/campaign/check-campaign.ts';
import type { CampaignDocument } from '@opportune/protocol/campaign.ts';
import { VariantId } from '@opportune/protocol/ids.ts';
import {
  addVariant,
  removeVariant,
  whole,
  withChannel,
  withFallback,
  withFormat,
  withShare,
} from './engagement-edit.ts';
import { helpCampaign as document } from './help-campaign.test-support.ts';

const sum = ({ engagement }: CampaignDocument): number =>
  engagement.variants.reduce((total, { share }) => total + share, 0);
const three = addVariant(
  addVariant(document, VariantId.parse('b'), 'B'),
  VariantId.parse('c'),
  'C',
);

test('shares of variants always add up to all', () => {
  assert.equal(sum(three), whole);
  for (const share of [0, 1, 3333, 9999, whole])
    assert.equal(sum(withShare(three, 1, share)), whole);
  assert.equal(withShare(three, 1, 6000).engagement.variants[1]?.share, 6000);
  assert.equal(sum(removeVariant(three, 0)), whole);
});

test('there are one to four variants', () => {
  assert.equal(removeVariant(document, 0).engagement.variants.length, 1);
  const four = addVariant(three, VariantId.parse('d'), 'D');
  assert.equal(addVariant(four, VariantId.parse('e'), 'E').engagement.variants.length, 4);
});

test('another format keeps the engagement in one zone, so that it may go live', () => {
  const next = withFormat(withFallback(three, 1, 'message'), 0, 'offer', 'banner');
  assert.equal(next.engagement.zone, 'top');
  assert.deepEqual(checkCampaign(next), []);
});

test('a format of the same zone leaves the others alone', () => {
  const next = withFormat(three, 0, 'offer', 'sticky-button');
  assert.deepEqual(
    next.engagement.variants.map(({ offer }) => offer.creative.format),
    ['sticky-button', 'toast', 'toast'],
  );
});

test('chat becomes content and back with its words', () => {
  const content = withChannel(document, 0, 'content');
  assert.equal(content.engagement.variants[0]?.offer.channel, 'content');
  assert.equal(
    withChannel(content, 0, 'chat').engagement.variants[0]?.offer.creative.headline,
    'Hi',
  );
});

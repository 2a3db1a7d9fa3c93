import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkCampaign } from '@opportune/core/campaign/check-campaign.ts';
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import { VariantId } from '@opportune/protocol/ids.ts';
import {
  addVariant,
  removeVariant,
  whole,
  withChannel,
  withCreative,
  withFallback,
  withSkill,
  withFormat,
  withShare,
} from './engagement-edit.ts';
import { helpCampaign as document } from '../draft/help-campaign.test-support.ts';

const sum = ({ engagement }: CampaignDocument): number =>
  engagement.variants.reduce((total, { share }) => total + share, 0);
const copy = {
  chat: [
    { headline: 'A question?', text: 'Ask us.', action: 'Chat' },
    { headline: 'Trouble?', text: 'Tell us.', action: 'Chat' },
  ],
  call: [{ headline: 'Speak?', text: 'Call us.', action: 'Call' }],
  content: [{ headline: 'Looking?', text: 'It is here.', action: 'Open' }],
} as const;

function wordsOf({ engagement }: CampaignDocument): readonly (string | undefined)[] {
  const creative = engagement.variants[0]?.offer.creative;
  return [creative?.headline, creative?.text, creative?.action];
}

const three = addVariant(
  addVariant(document, VariantId.parse('b'), 'B'),
  VariantId.parse('c'),
  'C',
);

test('shares of variants always add up to the whole', () => {
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

test('a new format keeps the engagement in one zone, so that the campaign stays valid', () => {
  const next = withFormat(withFallback(three, 1, 'message'), 0, 'offer', 'banner');
  assert.equal(next.engagement.zone, 'top');
  assert.deepEqual(checkCampaign(next), []);
});

test('a format of the same zone leaves the other variants alone', () => {
  const next = withFormat(three, 0, 'offer', 'sticky-button');
  assert.deepEqual(
    next.engagement.variants.map(({ offer }) => offer.creative.format),
    ['sticky-button', 'toast', 'toast'],
  );
});

test('chat becomes content and back with its words', () => {
  const content = withChannel(document, 0, 'content', copy);
  assert.equal(content.engagement.variants[0]?.offer.channel, 'content');
  assert.equal(
    withChannel(content, 0, 'chat', copy).engagement.variants[0]?.offer.creative.headline,
    'Hi',
  );
});

test('[CX16] a chat becomes a call with its skill, its form and what is shown when nobody is there', () => {
  const skilled = withFallback(withSkill(document, 0, 'sales'), 0, 'message');
  const call = withChannel(skilled, 0, 'call', copy).engagement.variants[0]?.offer;
  const chat = skilled.engagement.variants[0]?.offer;
  assert.ok(call?.channel === 'call' && chat?.channel === 'chat');
  assert.deepEqual([call.skill, call.fallback], [chat.skill, chat.fallback]);
  assert.deepEqual(withChannel(withChannel(skilled, 0, 'call', copy), 0, 'chat', copy), skilled);
});

test('words of the example change with the channel, and edited words stay', () => {
  const [, trouble] = copy.chat;
  const begun = withCreative(document, 0, 'offer', { ...trouble, text: 'My own words' });
  const content = withChannel(begun, 0, 'content', copy);
  assert.deepEqual(wordsOf(content), ['Looking?', 'My own words', 'Open']);
  const back = withChannel(content, 0, 'chat', copy);
  assert.deepEqual(wordsOf(back), ['A question?', 'My own words', 'Chat']);
});

test('an empty text stays empty in another channel', () => {
  const empty = withCreative(document, 0, 'offer', { headline: '', text: '', action: '' });
  assert.deepEqual(wordsOf(withChannel(empty, 0, 'content', copy)), ['', '', '']);
});

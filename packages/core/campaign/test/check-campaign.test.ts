import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Optimise, type CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import { campaign, chat, content } from '../../world/test/shop.test-support.ts';
import { checkCampaign } from '../check-campaign.ts';

const whole: CampaignDocument = campaign({
  id: 'c',
  moment: { leaving: true },
  control: 1000,
  variants: [chat()],
}).document;

function paths(change: (document: CampaignDocument) => CampaignDocument): readonly string[] {
  return checkCampaign(change(structuredClone(whole))).map(({ path }) => path);
}

test('[S1] a whole campaign may go live', () => {
  assert.deepEqual(checkCampaign(whole), []);
});

test('[S1] a variant that nobody would see keeps it from going live, and is named', () => {
  const variants = [chat('a', 10_000), { ...chat('b', 0), name: 'Second' }];
  const problems = checkCampaign({ ...whole, engagement: { ...whole.engagement, variants } });
  assert.deepEqual(
    problems.map(({ path, code }) => [path, code]),
    [['engagement.variants', 'campaign.incomplete']],
  );
  assert.match(problems[0]?.message ?? '', /"Second"/);
});

test('[S1] what is missing is named by its place', () => {
  assert.deepEqual(
    paths((d) => ({ ...d, control: 0 })),
    ['control'],
  );
  assert.deepEqual(
    paths((d) => ({ ...d, control: 10_000 })),
    ['control'],
  );
  assert.deepEqual(
    paths((d) => ({ ...d, audience: { fact: 'no', op: 'exists' } })),
    ['audience.fact'],
  );
  assert.deepEqual(
    paths((d) => ({ ...d, engagement: { ...d.engagement, moment: { any: [] } } })),
    ['engagement.moment.any'],
  );
  assert.deepEqual(
    paths((d) => ({
      ...d,
      engagement: { ...d.engagement, variants: [chat('a', 6000), chat('b', 3000)] },
    })),
    ['engagement.variants'],
  );
  assert.deepEqual(
    paths((d) => ({ ...d, engagement: { ...d.engagement, zone: 'top' } })),
    ['engagement.variants.0.offer.creative.format'],
  );
  assert.deepEqual(
    paths((d) => ({ ...d, engagement: { ...d.engagement, variants: [content()] } })),
    ['engagement.variants.0.offer.creative.link'],
  );
  for (const always of [0, 10_000])
    assert.deepEqual(
      paths((d) => ({ ...d, mode: 'optimise', optimise: Optimise.parse({ always }) })),
      ['optimise.always'],
    );
  assert.deepEqual(
    paths((d) => ({ ...d, schedule: { ...d.schedule, from: 2, until: 1 } })),
    ['schedule.until'],
  );
});

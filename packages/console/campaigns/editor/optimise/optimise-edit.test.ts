import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Optimise, startsPeriod } from '@opportune/protocol/campaign/campaign.ts';
import { changedParts, periodParts } from '../draft/draft-diff.ts';
import { helpCampaign } from '../draft/help-campaign.test-support.ts';
import { readJson } from '../json/json-problems.ts';
import {
  armShares,
  modeDocumentOf,
  ModeDocument,
  modeOf,
  settingsOf,
  textOf,
  withMode,
  withModeOf,
  withOptimise,
} from './optimise-edit.ts';

const document = helpCampaign;

test('a campaign always offers until optimising is turned on', () => {
  assert.equal(modeOf(document), 'always');
  assert.deepEqual(armShares(document), { always: 5000, optimise: 0, control: 5000 });
});

test('the text mentions agents only if a variant offers a chat', () => {
  const { engagement } = document;
  const [variant] = engagement.variants;
  assert.ok(variant?.offer.channel === 'chat');
  const { creative } = variant.offer;
  const content = { ...variant, offer: { channel: 'content' as const, creative } };
  const showing = (variants: typeof engagement.variants) => ({
    ...document,
    engagement: { ...engagement, variants },
  });
  assert.equal(textOf(document), 'always');
  assert.equal(textOf(showing([content])), 'content');
  assert.equal(textOf(showing([content, variant])), 'always');
  assert.equal(textOf(withMode(showing([content]), 'optimise')), 'optimise');
});

test('settings are kept while optimising is off', () => {
  const set = withOptimise(withMode(document, 'optimise'), { costPerInvitation: 2, always: 2000 });
  const off = withMode(set, 'always');
  assert.equal(settingsOf(withMode(off, 'optimise')).costPerInvitation, 2);
  assert.deepEqual(armShares(set), { always: 1000, optimise: 4000, control: 5000 });
});

test('turning it on or changing its settings starts a period, except while it is off', () => {
  const on = withMode(document, 'optimise');
  assert.deepEqual(periodParts(document, on), ['optimise']);
  assert.ok(startsPeriod(on, withOptimise(on, { annoyance: 1 })));
  const off = withOptimise(document, { annoyance: 1 });
  assert.deepEqual(changedParts(document, off), []);
});

test('the JSON of the part matches the sentence and makes the same document', () => {
  const on = withOptimise(withMode(document, 'optimise'), { delayS: { from: 5, until: 30 } });
  const text = JSON.stringify(modeDocumentOf(on));
  const reading = readJson(text, ModeDocument, () => []);
  assert.ok(reading.type === 'value');
  assert.deepEqual(withModeOf(document, reading.value), on);
  assert.deepEqual(withModeOf(on, { mode: 'always' }), { ...document, mode: 'always' });
});

test('a problem in the JSON is reported at its line', () => {
  const wrong = {
    mode: 'optimise',
    optimise: { ...Optimise.parse({}), delayS: { from: 60, until: 5 } },
  };
  const reading = readJson(JSON.stringify(wrong, null, 2), ModeDocument, () => []);
  assert.ok(reading.type === 'problems');
  assert.deepEqual(
    reading.problems.map(({ path, line }) => [path, line]),
    [['optimise.delayS', 4]],
  );
});

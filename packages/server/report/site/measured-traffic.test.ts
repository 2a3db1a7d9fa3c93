// Which periods a plan may use: those that met the visitors of the draft, without another one in
// between.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CampaignDocument, Goal } from '@opportune/protocol/campaign/campaign.ts';
import { campaignDocument, goalDraft } from '../../../../test/support/examples.test-support.ts';
import { periodMetFrom } from './measured-traffic.ts';

const goal = Goal.parse({ ...goalDraft, id: 'purchase' });
const always = CampaignDocument.parse(campaignDocument('purchase', []));
const optimise: CampaignDocument = { ...always, mode: 'optimise' };
const ran = (...documents: readonly CampaignDocument[]) =>
  documents.map((document, at) => ({ number: at + 1, document, goal }));

test('[V9] periods of another mode or audience are not mixed into measured traffic', () => {
  assert.equal(periodMetFrom(ran(always, optimise), optimise, goal), 2);
  assert.equal(periodMetFrom(ran(always, optimise), always, goal), null);
  const narrow = { ...always, audience: { all: [] } };
  assert.equal(periodMetFrom(ran(narrow, always, always), always, goal), 2);
  assert.equal(periodMetFrom(ran(always, narrow, always), always, goal), 3);
});

test('[V9] neither control share nor what the goal is worth changes whom a campaign met', () => {
  const other = { ...always, control: 500 };
  assert.equal(periodMetFrom(ran(always, other), always, { ...goal, valueCap: 900 }), 1);
});

test('[V9] a goal with another window is another rate, and what never ran has none', () => {
  const short: Goal = { ...goal, window: { type: 'visit' } };
  assert.equal(periodMetFrom(ran(always), always, short), null);
  assert.equal(periodMetFrom([], always, goal), null);
});

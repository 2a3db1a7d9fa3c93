// How many decisions may be closed, on the real engine, against decisions dated by hand.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import type { FactRow } from '@opportune/core/ports/facts.ts';
import { CampaignDocument, Goal } from '@opportune/protocol/campaign/campaign.ts';
import { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import { campaignDocument, goalDraft } from '../../../test/support/examples.test-support.ts';
import { testEngines, type TestEngines } from '../adapter/engines.test-support.ts';
import { ripeDecisions } from './ripe.ts';

const hourMs = 3_600_000;
const now = Date.UTC(2026, 0, 10, 12);
const account = AccountId.parse(`ripe-${randomUUID().slice(0, 8)}`);

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

function goal(id: string, window: Goal['window']): Goal {
  return Goal.parse({ ...goalDraft, id, window });
}

function live(id: string, goalId: string, period = 1) {
  const document = CampaignDocument.parse(campaignDocument(goalId));
  return { id: CampaignId.parse(id), period, document };
}

it('[F16] counts decisions of the present period whose window may be over, and of no stopped campaign', async () => {
  const made = (campaign: string, period: number, hoursAgo: number) => ({
    campaign,
    period,
    hoursAgo,
  });
  const decisions = [
    made('day', 2, 47.9),
    made('day', 2, 48.1),
    made('day', 2, 72),
    made('day', 1, 90),
    made('visit', 1, 0.4),
    made('visit', 1, 0.6),
    made('stopped', 1, 90),
  ].map(
    ({ campaign, period, hoursAgo }, ordinal) =>
      ({
        account,
        site: 's1',
        visitor: `v${ordinal}`,
        visit: `v${ordinal}-1`,
        ordinal,
        id: `d${ordinal}`,
        campaign,
        period,
        engagement: 'e',
        goal: 'g',
        arm: 'control',
        variant: '',
        zone: 'corner',
        offer: 'content',
        at: now - hoursAgo * hourMs,
        propensity: 0.5,
        reasons: '{}',
      }) satisfies FactRow,
  );
  await engines.facts.append({ token: randomUUID(), tables: { decisions } });
  const goals = [
    goal('g-day', { type: 'duration', seconds: 86_400 }),
    goal('g-visit', { type: 'visit' }),
  ];
  const campaigns = [live('day', 'g-day', 2), live('visit', 'g-visit'), live('quiet', 'g-day')];
  const ripe = await ripeDecisions(engines.facts, { account, campaigns, goals }, now);
  assert.deepEqual(Object.fromEntries(ripe), { day: 2, visit: 1 });
  assert.equal(
    (await ripeDecisions(engines.facts, { account, campaigns: [], goals }, now)).size,
    0,
  );
});

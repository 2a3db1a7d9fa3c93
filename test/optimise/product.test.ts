// A campaign that optimises in the running product: visitors over real sockets, a policy that makes
// both choices by chance, learnt results for managers only, and the figures for Prometheus.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CampaignLearnt } from '@opportune/protocol/rest/campaign/learnt.ts';
import { type ArmResult, CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { eventually } from '../e2e/product.test-support.ts';
import { campaignDocument, goalDraft } from '../support/examples.test-support.ts';
import type { Owner } from '../support/people.test-support.ts';
import { type Product, startProduct } from '../support/product.test-support.ts';
import { come, origin } from './visitor.test-support.ts';

const always = { fact: 'visit.pages', op: 'gte', value: 1 };
/** While little is known, chance leaves out one visitor in ten. */
const mostVisitors = 300;

let product: Product;
let owner: Owner;
let key: string;
let campaign: string;

before(async () => {
  product = await startProduct();
  owner = await product.newAccount('Owner');
  const { body: site } = await owner.call('POST', '/sites', { name: 'Shop', origins: [origin] });
  const { body: goal } = await owner.call('POST', '/goals', goalDraft);
  key = site.writeKey;
  const document = campaignDocument(goal.id, [site.id]);
  const { body } = await owner.call('POST', '/campaigns', {
    document: {
      ...document,
      audience: always,
      engagement: { ...document.engagement, moment: always },
      control: 100,
      mode: 'optimise',
      optimise: { delayS: { from: 0, until: 0 }, always: 3000 },
    },
  });
  campaign = body.id;
  await owner.call('POST', `/campaigns/${campaign}/publish`, { revision: 1 });
});
after(() => product.close());

/** Comes to one page and leaves. Returns whether an engagement arrived before that. */
async function visit(): Promise<boolean> {
  const visitor = await come(product.url, key);
  visitor.close();
  return visitor.isOffered;
}

async function choices(): Promise<Record<string, number>> {
  const answer = await fetch(`${product.url}/metrics`, {
    headers: { authorization: `Bearer ${product.operatorToken}` },
  });
  const found: Record<string, number> = {};
  const lines = (await answer.text()).matchAll(
    /^opportune_policy_choices_total\{action="(\w+)"\} (\d+)$/gm,
  );
  for (const [, action, count] of lines) found[action ?? ''] = Number(count);
  return found;
}

/** The visitors in the arm *always*, once the results have `atLeast` visitors. */
async function alwaysOffered(atLeast: number): Promise<number> {
  const { body } = await eventually(
    () => owner.call('GET', `/campaigns/${campaign}/results`),
    (answer) => eligible(CampaignResults.parse(answer.body)) >= atLeast,
  );
  return eligible(CampaignResults.parse(body), 'treatment');
}

const eligible = ({ arms }: CampaignResults, of?: ArmResult['arm']): number =>
  arms
    .filter(({ arm, variant }) => variant === null && (!of || arm === of))
    .reduce((total, { soFar }) => total + soFar.eligible, 0);

describe('an optimising campaign in the product', () => {
  test('its policy makes both choices, over real sockets, and Prometheus counts both', async () => {
    const seen = { offered: 0, not: 0 };
    for (let at = 0; at < mostVisitors && (seen.offered === 0 || seen.not < 5); at += 20) {
      const answers = await Promise.all(Array.from({ length: 20 }, visit));
      for (const isOffered of answers) seen[isOffered ? 'offered' : 'not']++;
    }
    const { none = 0, now = 0, after: waits } = await choices();
    assert.ok(none > 0 && now > 0, `${none} and ${now}`);
    // In *always* the policy is not asked.
    const always = await alwaysOffered(seen.offered + none);
    assert.equal(now + always, seen.offered);
    assert.ok(none <= seen.not, 'the others are in control');
    assert.equal(waits, 0);
  });

  test('what it learnt is shown to managers, but not to agents', async () => {
    const manager = await product.invite(owner, 'manager');
    const { status, body } = await manager.call('GET', `/campaigns/${campaign}/learnt`);
    assert.equal(status, 200);
    const { period, policy } = CampaignLearnt.parse(body);
    assert.equal(period, 1);
    assert.deepEqual([policy?.using, policy?.why], ['rule', 'few_outcomes']);
    const agent = await product.invite(owner, 'agent');
    assert.equal((await agent.call('GET', `/campaigns/${campaign}/learnt`)).status, 403);
    const { body: draft } = await owner.call('GET', `/campaigns/${campaign}`);
    const { body: other } = await owner.call('POST', '/campaigns', { document: draft.draft });
    const fresh = await owner.call('GET', `/campaigns/${other.id}/learnt`);
    assert.equal(fresh.body.policy, null);
    assert.equal((await owner.call('GET', '/campaigns/nobody/learnt')).status, 404);
  });
});

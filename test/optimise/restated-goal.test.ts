// A goal that changes its worth from one period to the next: the learnt policy continues, and the
// price of agents' time is expressed in the goal's present worth.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import {
  chooseAction,
  newEngagementPolicy,
  policyJson,
} from '@opportune/core/learning/uplift/engagement-policy.ts';
import { chat } from '@opportune/core/world/test/shop.test-support.ts';
import { Optimise, type Goal, type LiveCampaign } from '@opportune/protocol/campaign/campaign.ts';
import { CampaignId, EventId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import { conversionRow } from '@opportune/server/engage/ledger/fact-rows.ts';
import { optimisingCampaign } from '@opportune/server/learn/policy/policy-options.ts';
import { keepPolicy } from '@opportune/server/learn/policy/policy-store.ts';
import { firstPlace } from '@opportune/server/learn/policy/policy-units.ts';
import {
  account,
  goal,
  openOptimisingShop,
  optimising,
  type OptimisingShop,
  shop,
  type ShopServer,
} from './optimising-shop.test-support.ts';

const { document } = optimising;
const talks = { ...document, engagement: { ...document.engagement, variants: [chat()] } };
/** The same offer with another weight, which starts another period. */
const next = { ...talks, optimise: Optimise.parse({ annoyance: 0.5 }) };
const soldFor = 100;
const perHour = 500;

let opened: OptimisingShop;
let campaign: LiveCampaign;
let tests = 0;
before(async () => {
  opened = await openOptimisingShop();
});
beforeEach(async () => {
  campaign = { ...optimising, id: CampaignId.parse(`talk-${++tests}`), document: talks };
  await opened.add(campaign);
});
after(() => opened.close());

/** The first period, in which an hour of an agent gained five goals of 100. */
async function keepFirst(): Promise<void> {
  const of = optimisingCampaign(shop, campaign, goal);
  assert.ok(of);
  const policy = newEngagementPolicy(of.options);
  const question = { features: [], skill: '*', free: 1, isGuarded: false, ageS: 60, now: 0 };
  for (let at = 0; at < 50; at++)
    chooseAction(policy, { ...question, visitor: `v${at}`, occasion: at, value: soldFor });
  Object.assign(policy.skills.get('*') ?? {}, { perHour, hours: 50, earned: 0 });
  const text = JSON.stringify(policyJson(policy));
  const kept = { period: 1, text, version: 1, place: firstPlace, ending: [] };
  await keepPolicy(opened.engines.records, account, campaign.id, kept, opened.clock.at);
}

/** The price of the only free agent in the second period, if the first had this goal. */
async function priceAfter(former: Goal): Promise<number | undefined> {
  await keepFirst();
  const past = { ...campaign, until: opened.clock.at, goal: former };
  const server = await opened.ready({ ...campaign, period: 2, document: next }, [past]);
  const price = await priceOn(server);
  await server.close();
  return price;
}

async function priceOn(server: ShopServer): Promise<number | undefined> {
  const { policy } = await server.policies.learnt(account, campaign.id);
  return policy?.skills[0]?.pricePerHour;
}

/** Records a conversion of the goal, now. */
async function sell(key: string, value: number): Promise<void> {
  const at = opened.clock.at;
  const row = conversionRow({
    ...{ account, site: SiteId.parse('shop'), visitor: VisitorId.parse('buyer') },
    ...{ goal: goal.id, key, keyProperty: 'order_id', event: EventId.parse(key), ordinal: 1 },
    ...{ at, receivedAt: at, value, currency: '', trust: 'page' },
  });
  await opened.engines.facts.append({ token: key, tables: { conversions: [row] } });
}

describe('[M10] a period that continues one in which the goal had another worth', () => {
  test('expresses the price of time in the goal’s present worth', async () => {
    const price = await priceAfter({ ...goal, value: { type: 'fixed', amount: soldFor } });
    assert.equal(price, (0.85 * perHour) / soldFor, 'nothing was sold yet: a goal counts as one');
  });

  test('keeps the price if the goal’s worth is unchanged', async () => {
    assert.equal(await priceAfter(goal), 0.85 * perHour);
  });

  test('converts the price when the goal changes while the server runs', async () => {
    await keepFirst();
    const server = await opened.ready(campaign);
    assert.equal(await priceOn(server), 0.85 * perHour);
    const half: Goal = { ...goal, value: { type: 'fixed', amount: soldFor / 2 } };
    await server.change({ ...campaign, period: 2 }, half);
    assert.equal(await priceOn(server), (0.85 * perHour) / 2);
    await server.change({ ...campaign, period: 3 }, { ...half, value: goal.value });
    assert.equal(await priceOn(server), (0.85 * perHour) / soldFor, 'and changed once more');
    await server.close();
  });

  test('converts the price even if reading the former period failed at first', async () => {
    const worth = 25;
    await sell('sold', worth);
    opened.clock.at += 24 * 3_600_000;
    await keepFirst();
    const past = { ...campaign, until: opened.clock.at, goal: { ...goal, valueCap: 1 } };
    opened.faults.recall = true;
    const server = await opened.ready({ ...campaign, period: 2, document: next }, [past]);
    opened.faults.recall = false;
    await server.policies.learn();
    assert.equal(await priceOn(server), (0.85 * perHour * worth) / soldFor);
    await server.close();
  });
});

test('[M8] a goal whose key changed is worth what it brings from then on, like a new goal', async () => {
  const { clock } = opened;
  await sell('before', 90);
  clock.at += 24 * 3_600_000;
  const server = await opened.ready(campaign);
  const worth = async () => {
    const { policy } = await server.policies.learnt(account, campaign.id);
    return [policy?.value, policy?.valueFrom];
  };
  const [before] = await worth();
  assert.ok(before !== undefined && before !== 1);
  clock.at += 60_000;
  const since = clock.at;
  await server.change({ ...campaign, period: 2 }, { ...goal, key: 'invoice_id' });
  assert.deepEqual(await worth(), [1, null]);
  clock.at += 60_000;
  await sell('first', 30);
  clock.at += 24 * 3_600_000;
  await server.policies.learn();
  const valueFrom = { conversions: 1, since };
  assert.deepEqual(await worth(), [30, valueFrom]);
  await server.change(null);
  assert.deepEqual(await worth(), [30, valueFrom], 'of what was paused too');
  await server.change(null, { ...goal, key: 'other_id' });
  assert.deepEqual(await worth(), [1, null], 'but not by what reaches another one');
  await server.close();
});

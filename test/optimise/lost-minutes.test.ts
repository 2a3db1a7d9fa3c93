// What a policy knows besides what it learnt, after its server was lost or closed: the price of
// agents' time, and a missed service level. Uses real engines. A lost server is simply not used any
// more.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { policyFromJson } from '@opportune/core/learning/uplift/engagement-policy.ts';
import { chat } from '@opportune/core/world/test/shop.test-support.ts';
import { Optimise, type LiveCampaign } from '@opportune/protocol/campaign/campaign.ts';
import { CampaignId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import { readPolicy } from '@opportune/server/learn/policy/policy-store.ts';
import {
  account,
  minuteMs,
  openOptimisingShop,
  optimising,
  type OptimisingShop,
} from './optimising-shop.test-support.ts';

const { engagement } = optimising.document;
const talking: LiveCampaign = {
  ...optimising,
  id: CampaignId.parse('talk'),
  document: {
    ...optimising.document,
    control: 500,
    engagement: { ...engagement, variants: [chat()] },
    optimise: Optimise.parse({ delayS: { from: 0, until: 0 }, always: 1000 }),
  },
};

let opened: OptimisingShop;
before(async () => {
  opened = await openOptimisingShop(talking);
});
after(() => opened.close());

async function keptSkill(of: LiveCampaign = talking) {
  const kept = await readPolicy(opened.engines.records, account, of.id, 1);
  const skill = policyFromJson(JSON.parse(kept?.text ?? ''))?.skills.get('*');
  assert.ok(skill);
  return skill;
}

test('[M11] the successor of a lost server knows the price: from choices and agents in the log, without the downtime', async () => {
  const lost = await opened.ready();
  lost.staff(2);
  await lost.policies.learn();
  opened.clock.at += 1000;
  await opened.comeAll(lost, 'anna', 40);
  opened.clock.at += 5 * minuteMs;
  lost.staff(0);
  await opened.comeAll(lost, 'berta', 20);
  opened.clock.at += minuteMs;
  await opened.comeAll(lost, 'carla', 1);
  const { at } = opened.clock;
  // Away for an hour.
  opened.clock.at += 60 * minuteMs;
  const next = await opened.ready();
  await next.close();
  const known = await keptSkill();
  assert.notEqual(known.earned, 0, 'what was chosen is counted again');
  assert.ok(
    Math.abs(known.staffedHours - (2 * 301) / 3600) < 1e-6,
    `${known.staffedHours} hours staffed`,
  );
  assert.deepEqual([known.agents, known.lastMs], [0, at]);

  opened.clock.at = at;
  await lost.policies.learn();
  await lost.close();
  const lived = await keptSkill();
  for (const each of ['earned', 'crowded', 'bar'] as const)
    assert.ok(Math.abs(known[each] - lived[each]) < 1e-9, `${each}: ${known[each]} ${lived[each]}`);
});

test('[M11] a missed service level is still missed after a restart', async () => {
  const one = await opened.ready();
  for (let at = 0; at < 6; at++)
    one.engage.tell(
      { account, site: SiteId.parse('shop'), visitor: VisitorId.parse(`dora-${at}`) },
      'Conversation Started',
      { conversation: `c-${at}`, skill: null, status: 'waiting' },
    );
  await one.close();
  opened.clock.at += minuteMs;
  const two = await opened.ready();
  const { policy } = await two.policies.learnt(account, talking.id);
  assert.deepEqual(
    policy?.skills.map(({ guarded, conversations }) => [guarded, conversations]),
    [[true, 6]],
  );
  await two.close();
});

for (const failing of [0, 1])
  test(`[U7] campaigns that share agents share the price, also after a server was lost, with ${failing} failing queries`, async () => {
    const [one, other] = (['corner', 'edge'] as const).map((zone): LiveCampaign => {
      const document = {
        ...talking.document,
        engagement: { ...talking.document.engagement, zone },
      };
      return { ...talking, id: CampaignId.parse(`in-${zone}-${failing}`), document };
    });
    assert.ok(one && other);
    await opened.add(one);
    await opened.add(other);
    const earned = async () => [(await keptSkill(one)).earned, (await keptSkill(other)).earned];

    // The service level is met again.
    opened.clock.at += 30 * minuteMs;
    const lost = await opened.ready(one, [], [other]);
    lost.staff(2);
    await lost.policies.learn();
    opened.clock.at += 1000;
    await opened.comeAll(lost, `frida-${failing}`, 40);
    opened.faults.questions = failing;
    const next = await opened.ready(one, [], [other]);
    await next.policies.learn();
    await next.close();
    const known = await earned();
    await lost.close();
    const lived = await earned();
    assert.notEqual(lived[0], 0);
    for (const each of [known[0], known[1], lived[1]])
      assert.ok(
        Math.abs((each ?? 0) - (lived[0] ?? 0)) < 1e-9,
        `${known.join()} and ${lived.join()}`,
      );
  });

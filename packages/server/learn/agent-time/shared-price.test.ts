// The price of an hour of a skill is one value, however many campaigns of an account share its
// agents.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyFeatures } from '@opportune/core/decision/optimise/policy-features.ts';
import { learntOf } from '@opportune/core/learning/uplift/engagement-policy.ts';
import {
  account,
  availability,
  campaign,
  chat,
  configuration,
  content,
  noon,
  purchase,
} from '@opportune/core/world/test/shop.test-support.ts';
import { Optimise, type Variant } from '@opportune/protocol/campaign/campaign.ts';
import { DecisionId, GoalId, VisitorId } from '@opportune/protocol/ids.ts';
import { optimisingCampaigns } from '../policy/policy-options.ts';
import { RunningPolicy } from '../policy/running-policy.ts';
import { ServiceLevels } from './service-level.ts';
import { shareEarnings } from './shared-price.ts';

const features = Object.fromEntries(policyFeatures.map((name) => [name, 0.5]));
const count = { ...purchase, id: GoalId.parse('count'), value: { type: 'none' } as const };
const hourMs = 3_600_000;

function running(id: string, variant: Variant, goal: GoalId = purchase.id): RunningPolicy {
  const sketch = { id, moment: { all: [] }, variants: [variant], control: 1000 };
  const optimise = Optimise.parse({ delayS: { from: 0, until: 0 } });
  const live = campaign({ ...sketch, mode: 'optimise', optimise });
  const ofGoal = { ...live, document: { ...live.document, goal } };
  const [of] = optimisingCampaigns(configuration([ofGoal], { goals: [purchase, count] }));
  assert.ok(of);
  return new RunningPolicy(account, of, null, new ServiceLevels());
}

/** This many visitors with this value each. The gain of their invitations is shared with all. */
function ask(all: readonly RunningPolicy[], of: RunningPolicy, visitors: number, value: number) {
  for (let at = 0; at < visitors; at++) {
    const question = {
      ...{ visitor: VisitorId.parse(`v${at}`), occasion: DecisionId.parse(`d${at}`), features },
      ...{ skill: null, free: 2, guarded: false, value, ageS: 60, now: noon, isGhost: false },
      ...{ isRule: true, moment: 0, follows: 'rule' as const },
    };
    shareEarnings(all, of, question, of.choose(question));
  }
}

/** The price of an hour of everybody's agents, after an hour with two agents. */
function pricesAfterAnHour(all: readonly RunningPolicy[]): readonly (number | undefined)[] {
  for (const each of all) each.tick({ ...availability(2), at: noon + hourMs }, noon + hourMs);
  return all.map(({ policy }) => policy.skills.get('*')?.perHour ?? undefined);
}

function opened(all: readonly RunningPolicy[]): readonly RunningPolicy[] {
  for (const each of all) each.tick(availability(2), noon);
  return all;
}

test('[U7] campaigns that share a skill share its price: an hour gains what all gain with it', () => {
  const [dear, cheap] = [running('dear', chat()), running('cheap', chat())];
  const both = opened([dear, cheap]);
  ask(both, dear, 60, 80);
  ask(both, cheap, 60, 8);
  const skills = both.map(({ policy }) => policy.skills.get('*'));
  assert.ok((skills[0]?.earned ?? 0) > 0);
  assert.equal(skills[0]?.earned, skills[1]?.earned);

  const alone = running('alone', chat());
  opened([alone]);
  ask([alone], alone, 60, 8);
  const [ofAlone] = pricesAfterAnHour([alone]);
  const [, ofCheap] = pricesAfterAnHour(both);
  assert.ok((ofCheap ?? 0) > 3 * (ofAlone ?? Infinity), `${ofCheap} and ${ofAlone} an hour`);
  assert.ok(learntOf(cheap.policy).skills.length > 0);
});

test('[U7] what takes no agents’ time, and what counts without money, has no part in the price', () => {
  const money = running('money', chat());
  const others = [running('content', content()), running('count', chat(), count.id)];
  const all = opened([money, ...others]);
  ask(all, money, 60, 80);
  const earned = () => all.map(({ policy }) => policy.skills.get('*')?.earned ?? 0);
  assert.ok((earned()[0] ?? 0) > 0);
  assert.deepEqual(earned().slice(1), [0, 0]);
  const before = earned()[0];
  for (const each of others) ask(all, each, 60, 1);
  assert.equal(earned()[0], before);
});

// The policy of one campaign: its answers under its guard, that a stored one continues bit for bit,
// and that it learns from hashes and policy together.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyFeatures } from '@opportune/core/decision/optimise/policy-features.ts';
import type { ChooserQuestion } from '@opportune/core/decision/optimise/engagement-chooser.ts';
import { learntOf } from '@opportune/core/learning/uplift/engagement-policy.ts';
import {
  account,
  availability,
  campaign,
  chat,
  configuration,
  content,
  noon,
} from '@opportune/core/world/test/shop.test-support.ts';
import { Optimise, type Variant } from '@opportune/protocol/campaign/campaign.ts';
import type { PolicyAction } from '@opportune/protocol/campaign/policy.ts';
import { DecisionId, VisitorId } from '@opportune/protocol/ids.ts';
import { optimisingCampaigns, type Optimising } from './policy-options.ts';
import type { ClosedUnit } from './policy-units.ts';
import { RunningPolicy } from './running-policy.ts';
import { ServiceLevels } from '../agent-time/service-level.ts';

const features = Object.fromEntries(policyFeatures.map((name) => [name, 0.5]));
const nowhere = { through: 0, visitor: '' };

function optimising(variant: Variant): Optimising {
  const moment = { fact: 'visit.pages', op: 'gte', value: 1 } as const;
  const optimise = Optimise.parse({ delayS: { from: 30, until: 30 } });
  const sketch = { id: 'c', moment, variants: [variant], control: 1000 };
  const live = campaign({ ...sketch, mode: 'optimise', optimise });
  const [of] = optimisingCampaigns(configuration([live]));
  assert.ok(of);
  return of;
}

function question(visitor: string, more: Partial<ChooserQuestion> = {}): ChooserQuestion {
  return {
    ...{ visitor: VisitorId.parse(visitor), occasion: DecisionId.parse(`d-${visitor}`) },
    ...{ features, skill: null, free: 2, guarded: false, value: 80, ageS: 60, now: noon },
    ...{ isGhost: false, isRule: true, moment: 0, follows: 'policy' as const },
    ...more,
  };
}

function unit(at: number, action: PolicyAction, arm: ClosedUnit['arm']): ClosedUnit {
  const policy = {
    ...{ features, ageS: 60, value: 80, skill: null, free: 2, guarded: false },
    ...{ action, probability: 1, armShare: 0.45, again: false, reasons: null },
  };
  const outcome = {
    converted: at % 7 === 0,
    value: 80,
    accepted: action === 'now' && at % 3 === 0,
  };
  const visitor = `v${String(at).padStart(5, '0')}`;
  return { visitor, closesAt: noon + at, arm, policy, ...outcome, minutes: 5 };
}

/** Control and always, as if nobody had queried the policy. */
const noBreath = () => Promise.resolve();

function learnMany(running: RunningPolicy, count: number): Promise<void> {
  const units = Array.from({ length: count }, (_, at) =>
    at % 10 === 0 ? unit(at, 'none', 'control') : unit(at, 'now', 'treatment'),
  );
  const last = units.at(-1);
  const place = { through: last?.closesAt ?? 0, visitor: last?.visitor ?? '' };
  return running.learn({ units, place }, noBreath);
}

test('[M9] [U17] while agents answer too late nobody is offered a chat, and content is offered as before', () => {
  const levels = new ServiceLevels();
  for (let at = 0; at < 5; at++)
    levels.heard(account, { type: 'started', conversation: `c${at}`, skill: null }, noon);
  const running = new RunningPolicy(account, optimising(chat()), null, levels);
  assert.equal(running.isGuarded(null, noon + 20_000), false);
  assert.equal(running.isGuarded(null, noon + 20_500), false, 'looked at once a second');
  assert.equal(running.isGuarded(null, noon + 21_000), true);
  for (let at = 0; at < 50; at++) {
    const { action, probability } = running.choose(question(`v${at}`, { guarded: true }));
    assert.deepEqual([action, probability], ['none', 1]);
  }
  const shown = new RunningPolicy(account, optimising(content()), null, levels);
  assert.equal(shown.isGuarded(null, noon + 21_000), false);
});

test('[M8] [U17] a stored policy continues step by step after the last learnt unit', async () => {
  const levels = new ServiceLevels();
  const of = optimising(chat());
  const whole = new RunningPolicy(account, of, null, levels);
  await learnMany(whole, 400);
  whole.tick(availability(3), noon);
  const again = new RunningPolicy(account, of, whole.kept(), levels);
  assert.deepEqual([again.version, again.place], [1, whole.place]);
  for (let at = 0; at < 100; at++)
    assert.deepEqual(again.choose(question(`v${at}`)), whole.choose(question(`v${at}`)));
  assert.equal(again.kept().text, whole.kept().text);
});

test('[M8] an unreadable policy starts again from the first unit of the period', () => {
  const of = optimising(chat());
  for (const text of ['', '{}', '{"version":99}']) {
    const kept = {
      period: 1,
      text,
      version: 7,
      place: { through: noon, visitor: 'v' },
      ending: [],
    };
    const running = new RunningPolicy(account, of, kept, new ServiceLevels());
    assert.deepEqual([running.version, running.place], [0, nowhere]);
  }
});

test('[M8] control and always are learnt by what chance did between them, without a policy asked', async () => {
  const running = new RunningPolicy(account, optimising(chat()), null, new ServiceLevels());
  await learnMany(running, 400);
  assert.equal(learntOf(running.policy).outcomes, 400);
  assert.equal(running.version, 1);
  await running.learn({ units: [], place: running.place }, noBreath);
  assert.equal(running.version, 1);
});

test('[M11] a guard that was shut before its first look is shut, between the two bounds too', () => {
  const levels = new ServiceLevels();
  const say = (type: 'started' | 'answered', at: number, atS: number): void =>
    levels.heard(account, { type, conversation: `c${at}`, skill: null }, noon + atS * 1000);
  // Five of twenty are late, then 41 of 50 are in time: above 80 %, but not by 5 points.
  for (let at = 0; at < 50; at++) say('started', at, at * 5);
  for (let at = 0; at < 50; at++) say('answered', at, at * 5 + (at < 9 ? 30 : 10));
  const now = noon + 300_000;
  assert.equal(levels.answered(account, null, 20, now).inTime, 0.82);
  const looked = new RunningPolicy(account, optimising(chat()), null, levels);
  for (let at = noon; at <= now; at += 5_000) looked.isGuarded(null, at);
  assert.equal(looked.isGuarded(null, now), true);
  const begun = new RunningPolicy(account, optimising(chat()), null, levels);
  assert.equal(begun.isGuarded(null, now), true);
});

test('[M11] a choice that is counted again prices as when it was made', () => {
  const of = optimising(chat());
  const levels = new ServiceLevels();
  const [lived, recalled] = [0, 0].map(() => new RunningPolicy(account, of, null, levels));
  assert.ok(lived && recalled);
  for (const each of [lived, recalled]) each.tick(availability(3), noon);
  for (let at = 0; at < 300; at++) {
    const asked = question(`v${at}`, { free: at % 3 });
    const { action, probability, reasons } = lived.choose(asked);
    const { value, skill, free, guarded, ageS } = asked;
    const facts = { features, value, skill, free, guarded, ageS };
    recalled.recall({ ...facts, action, probability, armShare: 0.45, again: false, reasons });
  }
  for (const each of [lived, recalled]) each.tick(availability(3), noon + 3_600_000);
  const priced = (running: RunningPolicy) => [...running.policy.skills.values()];
  assert.ok((priced(lived)[0]?.perHour ?? 0) > 0);
  assert.deepEqual(priced(recalled), priced(lived));
  assert.equal(recalled.policy.goal.mean, lived.policy.goal.mean);
});

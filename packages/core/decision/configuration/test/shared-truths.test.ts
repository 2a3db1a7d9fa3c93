import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileCondition, newLeafBook } from '../../../behaviour/condition/compile-condition.ts';
import { newProfile } from '../../../behaviour/profile.ts';
import type { Scene } from '../../../behaviour/scene.ts';
import { always, never, type Truth } from '../../../behaviour/condition/truth.ts';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import { GoalId, VisitorId } from '@opportune/protocol/ids.ts';
import {
  account,
  availability,
  campaign,
  configuration,
  content,
  noon,
  site,
} from '../../../world/test/shop.test-support.ts';
import { compileConfiguration } from '../compile.ts';

const rich: Condition = { fact: 'cart.total', op: 'gte', value: 100 };
const asked: Condition = { performed: { event: 'Asked' } };

function sceneOf(total: number | null): Scene {
  const profile = newProfile(account, site, VisitorId.parse('anna'));
  profile.cart.total = total;
  return { profile, now: noon, availability: availability(1) };
}

function compiled(audience: Condition, moment: Condition): ReturnType<typeof compileConfiguration> {
  return compileConfiguration(
    configuration([campaign({ id: 'a', audience, moment, variants: [content()] })]),
  );
}

test('[D2] a campaign is false if one required part is false, however deep it is nested', () => {
  const { truths } = compiled({ all: [{ all: [rich] }] }, { all: [] });
  truths.renew();
  assert.equal(truths.of(0, sceneOf(99)), never);
  truths.renew();
  assert.equal(truths.of(0, sceneOf(100)), always);
});

test('[D2] one of several parts is enough for `any`, and `not` is true if its part is false', () => {
  const table: readonly (readonly [audience: Condition, total: number, Truth])[] = [
    [{ any: [rich, asked] }, 100, always],
    [{ any: [rich, asked] }, 99, never],
    [{ not: asked }, 0, always],
    [{ not: { all: [rich] } }, 99, always],
    [{ not: { all: [rich] } }, 100, never],
  ];
  for (const [audience, total, truth] of table) {
    const { truths } = compiled(audience, { all: [] });
    truths.renew();
    assert.equal(truths.of(0, sceneOf(total)), truth, JSON.stringify(audience));
  }
});

test('[D2] renewing forgets what was found for the scene before', () => {
  const { truths } = compiled({ not: rich }, { all: [] });
  truths.renew();
  assert.equal(truths.of(0, sceneOf(150)), never);
  assert.equal(truths.of(0, sceneOf(0)), never, 'remembered for the round');
  truths.renew();
  assert.equal(truths.of(0, sceneOf(0)), always);
});

test('[D2] campaigns share an equal part, but equal words about another goal are another part', () => {
  const book = newLeafBook();
  const eager: Condition = { fact: 'intent.score', op: 'gte', value: 70 };
  const either = { any: [rich, eager] };
  const goals = [GoalId.parse('purchase'), GoalId.parse('lead')];
  const [one, again, other] = [goals[0], goals[0], goals[1]].map(
    (goal) => compileCondition({ all: [either] }, book, goal ?? null).parts,
  );
  assert.equal(one?.length, 1);
  assert.equal(one?.[0], again?.[0]);
  assert.notEqual(one?.[0], other?.[0]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newProfile } from '../behaviour/profile.ts';
import type { Scene } from '../behaviour/scene.ts';
import type { Condition } from '@opportune/protocol/condition.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';
import {
  account,
  availability,
  campaign,
  configuration,
  content,
  noon,
  site,
} from '../world/test-shop.ts';
import { compileConfiguration } from './compile.ts';

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

test('[D2] a part without which a campaign cannot hold rules it out, however deep among parts that all must hold', () => {
  const { quickNo } = compiled({ all: [{ all: [rich] }] }, { all: [] });
  quickNo.renew();
  assert.equal(quickNo.rulesOut(0, sceneOf(99)), true);
  quickNo.renew();
  assert.equal(quickNo.rulesOut(0, sceneOf(100)), false);
});

test('[D2] a part that another may stand for, and one that is denied, rule out nothing', () => {
  for (const audience of [{ any: [rich, asked] }, { not: asked }, { not: { all: [rich] } }]) {
    const { quickNo } = compiled(audience, { all: [] });
    quickNo.renew();
    assert.equal(quickNo.rulesOut(0, sceneOf(0)), false);
  }
});

test('[D2] what was said of one scene is said of no other once it is renewed', () => {
  const { quickNo } = compiled(rich, asked);
  quickNo.renew();
  const scene = sceneOf(150);
  assert.equal(quickNo.rulesOut(0, scene), true, 'never asked');
  const open = compiled(rich, { all: [] }).quickNo;
  open.renew();
  assert.equal(open.rulesOut(0, sceneOf(null)), true);
  assert.equal(open.rulesOut(0, scene), true, 'remembered for the round');
  open.renew();
  assert.equal(open.rulesOut(0, scene), false);
});

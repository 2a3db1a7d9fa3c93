// A campaign that optimises, as a whole: the engine and the server's policy decide for visitors of
// three arms, invitations wait, and outcomes are learnt once windows have closed, also after a
// crash and a restart. Uses real engines. The test sets the clock.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { policyFeatures } from '@opportune/core/decision/optimise/policy-features.ts';
import { Optimise } from '@opportune/protocol/campaign/campaign.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';
import { until } from '@opportune/server/adapter/process/processes.test-support.ts';
import { explainDecision } from '@opportune/server/engage/explain/decision-explanation.ts';
import {
  account,
  goal,
  minuteMs,
  openOptimisingShop,
  optimising,
  type OptimisingShop,
} from './optimising-shop.test-support.ts';

let opened: OptimisingShop;

before(async () => {
  opened = await openOptimisingShop();
});
after(() => opened.close());

const offers = (frames: readonly ServerFrame[]) =>
  frames.filter(({ type }) => type === 'engage').length;

describe('a campaign that optimises', () => {
  test('promise 3: each arm is shown what its decision says, and a waiting invitation at its time', async () => {
    const first = await opened.ready();
    const all = await opened.comeAll(first, 'anna', 200);
    const decisions = await opened.decisionsOf(all.map(({ visitor }) => visitor));
    assert.equal(decisions.length, 200);
    const seen = new Set(decisions.map(({ arm, policy }) => `${arm.type} ${policy?.action}`));
    assert.deepEqual([...seen].toSorted(), [
      'control none',
      'optimise after:30',
      'optimise none',
      'optimise now',
      'treatment now',
    ]);
    const shown = (wanted: (action: string | undefined) => boolean) => {
      for (const [at, { arm, policy }] of decisions.entries()) {
        const isShown = arm.type !== 'control' && wanted(policy?.action);
        assert.equal(offers(all[at]?.frames ?? []), isShown ? 1 : 0, `${arm.type} ${at}`);
      }
    };
    shown((action) => action === 'now');
    opened.clock.at += 30_000;
    const late = decisions.findIndex(({ policy }) => policy?.action === 'after:30');
    await until('the waiting one is shown', () => offers(all[late]?.frames ?? []) === 1);
    shown((action) => action !== 'none');
    await first.close();
  });

  test('promise 5: a decision of the third arm is explained from the log alone, without asking a policy', async () => {
    const one = await opened.ready();
    const [come] = await opened.comeAll(one, 'emma', 1);
    assert.ok(come);
    const [decision] = await opened.decisionsOf([come.visitor]);
    assert.ok(decision?.policy?.reasons);
    assert.deepEqual(Object.keys(decision.policy.features), policyFeatures);
    const { facts } = opened.engines;
    const explained = await explainDecision(facts, one.configurations, account, decision.id);
    assert.equal(explained?.agrees, true);
    assert.deepEqual(explained?.decision.policy, decision.policy);
    await one.close();
  });

  test('promise 1: an invitation that waits when the server is lost is sent by the next one, once', async () => {
    const lost = await opened.ready();
    const all = await opened.comeAll(lost, 'berta', 150);
    const decisions = await opened.decisionsOf(all.map(({ visitor }) => visitor));
    const waiting = decisions.find(({ policy }) => policy?.action === 'after:30')?.visitor;
    assert.ok(waiting, 'chance has one of them wait');
    // A lost server is not closed: its memory is simply not used any more.
    const next = await opened.ready();
    opened.clock.at += 20_000;
    const frames = opened.attach(next, waiting, false);
    await until(
      'it is restored',
      () => next.engage.owner.find(account, waiting)?.state.waiting?.length === 1,
    );
    assert.equal(offers(frames), 0);
    opened.clock.at += 10_000;
    await until('it goes out', () => offers(frames) === 1);
    assert.equal((await opened.decisionsOf([waiting])).length, 1);
    await next.close();
    await lost.close();
  });

  test('units are learnt once their window has closed, each once, however often the server starts', async () => {
    const one = await opened.ready();
    const before = await one.policies.learnt(account, optimising.id);
    await one.policies.learn();
    const open = await one.policies.learnt(account, optimising.id);
    assert.equal(open.policy?.outcomes, before.policy?.outcomes, 'no window has closed');
    opened.clock.at += 40 * minuteMs;
    await one.policies.learn();
    const learnt = (await one.policies.learnt(account, optimising.id)).policy;
    assert.ok(learnt !== null && learnt.outcomes > 200, `${learnt?.outcomes} learnt`);
    assert.equal(learnt.version, 1);
    assert.equal(learnt.value, 80);
    assert.equal(learnt.features.length, policyFeatures.length);
    await one.policies.learn();
    assert.deepEqual((await one.policies.learnt(account, optimising.id)).policy, learnt);
    await one.close();

    const two = await opened.ready();
    await two.policies.learn();
    // The worth is read again at the start, from the 90 days before it.
    const since = opened.clock.at - 90 * 24 * 60 * minuteMs;
    const valueFrom = { conversions: learnt.valueFrom?.conversions, since };
    const again = (await two.policies.learnt(account, optimising.id)).policy;
    assert.deepEqual(again, { ...learnt, valueFrom });
    await opened.comeAll(two, 'carla', 10);
    opened.clock.at += 40 * minuteMs;
    await two.policies.learn();
    const more = (await two.policies.learnt(account, optimising.id)).policy;
    assert.deepEqual([more?.outcomes, more?.version], [learnt.outcomes + 10, 2]);
    const [decision] = await opened.decisionsOf([VisitorId.parse('carla-0')]);
    assert.equal(decision?.policy?.reasons?.version, 1, 'decisions name the state that chose');
    await two.close();
  });

  test('a period with the same offer continues with what was learnt, and one with another offer starts again', async () => {
    const one = await opened.ready();
    await one.policies.learn();
    const learnt = (await one.policies.learnt(account, optimising.id)).policy;
    await one.close();
    const { document } = optimising;
    const dearer = { ...document, optimise: Optimise.parse({ annoyance: 0.5 }) };
    const elsewhere = {
      ...document,
      audience: { fact: 'visit.pages', op: 'gte', value: 2 } as const,
    };
    const byLead = { ...goal, event: { event: 'Lead Submitted' } };
    const inAnHour = { ...goal, window: { type: 'duration', seconds: 3600 } } as const;
    for (const [number, next, outcomes, former] of [
      [2, dearer, learnt?.outcomes, { ...goal, name: 'Orders', valueCap: 1 }],
      [3, elsewhere, 0, goal],
      [4, document, 0, byLead],
      [5, document, 0, inAnHour],
    ] as const) {
      const past = { ...optimising, until: opened.clock.at, goal: former };
      const two = await opened.ready({ ...optimising, period: number, document: next }, [past]);
      const { period, policy } = await two.policies.learnt(account, optimising.id);
      assert.deepEqual([period, policy?.outcomes, policy?.learntThrough], [number, outcomes, null]);
      await two.close();
    }
  });

  test('while a policy is being read, its campaign follows its rule', async () => {
    const one = opened.server();
    const [come] = await opened.comeAll(one, 'dora', 1);
    const [decision] = await opened.decisionsOf(come === undefined ? [] : [come.visitor]);
    if (decision?.arm.type === 'optimise')
      assert.deepEqual([decision.policy?.action, decision.policy?.reasons], ['now', null]);
    assert.notEqual(decision, undefined);
    await one.close();
  });

  test('a policy that could not be read is read again and then decides', async (t) => {
    opened.faults.facts = true;
    const one = await opened.ready();
    t.after(() => one.close());
    const sayings = async (name: string) => {
      const all = await opened.comeAll(one, name, 20);
      const decisions = await opened.decisionsOf(all.map(({ visitor }) => visitor));
      const ofOptimise = decisions.filter(({ arm }) => arm.type === 'optimise');
      assert.ok(ofOptimise.length > 0);
      return ofOptimise.map(({ policy }) => policy?.reasons?.version ?? null);
    };
    const unread = await sayings('flora');
    assert.ok(unread.every((version) => version === null));
    await one.policies.learn();
    opened.faults.facts = false;
    await one.policies.learn();
    const read = await sayings('greta');
    assert.ok(read.every((version) => version !== null));
    const { policy } = await one.policies.learnt(account, optimising.id);
    assert.equal(policy?.value, 80);
  });
});

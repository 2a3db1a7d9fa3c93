// A campaign that optimises in the whole: visitors of three arms decided by the engine with a policy of
// the server, invitations that wait, what is learnt of them once windows have closed, and both after a
// crash and a restart. Real engines; the clock is set by hand.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { policyFeatures } from '@opportune/core/decision/policy-features.ts';
import { campaign, configuration, content, purchase } from '@opportune/core/world/test-shop.ts';
import { Optimise, type Goal, type LiveCampaign } from '@opportune/protocol/campaign.ts';
import type { Configuration } from '@opportune/protocol/configuration.ts';
import type { Decision } from '@opportune/protocol/decision.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import { AccountId, EventId, PageViewId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import type { Engines } from '@opportune/server/adapter/engines.ts';
import { testEngines, testLog } from '@opportune/server/adapter/engines.test-support.ts';
import { until } from '@opportune/server/adapter/processes.test-support.ts';
import { explainDecision } from '@opportune/server/engage/decision-explanation.ts';
import { createEngage } from '@opportune/server/engage/engage.ts';
import { readLogs } from '@opportune/server/engage/history.ts';
import type { AdmittedEvent } from '@opportune/server/engage/intake.ts';
import { createPolicies } from '@opportune/server/learn/policy-feature.ts';
import { takenBackFrom } from '@opportune/server/report/taken-back.ts';

// The same each time, so that what chance does is too.
const account = AccountId.parse('optimise');
const site = SiteId.parse('shop');
const minuteMs = 60_000;
const clock = { at: Date.UTC(2026, 5, 1, 12), now: () => clock.at };
const goal: Goal = { ...purchase, window: { type: 'visit' } };
const optimising = campaign({
  id: 'help',
  moment: { fact: 'page.path', op: 'startsWith', value: '/product' },
  control: 2500,
  caps: { perVisit: 1, perDay: null, perVisitor: null, afterDismissalS: null },
  variants: [content()],
  mode: 'optimise',
  optimise: Optimise.parse({ delayS: { from: 30, until: 30 }, always: 3000 }),
});
const shop: Configuration = { ...configuration([optimising]), account, goals: [goal] };

let engines: Engines;

before(async () => {
  engines = await testEngines();
  await engines.records.withAccount(account, async (sql) => {
    const now = new Date();
    await sql.run('INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, $2, $3, $4)', [
      account,
      shop.settings,
      'salt',
      now,
    ]);
    await sql.run(
      `INSERT INTO campaigns (account, id, state, draft, created_at, updated_at, updated_by)
       VALUES ($1, $2, 'running', $3, $4, $4, 'nobody')`,
      [account, optimising.id, optimising.document, now],
    );
  });
});
after(() => engines.close());

/** A server on the engines, with the campaign as it runs, and as it ran before. */
function server(running: LiveCampaign = optimising, before: readonly LiveCampaign[] = []) {
  const use = { ...engines, clock, ids: { next: () => randomUUID() }, log: testLog() };
  const now: Configuration = { ...shop, campaigns: [running] };
  const configurations = {
    accounts: async () => [account],
    current: async () => now,
    at: async () => now,
  };
  const availability = () => ({ version: 1, at: 0, skills: { '*': { free: 1, online: 1 } } });
  const policies = createPolicies({
    ...use,
    configurations,
    campaigns: {
      periods: async () =>
        [...before, running].map(({ period: number, document }) => ({ number, document, goal })),
    },
    takenBack: takenBackFrom(engines.facts),
    availability,
  });
  const engage = createEngage({
    ...use,
    configurations,
    agents: { availability, hold: () => true, release: () => {} },
    trials: { verifyTrial: () => Promise.resolve(null) },
    policies: policies.policies,
  });
  return {
    policies,
    engage,
    configurations,
    async close() {
      await engage.close();
      await policies.close();
    },
  };
}
type Server = ReturnType<typeof server>;

interface Sketch {
  readonly name: string;
  readonly path?: string;
  readonly properties?: AdmittedEvent['properties'];
}

async function send(to: Server, visitor: VisitorId, sketches: readonly Sketch[]): Promise<void> {
  const events = sketches.map(({ name, path, properties = {} }): AdmittedEvent => {
    const page = { url: `https://shop.example${path}`, path: path ?? '', search: '' };
    return {
      ...{ account, site, visitor, id: EventId.parse(randomUUID()), name, properties },
      ...{ trust: 'page', at: clock.at, receivedAt: clock.at, bot: false, imported: false },
      kind: name === 'Page' ? 'page' : 'track',
      pageView: PageViewId.parse('view'),
      ...(path === undefined ? {} : { page: { ...page, title: path, referrer: '' } }),
    };
  });
  await (
    await to.engage.intake.accept({ account, site, visitor, fresh: false, events })
  ).stored;
}

/** A browser of the visitor; what it is sent. */
function attach(to: Server, visitor: VisitorId, fresh = true): readonly ServerFrame[] {
  const frames: ServerFrame[] = [];
  const pageView = PageViewId.parse('view');
  to.engage.intake.attach({
    ...{ account, site, visitor, fresh, pageView, trial: null },
    send: (frame) => void frames.push(frame),
  });
  return frames;
}

const offers = (frames: readonly ServerFrame[]) =>
  frames.filter(({ type }) => type === 'engage').length;

async function decisionsOf(visitors: readonly VisitorId[]): Promise<readonly Decision[]> {
  const logs = await readLogs(engines.facts, account, visitors);
  return visitors.flatMap((visitor) => logs.get(visitor)?.decisions ?? []);
}

interface Come {
  readonly visitor: VisitorId;
  readonly frames: readonly ServerFrame[];
}

/** So many visitors come to a product; every fifth buys. */
function comeAll(to: Server, name: string, count: number): Promise<readonly Come[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, at): Promise<Come> => {
      const visitor = VisitorId.parse(`${name}-${at}`);
      const frames = attach(to, visitor);
      const order = { order_id: `${name}-${at}`, total: 80 };
      await send(to, visitor, [
        { name: 'Page', path: '/product/lamp' },
        ...(at % 5 === 0 ? [{ name: 'Order Completed', properties: order }] : []),
      ]);
      return { visitor, frames };
    }),
  );
}

async function ready(): Promise<Server> {
  const one = server();
  one.policies.policies.of(shop);
  await one.policies.settle();
  return one;
}

describe('a campaign that optimises', () => {
  test('promise 3: each arm is shown what its decision says, and what waits, when its time has come', async () => {
    const first = await ready();
    const all = await comeAll(first, 'anna', 200);
    const decisions = await decisionsOf(all.map(({ visitor }) => visitor));
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
    clock.at += 30_000;
    const late = decisions.findIndex(({ policy }) => policy?.action === 'after:30');
    await until('the waiting one is shown', () => offers(all[late]?.frames ?? []) === 1);
    shown((action) => action !== 'none');
    await first.close();
  });

  test('promise 5: a decision of the third arm is explained from the log alone, without asking a policy', async () => {
    const one = await ready();
    const [come] = await comeAll(one, 'emma', 1);
    assert.ok(come);
    const [decision] = await decisionsOf([come.visitor]);
    assert.ok(decision?.policy?.reasons);
    assert.deepEqual(Object.keys(decision.policy.features), policyFeatures);
    const { facts } = engines;
    const explained = await explainDecision(facts, one.configurations, account, decision.id);
    assert.equal(explained?.agrees, true);
    assert.deepEqual(explained?.decision.policy, decision.policy);
    await one.close();
  });

  test('promise 1: an invitation that waits when the server is lost goes out from the next one, once', async () => {
    const lost = await ready();
    const all = await comeAll(lost, 'berta', 150);
    const decisions = await decisionsOf(all.map(({ visitor }) => visitor));
    const waiting = decisions.find(({ policy }) => policy?.action === 'after:30')?.visitor;
    assert.ok(waiting, 'chance has one of them wait');
    // Not closed: its memory is simply not asked any more.
    const next = await ready();
    clock.at += 20_000;
    const frames = attach(next, waiting, false);
    await until(
      'it is restored',
      () => next.engage.owner.find(account, waiting)?.state.waiting?.length === 1,
    );
    assert.equal(offers(frames), 0);
    clock.at += 10_000;
    await until('it goes out', () => offers(frames) === 1);
    assert.equal((await decisionsOf([waiting])).length, 1);
    await next.close();
    await lost.close();
  });

  test('units are learnt once their window has closed, each once, however often the server starts', async () => {
    const one = await ready();
    const before = await one.policies.learnt(account, optimising.id);
    await one.policies.learn();
    const open = await one.policies.learnt(account, optimising.id);
    assert.equal(open.policy?.outcomes, before.policy?.outcomes, 'no window has closed');
    clock.at += 40 * minuteMs;
    await one.policies.learn();
    const learnt = (await one.policies.learnt(account, optimising.id)).policy;
    assert.ok(learnt !== null && learnt.outcomes > 200, `${learnt?.outcomes} learnt`);
    assert.equal(learnt.version, 1);
    assert.equal(learnt.value, 80);
    assert.equal(learnt.features.length, policyFeatures.length);
    await one.policies.learn();
    assert.deepEqual((await one.policies.learnt(account, optimising.id)).policy, learnt);
    await one.close();

    const two = await ready();
    await two.policies.learn();
    assert.deepEqual((await two.policies.learnt(account, optimising.id)).policy, learnt);
    await comeAll(two, 'carla', 10);
    clock.at += 40 * minuteMs;
    await two.policies.learn();
    const more = (await two.policies.learnt(account, optimising.id)).policy;
    assert.deepEqual([more?.outcomes, more?.version], [learnt.outcomes + 10, 2]);
    const [decision] = await decisionsOf([VisitorId.parse('carla-0')]);
    assert.equal(decision?.policy?.reasons?.version, 1, 'decisions name the state that chose');
    await two.close();
  });

  test('a period that makes the same offer goes on with what was learnt, another begins anew', async () => {
    const one = await ready();
    await one.policies.learn();
    const learnt = (await one.policies.learnt(account, optimising.id)).policy;
    await one.close();
    const { document } = optimising;
    const dearer = { ...document, optimise: Optimise.parse({ annoyance: 0.5 }) };
    const elsewhere = {
      ...document,
      audience: { fact: 'visit.pages', op: 'gte', value: 2 } as const,
    };
    for (const [next, outcomes] of [
      [dearer, learnt?.outcomes],
      [elsewhere, 0],
    ] as const) {
      const two = server({ ...optimising, period: 2, document: next }, [optimising]);
      await two.policies.start(account);
      const { period, policy } = await two.policies.learnt(account, optimising.id);
      assert.deepEqual([period, policy?.outcomes, policy?.learntThrough], [2, outcomes, null]);
      await two.close();
    }
  });

  test('while a policy is being read its campaign does as its rule says', async () => {
    const one = server();
    const [come] = await comeAll(one, 'dora', 1);
    const [decision] = await decisionsOf(come === undefined ? [] : [come.visitor]);
    if (decision?.arm.type === 'optimise')
      assert.deepEqual([decision.policy?.action, decision.policy?.reasons], ['now', null]);
    assert.notEqual(decision, undefined);
    await one.close();
  });
});

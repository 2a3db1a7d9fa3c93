// Goals that come and go while the server runs, with stores that fail. Each goal learns every visit
// that is over exactly once, whenever it was first scored. Uses real engines. The test sets the
// clock.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { configurationChanged } from '@opportune/protocol/bus/changes.ts';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { campaign, configuration, purchase } from '@opportune/core/world/test/shop.test-support.ts';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import {
  AccountId,
  EventId,
  GoalId,
  PageViewId,
  SiteId,
  VisitorId,
} from '@opportune/protocol/ids.ts';
import {
  testEngines,
  type TestEngines,
  testLog,
} from '@opportune/server/adapter/engines.test-support.ts';
import { deciding, roomy } from '@opportune/server/testing/engage.test-support.ts';
import { realTimeBehind } from '@opportune/server/testing/real-time.test-support.ts';
import { createEngage } from '@opportune/server/engage/engage.ts';
import { History, readLogs } from '@opportune/server/engage/history/visitor-history.ts';
import type { AdmittedEvent } from '@opportune/server/engage/intake.ts';
import { trainApart } from '@opportune/server/learn/challenger/train-apart.ts';
import type { Schedule } from '@opportune/core/world/world.ts';
import { createLearn } from '@opportune/server/learn/intent/feature.ts';
import { readModels } from '@opportune/server/learn/intent/model-store.ts';

const site = SiteId.parse('shop');
const minuteMs = 60_000;
const dayMs = 86_400_000;
const lead: Goal = { ...purchase, id: GoalId.parse('lead'), value: { type: 'none' } };
const forLead = campaign({ id: 'c', moment: { all: [] }, control: 10_000 });
const scoresLead = { ...forLead, document: { ...forLead.document, goal: lead.id } };

let engines: TestEngines;
/** Each test has an account of its own. */
let account: AccountId;
let clock: { at: number; now(): number };
let shop: Configuration;
let failing: 'facts' | 'records' | 'logs' | null = null;
/** Queries of the records wait for it. */
let held: Promise<void> | null = null;

before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

beforeEach(async () => {
  account = AccountId.parse(`goals-${randomUUID().slice(0, 8)}`);
  clock = { at: Date.UTC(2026, 5, 1, 12), now: () => clock.at };
  shop = { ...configuration([], { goals: [purchase, lead] }), account };
  failing = null;
  held = null;
  await engines.records.withAccount(account, async (sql) => {
    const now = new Date();
    await sql.run('INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, $2, $3, $4)', [
      ...[account, shop.settings, 'salt', now],
    ]);
    for (const goal of shop.goals)
      await sql.run(
        'INSERT INTO goals (account, id, document, created_at) VALUES ($1, $2, $3, $4)',
        [account, goal.id, goal, now],
      );
  });
});

/** The next call fails if a test says so, as while an engine restarts. */
function failOnce(kind: typeof failing): void {
  if (failing !== kind) return;
  failing = null;
  throw new Error('the engine starts again');
}
const facts = (): FactStore => ({
  append: (batch) => engines.facts.append(batch),
  close: () => engines.facts.close(),
  queryLines: (...asked) => engines.facts.queryLines(...asked),
  remove: (of) => engines.facts.remove(of),
  async query(...asked) {
    failOnce('facts');
    return engines.facts.query(...asked);
  },
});
const records = (): Records => ({
  close: () => engines.records.close(),
  withoutAccount: (work) => engines.records.withoutAccount(work),
  lookUp: (...asked) => engines.records.lookUp(...asked),
  withAccountOften: (of, work) => engines.records.withAccountOften(of, work),
  withAccountAtOnce: (of, work) => engines.records.withAccountAtOnce(of, work),
  async withAccount(of, work) {
    failOnce('records');
    await held;
    return engines.records.withAccount(of, work);
  },
});

/** A server that learns. Time passes when a test says so. */
function server() {
  const turns: { readonly dueAt: number; readonly run: () => void }[] = [];
  const use = { ...engines, clock, ids: { next: () => randomUUID() }, log: testLog() };
  const configurations = {
    accounts: async () => [account],
    restingNames: async () => new Map(),
    current: async () => shop,
    at: async () => shop,
  };
  const schedule: Schedule = (delayMs, run) => {
    const turn = { dueAt: clock.at + delayMs, run };
    turns.push(turn);
    return () => void turns.splice(turns.indexOf(turn) >>> 0, 1);
  };
  const learn = createLearn({
    ...{ facts: facts(), records: records(), configurations, train: trainApart },
    world: { ...use, schedule },
    async readLogs(of, visitors) {
      // The last group of visitors: the others are learnt by then.
      if (visitors.length < 50) failOnce('logs');
      return readLogs(engines.facts, of, visitors);
    },
  });
  const engage = createEngage({
    ...roomy(clock),
    ...use,
    world: { ...use, schedule: realTimeBehind },
    history: new History(engines.facts, use.log),
    ledger: {},
    configurations,
    deciding: deciding({ intent: learn.intent }),
  });

  /** Runs everything due by then, each once. */
  function letDue(ms: number): void {
    clock.at += ms;
    for (const turn of turns.filter(({ dueAt }) => dueAt <= clock.at)) {
      turns.splice(turns.indexOf(turn) >>> 0, 1);
      turn.run();
    }
  }
  async function pass(ms: number): Promise<void> {
    letDue(ms);
    await learn.settle();
  }

  return {
    letDue,
    pass,
    /** This many visitors come, do this, and leave. */
    async visits(count: number, does: string | null = null): Promise<void> {
      await Promise.all(Array.from({ length: count }, () => come(does)));
      await pass(31 * minuteMs);
    },
    come,
    /** This many visits of an earlier day, all at once. */
    async imports(count: number): Promise<void> {
      await Promise.all(Array.from({ length: count }, () => come('Order Completed', true)));
    },
    async adopt(more: Partial<Configuration>): Promise<void> {
      shop = { ...shop, ...more, version: shop.version + 1 };
      learn.intent.of(shop);
      publish(engines.bus, configurationChanged, { account, version: shop.version });
      await learn.settle();
    },
    async learnt(goal: Goal): Promise<number | null> {
      return (await figuresOf(goal))?.visits ?? null;
    },
    async begun(goal: Goal): Promise<number | null> {
      return (await figuresOf(goal))?.since ?? null;
    },
    async reached(goal: Goal): Promise<number | null> {
      return (await figuresOf(goal))?.reached ?? null;
    },
    /** Lets go of the account, as when memory is short and nobody uses it. */
    async letGo(): Promise<void> {
      engage.owner.sweep();
      engage.owner.letGo(1);
      assert.equal(engage.isAwake(account), false);
      learn.letGo(engage.isAwake);
      await learn.settle();
    },
    async close() {
      await engage.close();
      await learn.close();
    },
  };

  async function figuresOf(goal: Goal) {
    return (await learn.figures(account)).goals.find(({ goal: of }) => of.id === goal.id);
  }

  async function come(does: string | null = null, imported = false): Promise<void> {
    const visitor = VisitorId.parse(randomUUID());
    const page = { url: 'https://shop.example/', path: '/', search: '', title: '/', referrer: '' };
    const event: AdmittedEvent = {
      ...{ account, site, visitor, id: EventId.parse(randomUUID()), kind: 'page', name: 'Page' },
      ...{ trust: 'page', receivedAt: clock.at, properties: {}, bot: false, imported },
      at: imported ? clock.at - dayMs : clock.at,
      ...{ pageView: PageViewId.parse('view'), page },
    };
    const { page: _, ...done } = event;
    const then =
      does === null
        ? []
        : [{ ...done, id: EventId.parse(randomUUID()), kind: 'track' as const, name: does }];
    await (
      await engage.intake.accept({ account, site, visitor, fresh: true, events: [event, ...then] })
    ).stored;
  }
}

test('[Q7] a goal that is first scored later learns every visit since the server started, once', async () => {
  const one = server();
  await one.adopt({});
  for (let day = 0; day < 5; day++) {
    await one.visits(2);
    await one.pass(dayMs);
  }
  // On the site while the goal is first scored.
  await one.come();
  await one.pass(10 * minuteMs);
  await one.adopt({ campaigns: [scoresLead] });
  assert.deepEqual([await one.learnt(purchase), await one.learnt(lead)], [10, 10]);
  await one.visits(1);
  assert.deepEqual([await one.learnt(purchase), await one.learnt(lead)], [12, 12]);
  await one.close();
});

test('[Q7] a goal that was not scored for a while learns the visits since then when it is scored again', async () => {
  const one = server();
  await one.adopt({ campaigns: [scoresLead] });
  await one.visits(3);
  await one.pass(minuteMs);
  await one.adopt({ campaigns: [] });
  assert.equal(await one.learnt(lead), null);
  await one.visits(4);
  await one.adopt({ campaigns: [scoresLead] });
  assert.deepEqual([await one.learnt(purchase), await one.learnt(lead)], [7, 7]);
  await one.close();
});

test('[OP10] an account that is let go of learns each visit once: what ended, what goes on, and what comes', async () => {
  const one = server();
  await one.adopt({});
  await one.visits(3);
  await one.letGo();
  await one.visits(2);
  assert.equal(await one.learnt(purchase), 5);
  await one.come();
  await one.pass(10 * minuteMs);
  await one.letGo();
  await one.visits(4);
  assert.equal(await one.learnt(purchase), 10);
  await one.letGo();
  assert.equal(await one.learnt(purchase), 10, 'as stored');
  await one.close();
});

test('[Q7] models are saved on schedule, however many visits end at once', async () => {
  const one = server();
  await one.adopt({ campaigns: [scoresLead] });
  await one.visits(450);
  const kept = await readModels(engines.records, account, [purchase.id, lead.id]);
  assert.deepEqual(
    kept.map(({ model }) => model.pageValues.visits),
    [450, 450],
  );
  await one.close();
});

for (const kind of ['facts', 'records', 'logs'] as const)
  test(`[Q9] ${kind} that fail once only delay scores: what was learnt is read again, once`, async () => {
    const one = server();
    await one.adopt({});
    await one.visits(53);
    failing = kind;
    await one.adopt({ campaigns: [scoresLead] });
    assert.equal(failing, null, 'it did fail');
    await one.visits(2);
    await one.pass(minuteMs);
    assert.deepEqual([await one.learnt(purchase), await one.learnt(lead)], [55, 55]);
    await one.close();

    const two = server();
    await two.adopt({});
    assert.deepEqual([await two.learnt(purchase), await two.learnt(lead)], [55, 55], 'and kept');
    await two.close();
  });

test('[Q9] models that load slowly hold up only the first visitor, for two seconds', async () => {
  const one = server();
  const read = Promise.withResolvers<void>();
  held = read.promise;
  let here = false;
  const coming = one.come().then(() => void (here = true));
  // Until the two seconds have begun, and then up to their end.
  for (let turn = 0; turn < 20; turn++) await setImmediate();
  one.letDue(1999);
  for (let turn = 0; turn < 20; turn++) await setImmediate();
  assert.equal(here, false);
  one.letDue(1);
  await coming;
  held = null;
  read.resolve();
  await one.close();
});

test('[Q7] later imported visits are learnt when the import has paused, each visit once', async () => {
  const one = server();
  // Imported history has server trust, because it needs a secret key.
  await one.adopt({ goals: [{ ...purchase, trust: 'server' }, lead] });
  await one.visits(2);
  await one.imports(5);
  await one.pass(30_000);
  await one.imports(1);
  await one.pass(50_000);
  assert.equal(await one.learnt(purchase), 2, 'more may come');
  await one.pass(20_000);
  assert.deepEqual([await one.learnt(purchase), await one.reached(purchase)], [8, 6]);
  await one.visits(1);
  assert.equal(await one.learnt(purchase), 9);
  await one.close();
});

for (const kind of ['facts', 'records', 'logs'] as const)
  test(`[Q9] ${kind} that fail once do not prevent an import from being learnt, each visit once`, async () => {
    const one = server();
    await one.adopt({ goals: [{ ...purchase, trust: 'server' }, lead] });
    await one.visits(2);
    await one.imports(5);
    failing = kind;
    await one.pass(70_000);
    assert.equal(failing, null, 'it did fail');
    assert.equal(await one.learnt(purchase), kind === 'records' ? 2 : 0);
    await one.pass(minuteMs);
    assert.deepEqual([await one.learnt(purchase), await one.reached(purchase)], [7, 5]);
    await one.close();
  });

test('[Q7] a goal that has learnt 500 visits does not start again for an import', async () => {
  const one = server();
  await one.adopt({});
  await one.visits(500);
  const begun = await one.begun(purchase);
  await one.imports(3);
  await one.pass(2 * minuteMs);
  assert.deepEqual([await one.learnt(purchase), await one.begun(purchase)], [500, begun]);
  await one.close();
});

describe('[Q6] a goal whose event changed', () => {
  const byLead: Goal = { ...purchase, event: { event: 'Lead Submitted' } };

  test('starts again without what it had learnt, and reads the stored visits again', async () => {
    const one = server();
    await one.adopt({});
    await one.visits(4, 'Order Completed');
    await one.visits(3, 'Lead Submitted');
    assert.deepEqual([await one.learnt(purchase), await one.reached(purchase)], [7, 4]);
    // On the site during the change. What they reached belongs to the other goal.
    await one.come('Order Completed');
    await one.adopt({ goals: [byLead, lead] });
    assert.deepEqual([await one.learnt(purchase), await one.reached(purchase)], [7, 3]);
    await one.visits(1, 'Lead Submitted');
    assert.deepEqual([await one.learnt(purchase), await one.reached(purchase)], [9, 4]);
    await one.close();
  });

  test('starts again even if it changed while no server ran', async () => {
    const one = server();
    await one.adopt({});
    await one.visits(4, 'Order Completed');
    await one.visits(3, 'Lead Submitted');
    await one.close();
    const two = server();
    await two.adopt({ goals: [byLead, lead] });
    assert.deepEqual([await two.learnt(purchase), await two.reached(purchase)], [7, 3]);
    await two.close();
  });

  test('continues if only its name, worth or window changed', async () => {
    const one = server();
    await one.adopt({});
    await one.visits(4, 'Order Completed');
    const before = await one.begun(purchase);
    clock.at += minuteMs;
    const dearer = { ...purchase, name: 'Orders', valueCap: 1, window: { type: 'visit' } } as const;
    await one.adopt({ goals: [dearer, lead] });
    assert.deepEqual([await one.learnt(purchase), await one.begun(purchase)], [4, before]);
    await one.close();
  });
});

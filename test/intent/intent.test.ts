// Intent as a whole: past visits are learnt from the stored log, a present visit is scored, a
// campaign fires by the score, and an explanation and a restored profile read the score from the
// log. Uses real engines. The test sets the clock.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import {
  campaign,
  configuration,
  content,
  purchase,
} from '@opportune/core/world/test/shop.test-support.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import { AccountId, EventId, PageViewId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import {
  testEngines,
  type TestEngines,
  testLog,
} from '@opportune/server/adapter/engines.test-support.ts';
import { deciding, roomy } from '@opportune/server/testing/engage.test-support.ts';
import { realTimeBehind } from '@opportune/server/testing/real-time.test-support.ts';
import { createEngage } from '@opportune/server/engage/engage.ts';
import { explainDecision } from '@opportune/server/engage/explain/decision-explanation.ts';
import { History, readLogs } from '@opportune/server/engage/history/visitor-history.ts';
import type { AdmittedEvent, VisitorBatch } from '@opportune/server/engage/intake.ts';
import { trainApart } from '@opportune/server/learn/challenger/train-apart.ts';
import type { Schedule } from '@opportune/core/world/world.ts';
import { createLearn } from '@opportune/server/learn/intent/feature.ts';
import { siteFunnel } from '@opportune/server/report/site/funnel.ts';

const account = AccountId.parse(`intent-${randomUUID().slice(0, 8)}`);
const site = SiteId.parse('shop');
const minuteMs = 60_000;
const pastVisitors = 1_200;
/** Four in fifteen buy, which is enough to train a challenger. */
const pastBuyers = 320;
const clock = { at: Date.now(), now: () => clock.at };
const byIntent = campaign({
  id: 'hot',
  moment: { score: { fact: 'intent.score', rises: 65, falls: 30 } },
  variants: [content()],
});
const shop: Configuration = { ...configuration([byIntent]), account };

let engines: TestEngines;

before(async () => {
  engines = await testEngines();
  await engines.records.withAccount(account, async (sql) => {
    await sql.run('INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, $2, $3, $4)', [
      account,
      shop.settings,
      'salt',
      new Date(),
    ]);
    await sql.run('INSERT INTO goals (account, id, document, created_at) VALUES ($1, $2, $3, $4)', [
      account,
      purchase.id,
      purchase,
      new Date(),
    ]);
  });
  await writePast();
});
after(() => engines.close());

/** What the server has scheduled. Tests run it. */
const turns: (() => void)[] = [];
function letTurns(): void {
  for (const turn of turns.splice(0)) turn();
}

/** A server on the engines, with or without learning. */
function server({ learns }: { readonly learns: boolean }) {
  const use = { ...engines, clock, ids: { next: () => randomUUID() }, log: testLog() };
  const configurations = {
    accounts: async () => [account],
    restingNames: async () => new Map(),
    current: async () => shop,
    at: async () => shop,
  };
  const schedule: Schedule = (_delayMs, run) => {
    turns.push(run);
    return () => void turns.splice(turns.indexOf(run) >>> 0, 1);
  };
  const learn = createLearn({
    ...{ ...engines, configurations, train: trainApart },
    world: { ...use, schedule },
    readLogs: (of, visitors) => readLogs(engines.facts, of, visitors),
  });
  const engage = createEngage({
    ...roomy(clock),
    ...use,
    world: { ...use, schedule: realTimeBehind },
    history: new History(engines.facts, use.log),
    ledger: {},
    configurations,
    deciding: deciding(learns ? { intent: learn.intent } : {}),
  });
  return {
    learn,
    engage,
    configurations,
    async close() {
      await engage.close();
      await learn.close();
    },
  };
}
type Server = ReturnType<typeof server>;

/** Every third visitor looks at products and fills a cart. Most of these buy. */
async function writePast(): Promise<void> {
  const { engage, close } = server({ learns: false });
  const now = clock.at;
  for (let at = 0; at < pastVisitors; at++) {
    const visitor = VisitorId.parse(`past-${at}`);
    const keen = at % 3 === 0;
    clock.at = now - (pastVisitors - at + 60) * minuteMs;
    const events = [page('/'), ...(keen ? keenEvents() : [page('/about')])];
    if (keen && at % 15 !== 0) events.push(track('Order Completed', { order_id: at, total: 80 }));
    await engage.intake.accept(batch(visitor, events));
  }
  clock.at = now;
  await close();
}

function keenEvents(): readonly Sketch[] {
  return [
    page('/product/lamp'),
    track('Product Viewed', { product_id: 'lamp' }),
    page('/product/chair'),
    track('Product Viewed', { product_id: 'chair' }),
    track('Cart Updated', { total: 80, items: 2 }),
    page('/cart'),
  ];
}

type Sketch = Pick<AdmittedEvent, 'kind' | 'name' | 'properties'> &
  Pick<Partial<AdmittedEvent>, 'page'>;

function page(path: string): Sketch {
  const url = `https://shop.example${path}`;
  const whole = { url, path, search: '', title: path, referrer: '' };
  return { kind: 'page', name: 'Page', properties: {}, page: whole };
}

function track(name: string, properties: AdmittedEvent['properties']): Sketch {
  return { kind: 'track', name, properties };
}

function batch(visitor: VisitorId, sketches: readonly Sketch[]): VisitorBatch {
  const events = sketches.map((sketch, at): AdmittedEvent => ({
    account,
    site,
    visitor,
    id: EventId.parse(randomUUID()),
    trust: 'page',
    at: clock.at + at * 5_000,
    receivedAt: clock.at + at * 5_000,
    pageView: PageViewId.parse(`view-${at}`),
    bot: false,
    imported: false,
    ...sketch,
  }));
  return { account, site, visitor, fresh: true, events };
}

/** A browser on the site. Returns the frames that it is sent. */
function present({ engage }: Server, visitor: VisitorId): readonly ServerFrame[] {
  const frames: ServerFrame[] = [];
  const pageView = PageViewId.parse('view-0');
  const send = (frame: ServerFrame): void => void frames.push(frame);
  const end = (): void => {};
  engage.intake.attach({ account, site, visitor, fresh: true, pageView, trial: null, send, end });
  return frames;
}

async function play(to: Server, visitor: VisitorId, sketches: readonly Sketch[]): Promise<void> {
  const { stored } = await to.engage.intake.accept({ ...batch(visitor, sketches), fresh: false });
  await stored;
}

function scoreOf({ engage }: Server, visitor: VisitorId): number | null {
  return engage.owner.find(account, visitor)?.state.visit?.intent?.[0]?.score ?? null;
}

test('an account with history scores its first visitor, fires by the score, and explains it in the same way after a restart', async () => {
  const first = server({ learns: true });
  first.learn.intent.of(shop);
  await first.learn.settle();
  const [idle, keen] = [VisitorId.parse('idle'), VisitorId.parse('keen')];
  const shown = present(first, keen);
  present(first, idle);
  await play(first, idle, [page('/'), page('/about')]);
  await play(first, keen, [page('/'), ...keenEvents()]);
  const [low, high] = [scoreOf(first, idle), scoreOf(first, keen)];
  assert.ok(low !== null && high !== null && low < 50 && high >= 65, `${low} and ${high}`);
  assert.equal(shown.filter(({ type }) => type === 'engage').length, 1);
  const row = first.engage.owner.find(account, keen)?.state.visit?.intent?.[0];
  assert.ok((row?.reasons.length ?? 0) > 0, 'the score has reasons');
  const log = (await readLogs(engines.facts, account, [keen])).get(keen);
  const decision = log?.decisions[0];
  assert.ok(decision !== undefined);
  const explained = await explainDecision(
    engines.facts,
    first.configurations,
    account,
    decision.id,
  );
  assert.equal(explained?.agrees, true);
  await first.close();

  const second = server({ learns: true });
  await second.engage.intake.accept({ ...batch(keen, []), fresh: false });
  assert.equal(scoreOf(second, keen), high);
  await second.learn.settle();
  await second.close();
});

test('[Q7] what was learnt is stored, and counts once however often the server starts', async () => {
  const goals = [];
  for (let start = 0; start < 2; start++) {
    const { learn, close } = server({ learns: true });
    goals.push((await learn.figures(account)).goals[0]);
    await learn.settle();
    goals.push((await learn.figures(account)).goals[0]);
    await close();
  }
  assert.deepEqual(
    goals.map((goal) => [goal?.visits, goal?.reached, goal?.challenger.reached]),
    Array.from({ length: 4 }, () => [pastVisitors, pastBuyers, pastBuyers]),
  );
  const parts = await engines.records.withAccount(account, (sql) =>
    sql.rows<{ part: number; bytes: number }>(
      'SELECT part, length(moments) AS bytes FROM intent_moments ORDER BY part',
    ),
  );
  assert.deepEqual(parts, [
    { part: 0, bytes: 1_000 * 31 },
    { part: 1, bytes: (pastVisitors - 1_000) * 31 },
  ]);
});

test('[Q11] enough buyers train a challenger in a thread, which then also predicts, and is stored', async () => {
  const first = server({ learns: true });
  await first.learn.figures(account);
  await first.learn.settle();
  letTurns();
  await first.learn.settle();
  const trained = (await first.learn.figures(account)).goals[0]?.challenger;
  assert.equal(trained?.stage, 'judged');
  assert.equal(trained.trainedOn, pastVisitors);
  assert.ok(trained.trees > 0);
  letTurns();
  await first.learn.settle();
  assert.deepEqual((await first.learn.figures(account)).goals[0]?.challenger, trained);
  await first.close();

  const second = server({ learns: true });
  assert.deepEqual((await second.learn.figures(account)).goals[0]?.challenger, trained);
  await second.close();
});

test('a scored visit counts in reports like an unscored one', async () => {
  const span = { account, site: null, timeZone: 'UTC', currency: 'EUR', now: clock.at };
  const before = await siteFunnel(engines.facts, {
    ...span,
    fromMs: clock.at - minuteMs,
    untilMs: clock.at + minuteMs,
  });
  assert.deepEqual([before.visits, before.visitors, before.withOrder], [2, 2, 0]);
});

test('[Q7] the first visitor after a start is scored by the stored model at their first event', async () => {
  const again = server({ learns: true });
  const early = VisitorId.parse('early');
  await play(again, early, [page('/')]);
  assert.notEqual(scoreOf(again, early), null);
  await again.learn.settle();
  await again.close();
});

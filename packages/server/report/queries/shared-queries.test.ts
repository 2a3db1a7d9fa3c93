// Shared answers over a slow in-memory store: nothing stored before the question is missing, and no
// query runs needlessly.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { factsStored } from '@opportune/protocol/bus/changes.ts';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StoredOfAccount } from '@opportune/protocol/bus/changes.ts';
import { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import { reportLimits } from '@opportune/protocol/limits/campaigns.ts';
import { openMemoryBus } from '../../adapter/bus-memory.ts';
import { testLog } from '../../adapter/engines.test-support.ts';
import { FactVersions, grounds } from './fact-versions.ts';
import { Pace } from './pace.ts';
import { SharedQueries } from './shared-queries.ts';
import type { Haste, Rests, SharedQueriesParts } from './shared-queries.ts';
import { settled, simulatedTime } from './simulated-time.test-support.ts';

interface Row {
  readonly stored: number;
  /** The requested instant, in seconds. */
  readonly now?: unknown;
}

const here = AccountId.parse('here');
const there = AccountId.parse('there');
const help = CampaignId.parse('help');
const rests: Rests<Row> = { on: [grounds.decisionsOf(help)] };

function world() {
  const time = simulatedTime(1_000_000);
  const bus = openMemoryBus(testLog());
  const versions = new FactVersions(bus);
  const store = {
    stored: 0,
    queries: 0,
    takesMs: 40,
    fails: 0,
    pad: '',
    underWay: 0,
    mostAtOnce: 0,
  };
  const answer = async (params: Readonly<Record<string, unknown>>): Promise<Row> => {
    store.queries += 1;
    store.mostAtOnce = Math.max(store.mostAtOnce, ++store.underWay);
    const now = 'now' in params ? { now: params['now'] } : {};
    const row = { stored: store.stored, ...now, ...(store.pad !== '' && { pad: store.pad }) };
    await new Promise<void>((resolve) => void time.schedule(store.takesMs, resolve));
    store.underWay -= 1;
    if (store.fails > 0) throw new Error(`failure ${store.fails--}`);
    return row;
  };
  const facts: SharedQueriesParts['facts'] = {
    async query<R>(_account: AccountId, _sql: string, params = {}): Promise<readonly R[]> {
      return [await answer(params)] as readonly unknown[] as readonly R[];
    },
    async queryLines(_account, _sql, params = {}) {
      return new TextEncoder().encode(`${JSON.stringify(await answer(params))}\n`);
    },
  };
  const pace = new Pace(time.clock, time.schedule);
  const queries = new SharedQueries({ facts, versions, clock: time.clock, pace });
  return {
    time,
    store,
    versions,
    ask: (haste: Haste, params = {}, on = rests) =>
      queries.ask<Row>({ account: here, sql: 'SELECT', params, rests: on }, haste),
    fold: (as: string, made: (row: Row) => number) =>
      queries.ask<Row>(
        {
          ...{ account: here, sql: 'SELECT', params: {}, rests },
          fold: {
            as,
            rows: async (lines) => {
              const row = JSON.parse(new TextDecoder().decode(lines)) as Row;
              return [{ stored: made(row) }];
            },
          },
        },
        'at-once',
      ),
    async put(account: AccountId, of: Partial<StoredOfAccount> = { campaigns: [help] }) {
      if (account === here) store.stored += 1;
      const nothing = { sites: [], campaigns: [], goals: [], holds: [], through: 0 };
      publish(bus, factsStored, { accounts: [{ account, ...nothing, ...of }] });
      await Promise.resolve();
    },
  };
}

async function inTime<T>(asked: Promise<T>, pass: (ms: number) => Promise<void>): Promise<T> {
  await pass(5000);
  return asked;
}

describe('a query that is shared', () => {
  it('runs once for all who ask while nothing changed, and again when something has', async () => {
    const { time, store, ask, put } = world();
    const both = Promise.all([ask('at-once'), ask('paced')]);
    const [one, other] = await inTime(both, time.pass);
    assert.deepEqual([one.rows, other.rows, store.queries], [[{ stored: 0 }], [{ stored: 0 }], 1]);
    await put(here);
    assert.deepEqual((await inTime(ask('paced'), time.pass)).rows, [{ stored: 1 }]);
    assert.equal(store.queries, 2);
  });

  it('is not shared with a run that began before the last change', async () => {
    const { time, ask, put } = world();
    const early = ask('at-once');
    await settled();
    await put(here);
    const late = ask('at-once');
    const answers = await inTime(Promise.all([early, late]), time.pass);
    assert.deepEqual(
      answers.map(({ rows }) => rows[0]?.stored),
      [0, 1],
    );
    assert.equal((await inTime(ask('at-once'), time.pass)).rows[0]?.stored, 1);
  });

  it('never runs twice at the same time, however often something changes', async () => {
    const { time, store, ask, put } = world();
    const asked = [ask('at-once')];
    for (let more = 0; more < 20; more++) {
      await time.pass(1);
      await put(here);
      asked.push(ask('at-once'));
    }
    const answers = await inTime(Promise.all(asked), time.pass);
    assert.deepEqual([store.queries, store.mostAtOnce], [2, 1]);
    assert.deepEqual([answers[0]?.rows[0]?.stored, answers.at(-1)?.rows[0]?.stored], [0, 20]);
  });

  it('is run again where as many others as are kept were asked since', async () => {
    const { time, store, ask } = world();
    store.takesMs = 0;
    const asked = (at: number) => inTime(ask('at-once', { at }), () => time.pass(1));
    for (let at = 0; at <= reportLimits.answers; at++) await asked(at);
    store.queries = 0;
    await asked(reportLimits.answers);
    assert.equal(store.queries, 0);
    await asked(0);
    assert.equal(store.queries, 1);
  });

  it('[OP11.2] is run again where larger answers than are kept were asked since', async () => {
    const { time, store, ask } = world();
    store.takesMs = 0;
    store.pad = 'x'.repeat(1024 * 1024);
    const asked = (at: number) => inTime(ask('at-once', { at }), () => time.pass(1));
    const kept = reportLimits.answerBytes / (2 * store.pad.length) - 1;
    for (let at = 0; at <= kept; at++) await asked(at);
    store.queries = 0;
    await asked(kept);
    await asked(2);
    assert.equal(store.queries, 0);
    await asked(0);
    assert.equal(store.queries, 1);
  });

  it('is run again for a caller who waited behind a failed one', async () => {
    const { time, store, ask, put } = world();
    store.fails = 1;
    const first = assert.rejects(ask('at-once'));
    await settled();
    await put(here);
    const second = ask('at-once');
    assert.equal((await inTime(second, time.pass)).rows[0]?.stored, 1);
    await first;
  });

  it('[F12] is of the instant at which it begins, not of that at which the first who shares it asked', async () => {
    for (const haste of ['at-once', 'paced'] as const) {
      const { time, ask, put } = world();
      const seconds = (): number => time.clock.now() / 1000;
      const asked = [ask(haste, { now: seconds() })];
      await settled();
      await put(here);
      asked.push(ask(haste, { now: seconds() }));
      await time.pass(20);
      await put(here);
      const last = seconds();
      asked.push(ask(haste, { now: last }));
      const answers = await inTime(Promise.all(asked), time.pass);
      const now = answers.at(-1)?.rows[0]?.now;
      assert.ok(typeof now === 'number' && now >= last, `${haste}: of ${now}, asked at ${last}`);
    }
  });

  it('is kept as its computed result, once for each computation', async () => {
    const { time, store, fold, put } = world();
    await put(here);
    const ten = (row: Row): number => row.stored * 10;
    const both = await inTime(Promise.all([fold('ten', ten), fold('ten', ten)]), time.pass);
    assert.deepEqual([both.map(({ rows }) => rows[0]?.stored), store.queries], [[10, 10], 1]);
    const less = await inTime(
      fold('less', ({ stored }) => stored - 1),
      time.pass,
    );
    assert.deepEqual([less.rows[0]?.stored, store.queries], [0, 2]);
    assert.equal((await inTime(fold('ten', ten), time.pass)).rows[0]?.stored, 10);
    assert.equal(store.queries, 2);
  });

  it('is not run again for what it does not rest on, nor for another account', async () => {
    const { time, store, ask, put } = world();
    await inTime(ask('at-once'), time.pass);
    await put(there);
    await put(here, { campaigns: [CampaignId.parse('other')], holds: ['reaction'] });
    await inTime(ask('at-once'), time.pass);
    assert.equal(store.queries, 1);
  });

  it('is run again at the instant when time alone changes it, and when it is old', async () => {
    const { time, store, ask } = world();
    const until = time.clock.now() + 20_000;
    const closing = { ...rests, until: () => (time.clock.now() < until ? until : Infinity) };
    await inTime(ask('at-once', {}, closing), time.pass);
    await time.pass(14_999);
    await ask('at-once', {}, closing);
    assert.equal(store.queries, 1);
    await time.pass(1);
    await inTime(ask('at-once', {}, closing), time.pass);
    assert.equal(store.queries, 2);
    await time.pass(reportLimits.answerMs);
    await inTime(ask('at-once', {}, closing), time.pass);
    assert.equal(store.queries, 3);
  });

  it('is another one with other parameters, but for the instant', async () => {
    const { time, store, ask } = world();
    await inTime(ask('at-once', { period: 1, now: 1 }), time.pass);
    await inTime(ask('at-once', { period: 1, now: 2 }), time.pass);
    assert.equal(store.queries, 1);
    await inTime(ask('at-once', { period: 2, now: 2 }), time.pass);
    assert.equal(store.queries, 2);
  });

  it('refuses all who share a run that failed, and is run again for the next', async () => {
    const { time, store, ask } = world();
    store.fails = 1;
    const both = Promise.allSettled([ask('at-once'), ask('at-once')]);
    const results = await inTime(both, time.pass);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    assert.equal((await inTime(ask('at-once'), time.pass)).rows.length, 1);
  });

  it('[F12] never lacks what was stored before the request, in any order', async () => {
    for (let seed = 1; seed <= 50; seed++) {
      const { time, store, ask, put } = world();
      const random = randomFrom(seed);
      const asked: Promise<void>[] = [];
      for (let step = 0; step < 60; step++) {
        const draw = random();
        if (draw < 0.3) await put(here);
        else if (draw < 0.6) await time.pass(Math.floor(random() * 60));
        else {
          const least = store.stored;
          const answer = ask(draw < 0.8 ? 'at-once' : 'paced');
          asked.push(
            answer.then(({ rows }) =>
              assert.ok((rows[0]?.stored ?? -1) >= least, `seed ${seed}, step ${step}`),
            ),
          );
        }
      }
      await time.pass(60_000);
      await Promise.all(asked);
    }
  });
});

describe('open pages', () => {
  it('use a fifth of one core at most, however often everything changes', async () => {
    const { time, store, ask, put } = world();
    const ends = time.clock.now() + 60_000;
    const page = async (): Promise<void> => {
      while (time.clock.now() < ends) {
        await put(here);
        await ask('paced');
      }
    };
    const pages = Promise.all([page(), page(), page()]);
    await time.pass(61_000);
    await pages;
    const usedMs = store.queries * store.takesMs;
    assert.ok(usedMs <= 0.2 * 61_000 + 500 + store.takesMs, `${usedMs} ms of queries in a minute`);
    assert.ok(usedMs >= 0.15 * 60_000, `${usedMs} ms of queries in a minute`);
  });

  it('wait for nothing when it was quiet before', async () => {
    const { time, ask, put } = world();
    await inTime(ask('at-once'), time.pass);
    await put(here);
    const from = time.clock.now();
    let tookMs = Infinity;
    void ask('paced').then(() => (tookMs = time.clock.now() - from));
    await time.pass(1000);
    assert.equal(tookMs, 40);
  });
});

/** Mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

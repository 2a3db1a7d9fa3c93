// Rehearsals in rounds, on real facts: what a share of the visitors says about all, and what stops
// a rehearsal.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { FactRow } from '@opportune/core/ports/facts.ts';
import { campaign, configuration, site } from '@opportune/core/world/test/shop.test-support.ts';
import { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import { rehearsalLimits } from '@opportune/protocol/limits/campaigns.ts';
import type { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import type { RehearsalAnswer } from '@opportune/protocol/rest/campaign/rehearsal.ts';
import {
  testEngines,
  testLog,
  type TestEngines,
} from '@opportune/server/adapter/engines.test-support.ts';
import { pastVisits } from '@opportune/server/engage/rehearsal/past-visits.ts';
import { takenBackFrom } from '@opportune/server/report/conversions/taken-back.ts';
import {
  type RehearsalBounds,
  runRehearsal,
} from '@opportune/server/campaign/rehearsal/rehearsal-run.ts';
import { createRehearsals } from '@opportune/server/campaign/rehearsal/rehearsals.ts';

const dayMs = 86_400_000;
const now = Date.UTC(2026, 4, 20, 12);
const many = 600;
let engines: TestEngines;
let account: AccountId;
before(async () => {
  engines = await testEngines();
  account = AccountId.parse(`sample-${randomUUID()}`);
  const visitors = Array.from({ length: many }, (_, number) => number);
  await engines.facts.append({
    token: randomUUID(),
    tables: { events: visitors.flatMap(visitOf) },
  });
});
after(() => engines.close());

/** Every third visitor fills a cart. */
function visitOf(number: number): FactRow[] {
  const at = now - 20 * dayMs + number * 60_000;
  const sign = (second: number, name: string, more: FactRow): FactRow => ({
    account,
    site,
    visitor: `v${number}`,
    visit: `v${number}.0`,
    ordinal: number * 10 + second,
    id: `${second}`,
    kind: name === 'Page' ? 'page' : 'track',
    name,
    trust: 'page',
    at: at + second * 1000,
    received_at: at + second * 1000,
    page_view: 'p',
    url: 'https://shop.example/',
    path: '/',
    properties: '{}',
    ...more,
  });
  const properties = JSON.stringify({ total: number % 3 === 0 ? 200 : 20, items: 1 });
  return [sign(0, 'Page', {}), sign(3, 'Cart Updated', { properties })];
}

const draft = campaign({ id: 'c', moment: { fact: 'cart.total', op: 'gte', value: 100 } });
const ask = () => ({
  account,
  campaign: draft.id,
  draft: draft.document,
  configuration: configuration([], { account }),
  now,
});

async function rehearsed(bounds: RehearsalBounds, signal = new AbortController().signal) {
  const before: RehearsalAnswer[] = [];
  const parts: number[] = [];
  const answer = await runRehearsal(
    pastVisits(engines.facts, takenBackFrom(engines.facts)),
    ask(),
    {
      signal,
      progress: (part) => parts.push(part),
      sofar: (each) => before.push(each),
    },
    bounds,
  );
  assert.ok(answer !== null);
  return { answer, before, parts };
}

describe('[V10] a rehearsal in rounds', () => {
  test('answers at once from a random share of the visitors, and in the end from all', async () => {
    const { answer, before, parts } = await rehearsed({ timeMs: 60_000, firstVisitors: 40 });
    assert.equal(before.length, 2);
    const [first, second] = before;
    assert.ok(first !== undefined && second !== undefined);
    assert.ok(first.share > 0.02 && first.share < 0.15, String(first.share));
    assert.ok(second.share > 2 * first.share && second.share < 1);
    for (const { intervals, visits } of before) {
      assert.ok(intervals !== null);
      assert.ok(intervals.eligibleVisits.low <= 200 && intervals.eligibleVisits.high >= 200);
      assert.ok(intervals.eligibleShare.low <= 1 / 3 && intervals.eligibleShare.high >= 1 / 3);
      assert.equal(visits, many);
    }
    assert.deepEqual([answer.share, answer.cut, answer.intervals], [1, 'none', null]);
    assert.deepEqual(
      [answer.visits, answer.eligibleVisits, answer.eligibleVisitors],
      [many, 200, 200],
    );
    assert.deepEqual(
      parts,
      parts.toSorted((one, other) => one - other),
    );
    assert.equal(parts.at(-1), 1);
  });

  test('without time for all visitors, states the share it used and its confidence', async () => {
    const { answer } = await rehearsed({ timeMs: 0, firstVisitors: 200 });
    assert.equal(answer.cut, 'time');
    assert.ok(answer.share > 0.2 && answer.share < 0.5, String(answer.share));
    const { intervals, eligible } = answer;
    assert.ok(intervals !== null && eligible.rate !== null);
    assert.ok(intervals.eligibleVisitors.low < 200 && intervals.eligibleVisitors.high > 200);
    assert.ok(intervals.eligibleVisitors.high - intervals.eligibleVisitors.low < 150);
  });

  test('ends when it is stopped', async () => {
    const stopped = AbortSignal.abort(new Error('stopped'));
    await assert.rejects(rehearsed({ timeMs: 60_000, firstVisitors: 40 }, stopped), /stopped/);
  });
});

test('[V8] a rehearsal that nobody asks about any more is stopped and leaves no answer', async () => {
  let time = now;
  const rehearsals = createRehearsals({
    past: pastVisits(engines.facts, takenBackFrom(engines.facts)),
    configurations: { current: async () => configuration([], { account }) },
    clock: { now: () => time },
    log: testLog(),
  });
  const left = asked('left');
  await rehearsals.ask(account, left);
  time += rehearsalLimits.unaskedMs + 1;
  // Rehearsals of one account run one after the other, so the first has ended when the second has.
  const wanted = asked('wanted');
  let { state } = await rehearsals.ask(account, wanted);
  while (state === 'waiting' || state === 'running') {
    await setImmediate();
    ({ state } = rehearsals.read(account, wanted.id));
  }
  assert.equal(state, 'done');
  assert.deepEqual(
    [await rehearsals.answer(account, left), rehearsals.read(account, left.id).state],
    [null, 'none'],
  );
  await rehearsals.close();
});

function asked(name: string): Campaign {
  return {
    id: CampaignId.parse(name),
    state: 'draft',
    draft: draft.document,
    live: null,
    period: null,
    revision: 1,
    updatedAt: now,
    updatedBy: 'Ada',
    pauseOnHarm: true,
    pauseOnLeaving: false,
    publishing: null,
    approval: null,
  };
}

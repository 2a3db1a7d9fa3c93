// Bursts in a period, and its results without the excluded ones, on the real engine, counted by
// hand.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { FactRow } from '@opportune/core/ports/facts.ts';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import type {
  Excluded,
  Exclusion,
  Sensitivity,
} from '@opportune/protocol/rest/report/sensitivity.ts';
import { testEngines, type TestEngines } from '../../adapter/engines.test-support.ts';
import { World, armOf, began, dayMs, hourMs } from '../results/orders-world.test-support.ts';
import { periodSensitivity } from './sensitivity.ts';

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

function exclusion(excluded: Excluded, removed: Exclusion['removed'] = null): Exclusion {
  const made = { at: began, by: 'Mia' };
  return { id: 'one', excluded, period: null, note: '', made, removed };
}

const rule = (condition: Condition): Excluded => ({ type: 'rule', condition });

async function without(world: World, ...all: readonly Excluded[]): Promise<Sensitivity> {
  await world.store();
  return periodSensitivity(
    engines.facts,
    world.question(),
    all.map((each) => exclusion(each)),
  );
}

function mark(world: World, visitor: string, burst: string, at: number): void {
  const { account } = world;
  world.bursts.push({ account, visitor, burst, kind: 'client', client: 'Firefox · Linux', at });
}

/** Eligible and converted, so far, of treatment and control. */
function counts(found: Sensitivity): number[][] {
  const { without: left } = found;
  assert.ok(left);
  return (['treatment', 'control'] as const).map((arm) => {
    const of = left.arms.find((each) => each.arm === arm && each.variant === null);
    assert.ok(of);
    return [of.soFar.eligible, of.soFar.converted];
  });
}

describe('bursts', () => {
  test('[F31] are named with when they came, how many are in each arm, and their conversions', async () => {
    const world = new World(engines);
    world.enrol('control', 'quiet');
    for (const [visitor, minute] of [
      ['t0', 0],
      ['t1', 1],
      ['c0', 2],
      ['quiet', 3],
    ] as const)
      mark(world, visitor, 'b1', began + minute * 60_000);
    mark(world, 'c5', 'b2', began + hourMs);
    mark(world, 'nobody-of-the-period', 'b2', began);
    // Marked twice. The first mark counts.
    mark(world, 't0', 'b2', began + hourMs);
    const { marked, bursts, burstCount, without: left } = await without(world);
    assert.deepEqual(marked, [
      { arm: 'treatment', visitors: 2, converted: 2, value: 120 },
      { arm: 'control', visitors: 3, converted: 2, value: 120 },
    ]);
    assert.equal(burstCount, 2);
    assert.deepEqual(bursts[0], {
      visitors: 4,
      converted: 3,
      value: 180,
      from: began,
      until: began + 180_000,
      kind: 'client',
      client: 'Firefox · Linux',
    });
    assert.equal(left, null);
  });
});

describe('[F32] without those excluded', () => {
  test('a span leaves out visitors first decided in it, in both arms, and the results stay as they are', async () => {
    const world = new World(engines);
    const day = { type: 'span', from: began, until: began + 1 } as const;
    for (let each = 0; each < 4; each++) {
      world.enrol('treatment', `later-t${each}`, { at: began + dayMs });
      world.enrol('control', `later-c${each}`, { at: began + dayMs });
    }
    const found = await without(world, day);
    assert.deepEqual(counts(found), [
      [4, 0],
      [4, 0],
    ]);
    assert.deepEqual(found.without?.excluded, [
      { arm: 'treatment', visitors: 10, converted: 10 },
      { arm: 'control', visitors: 10, converted: 10 },
    ]);
    assert.equal(armOf(await world.results(), 'treatment').soFar.eligible, 14);
  });

  test('a rule leaves out visitors by how their visit began, and ignores what came after the decision', async () => {
    const world = new World(engines);
    const page = (more: FactRow): FactRow => ({ trust: 'page', device: 'desktop', ...more });
    const seen = (visitor: string, at: number, more: FactRow): void =>
      world.event(visitor, 'Page', at, {}, page(more));
    for (const [visitor, arm] of [
      ['fake-t', 'treatment'],
      ['fake-c', 'control'],
    ] as const) {
      const landing = {
        browser: 'Chrome',
        path: '/promo',
        search: '?utm_source=bad+site',
        country: 'ZZ',
      };
      seen(visitor, began - 1000, landing);
      world.enrol(arm, visitor);
    }
    seen('after', began - 1000, { browser: 'Firefox', path: '/' });
    world.enrol('control', 'after');
    seen('after', began + 1000, { browser: 'Chrome', path: '/promo', country: 'ZZ' });
    const left = async (condition: Condition): Promise<number[]> =>
      counts(await without(world, rule(condition))).map(([eligible = 0]) => eligible);
    assert.deepEqual(await left({ fact: 'device.browser', op: 'eq', value: 'Chrome' }), [10, 11]);
    assert.deepEqual(
      await left({ fact: 'visit.landing', op: 'startsWith', value: '/pro' }),
      [10, 11],
    );
    assert.deepEqual(
      await left({ fact: 'place.country', op: 'in', value: ['ZZ', 'YY'] }),
      [10, 11],
    );
    assert.deepEqual(
      await left({ fact: 'source.utmSource', op: 'eq', value: 'bad site' }),
      [10, 11],
    );
    assert.deepEqual(await left({ fact: 'device.browser', op: 'ne', value: 'Chrome' }), [11, 11]);
    assert.deepEqual(
      await left({ not: { fact: 'device.browser', op: 'exists' } }),
      [1, 2],
      'what is not known is not there',
    );
    assert.deepEqual(
      await left({
        all: [
          { fact: 'device.browser', op: 'matches', value: '^Chr' },
          { any: [{ fact: 'device.os', op: 'eq', value: "x' OR 1 = 1" }] },
        ],
      }),
      [11, 12],
    );
  });

  test('the mark of a burst is a fact, several exclusions add up, and one taken back does nothing', async () => {
    const world = new World(engines);
    for (const visitor of ['t0', 't1', 'c0']) mark(world, visitor, 'b1', began);
    world.enrol('control', 'late', { at: began + dayMs });
    const burst = rule({ fact: 'visitor.burst', op: 'eq', value: true });
    assert.deepEqual(counts(await without(world, burst)), [
      [8, 8],
      [9 + 1, 9],
    ]);
    const span = { type: 'span', from: began + 1, until: began + 2 * dayMs } as const;
    assert.deepEqual(counts(await without(world, burst, span)), [
      [8, 8],
      [9, 9],
    ]);
    const gone = await periodSensitivity(engines.facts, world.question(), [
      exclusion(burst, { at: began, by: 'Mia' }),
    ]);
    assert.equal(gone.without, null);
    assert.equal(gone.exclusions.length, 1);
  });
});

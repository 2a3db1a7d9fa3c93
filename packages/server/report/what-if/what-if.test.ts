import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recordedCart } from '@opportune/core/decision/optimise/policy-features.ts';
import { whatIf } from './what-if.ts';
import type { ArmShares } from '../results/arm-shares.ts';
import type { Ruling, WhatIfPlan } from './what-if.ts';
import { readFirstDecisions } from './what-if-decisions.ts';
import type { FirstDecision } from './what-if-decisions.ts';
import type { WhatIf } from '@opportune/protocol/rest/report/optimise.ts';
import { rounds } from '../../../../test/support/proof-size.test-support.ts';

const shares: ArmShares = { control: 0.2, treatment: 0.4, optimise: 0.4 };
const cap = 300;
const plan: WhatIfPlan = {
  shares,
  horizonVisitors: 6_000,
  goal: { value: { type: 'property', path: 'total' }, valueCap: cap },
};
const never: Ruling = { rule: 'never', at: 0 };

/** Numbers from 0 to below 1 by a seed (mulberry32 of T. Ettinger). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Over many orders. */
const meanOrder = ((): number => {
  const random = seeded(7);
  let sum = 0;
  for (let at = 0; at < 200_000; at++) sum += order(random);
  return sum / 200_000;
})();

/**
 * A shop in which asking helps visitors above a score of 50 by ten points and hurts the others by
 * two. The optimising arm asks those whom it has seen to gain, with growing certainty.
 */
function shop(seed: number, visitors: number): readonly FirstDecision[] {
  const random = seeded(seed);
  const rows: FirstDecision[] = [];
  for (let at = 0; at < visitors; at++) {
    const score = Math.floor(random() * 101);
    const lot = random();
    const arm = lot < 0.2 ? 'control' : lot < 0.6 ? 'treatment' : 'optimise';
    const sure = 0.5 + 0.4 * Math.min(1, at / 3_000);
    const asks = score > 50 ? sure : 1 - sure;
    const probabilities = { none: 1 - asks, now: asks / 2, 'after:30': asks / 2 };
    const draw = random();
    const drawn = draw < 1 - asks ? 'none' : draw < 1 - asks / 2 ? 'now' : 'after:30';
    const action = arm === 'control' ? 'none' : arm === 'treatment' ? 'now' : drawn;
    const converted = random() < rateOf(score, action) ? 1 : 0;
    rows.push({
      arm,
      action,
      converted,
      value: converted * order(random),
      intent: (score - 50) / 50,
      unscored: 0,
      cart: recordedCart(score * 5),
      probabilities: arm === 'optimise' ? probabilities : null,
      rate: 0.1,
      worth: meanOrder,
    });
  }
  return rows;
}

/** Lognormal about 100, of deviation 1, capped. */
function order(random: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.min(cap, 100 * Math.exp(normal));
}

function rateOf(score: number, action: string): number {
  return 0.05 + score / 1000 + (action === 'none' ? 0 : score > 50 ? 0.1 : -0.02);
}

/** The mean outcome of a rule over all scores. */
function worth(action: (score: number) => string): number {
  let sum = 0;
  for (let score = 0; score <= 100; score++) sum += rateOf(score, action(score));
  return sum / 101;
}

describe('what a rule would have come to', () => {
  const rows = shop(1, 30_000);
  const rules: readonly [Ruling, (score: number) => string, number][] = [
    [never, () => 'none', 0],
    [{ rule: 'now', at: 0 }, () => 'now', 1],
    [{ rule: 'intent', at: 51 }, (score) => (score >= 51 ? 'now' : 'none'), 50 / 101],
    [{ rule: 'cart', at: 400 }, (score) => (score >= 80 ? 'now' : 'none'), 21 / 101],
    [{ rule: 'after', at: 30 }, () => 'now', 1],
  ];
  for (const [ruling, action, invited] of rules)
    it(`is close to the truth for ${ruling.rule}`, async () => {
      const answer = await whatIf(rows, ruling, plan);
      assert.ok(Math.abs(answer.rate.rule - worth(action)) < 0.012, `${answer.rate.rule}`);
      assert.ok(Math.abs(answer.invited.rule - invited) < 0.02, `${answer.invited.rule}`);
      assert.ok(answer.difference.type === 'interval');
      const { estimate, lower, upper } = answer.difference;
      assert.ok(lower < estimate && estimate < upper);
      assert.ok(Math.abs(estimate - (answer.rate.rule - answer.rate.logged)) < 1e-9);
      assert.ok(answer.value !== null);
      const value = answer.value.rule - worth(action) * meanOrder;
      assert.ok(Math.abs(value) < 2, `${value} from its value`);
      const { difference } = answer.value;
      if (ruling.rule === 'after')
        return assert.deepEqual(difference, { type: 'withheld', reason: 'few-carry-it' });
      assert.ok(difference.type === 'interval');
      const apart = difference.estimate - (answer.value.rule - answer.value.logged);
      assert.ok(Math.abs(apart) < 1e-9);
    });

  it('[F20] names a cart of exactly so much, and none that is clearly smaller, also beyond 1,000', async () => {
    for (const at of [50, 210, 370, 430, 1000, 1500, 5000, 100_000]) {
      const asked = async (total: number): Promise<number> => {
        const all = rows.slice(0, 100).map((row) => ({ ...row, cart: recordedCart(total) }));
        const came = all.map((row) => (row.arm === 'treatment' ? { ...row, action: 'now' } : row));
        return (await whatIf(came, { rule: 'cart', at }, plan)).invited.rule;
      };
      assert.deepEqual([await asked(at), await asked(at * 0.99)], [1, 0], `a cart of ${at}`);
    }
  });

  it('counts those whom the arm that optimises asked, and names its delays', async () => {
    const { invited, delays } = await whatIf(rows, never, plan);
    const logged = rows.filter(({ arm }) => arm === 'optimise');
    const asked = logged.filter(({ action }) => action !== 'none').length;
    assert.equal(invited.logged, asked / logged.length);
    assert.deepEqual(delays, [30]);
  });

  it('[F20] asks only those whose moment came, as the arm that is always asked did', async () => {
    const half = rows.map((row, at) =>
      at % 2 === 0 ? { ...row, action: 'none', probabilities: null } : row,
    );
    const asked = async (ruling: Ruling) => (await whatIf(half, ruling, plan)).invited.rule;
    const always = half.filter(({ arm }) => arm === 'treatment');
    const came = always.filter(({ action }) => action === 'now');
    assert.ok(came.length < always.length * 0.52);
    assert.equal(await asked({ rule: 'now', at: 0 }), came.length / always.length);
    const scored = came.filter(({ intent }) => intent >= 0.02).length;
    assert.equal(await asked({ rule: 'intent', at: 51 }), scored / always.length);
    assert.equal(await asked(never), 0);
    const later = await asked({ rule: 'after', at: 30 });
    assert.ok(later > 0.48 && later < 0.52, `${later}`);
  });

  it('yields to others after some hundreds of rows, while reading and while computing', async () => {
    const lines = rows.map(({ probabilities, ...row }) =>
      JSON.stringify({ ...row, closes_ms: 0, probabilities: JSON.stringify(probabilities ?? '') }),
    );
    const text = new TextEncoder().encode(`${lines.join('\n')}\n`);
    let turns = 0;
    let isOver = false;
    const next = (): void => {
      turns++;
      if (!isOver) setImmediate(next);
    };
    setImmediate(next);
    const { decisions, until } = await readFirstDecisions(text);
    assert.deepEqual([decisions.length, until], [rows.length, Infinity]);
    assert.deepEqual(decisions[7], rows[7]);
    const read = turns;
    await whatIf(decisions, never, plan);
    isOver = true;
    // Computed twice: for the rate and for the value.
    const [once, twice] = [read, turns - read].map((of) => of / (rows.length / 250));
    assert.ok((once ?? 0) >= 1 && (twice ?? 0) >= 2, `${once} and ${twice} turns for each 250`);
  });

  it('proves the better rule better and nothing of one as good', async () => {
    const bad = (await whatIf(rows, never, plan)).difference;
    assert.ok(bad.type === 'interval' && bad.upper < 0);
    const same = (await whatIf(rows, { rule: 'intent', at: 51 }, plan)).difference;
    assert.ok(same.type === 'interval' && same.lower < worth((of) => (of > 50 ? 'now' : 'none')));
  });

  it('is withheld for few decisions, and for a delay that was hardly ever drawn', async () => {
    const few = (await whatIf(rows.slice(0, 199), never, plan)).difference;
    assert.deepEqual(few, { type: 'withheld', reason: 'few-decisions' });
    const one = rows.findIndex(({ arm }) => arm === 'optimise');
    const rare = rows.map((row, at) => ({
      ...row,
      probabilities: row.probabilities === null ? null : { none: 0.999, 'after:30': 0.001 },
      action: row.arm !== 'optimise' ? row.action : at === one ? 'after:30' : 'none',
    }));
    const thin = (await whatIf(rare, { rule: 'after', at: 30 }, plan)).difference;
    assert.deepEqual(thin, { type: 'withheld', reason: 'few-carry-it' });
  });

  it('knows no delay that was never drawn', async () => {
    const { difference, delays } = await whatIf(rows, { rule: 'after', at: 45 }, plan);
    assert.deepEqual(difference, { type: 'withheld', reason: 'no-such-delay' });
    assert.deepEqual(delays, [30]);
  });

  it('leaves visitors without a question out of a delay, and assumes no question if nobody was free', async () => {
    const mixed = rows.slice(0, 5_000).map((row, at) => ({
      ...row,
      ...(at % 2 === 0 ? { probabilities: null } : { probabilities: { none: 1 }, action: 'none' }),
    }));
    const answer = await whatIf(mixed, { rule: 'after', at: 30 }, plan);
    const logged = mixed.filter(
      ({ arm, probabilities }) => arm === 'optimise' && probabilities !== null,
    );
    assert.equal(answer.decisions, logged.length);
    // The others are unchanged.
    const shown = mixed.filter(({ arm, action }) => arm === 'optimise' && action !== 'none');
    const all = mixed.filter(({ arm }) => arm === 'optimise');
    assert.equal(answer.invited.rule, shown.length / all.length);
  });
});

describe('the interval, over looks together', () => {
  const runs = rounds({ usual: 30, full: 100 });
  const looks = [400, 1_200, 3_200];
  for (const ruling of [never, { rule: 'intent', at: 51 } as const])
    it(`misses the truth of ${ruling.rule} in at most five runs of a hundred, for rate and value`, async () => {
      const missed = { rate: 0, value: 0 };
      let said = 0;
      for (let seed = 100; seed < 100 + runs; seed++) {
        const rows = shop(seed, 3_200);
        const isMissed = { rate: false, value: false };
        for (const look of looks) {
          const { difference, value } = await whatIf(rows.slice(0, look), ruling, plan);
          const truth = truthAt(look, ruling);
          isMissed.rate ||= misses(difference, truth);
          isMissed.value ||= value !== null && misses(value.difference, truth * meanOrder);
          if (value?.difference.type === 'interval') said++;
        }
        for (const each of ['rate', 'value'] as const) missed[each] += Number(isMissed[each]);
      }
      assert.ok(missed.rate / runs <= 0.05, `${missed.rate} of ${runs}`);
      assert.ok(missed.value / runs <= 0.05, `${missed.value} of ${runs}`);
      assert.ok(said >= runs, `${said} intervals of the value`);
    });
});

function misses(difference: WhatIf['difference'], truth: number): boolean {
  if (difference.type === 'withheld') return false;
  return truth < difference.lower || truth > difference.upper;
}

describe('the value of a rule', () => {
  const rows = shop(1, 5_000);
  const of = (goal: WhatIfPlan['goal'], visitors = rows) =>
    whatIf(visitors, never, { ...plan, goal }).then(({ value }) => value);

  it('is not said of a goal without one', async () => {
    assert.equal(await of({ value: { type: 'none' }, valueCap: null }), null);
  });

  it('is withheld while one order as large as the largest could outweigh the rest', async () => {
    const first = rows.findIndex(({ converted }) => converted === 1);
    const dear = rows.map((row, at) => (at === first ? { ...row, value: 50_000 } : row));
    const value = await of({ ...plan.goal, valueCap: null }, dear);
    assert.deepEqual(value?.difference, { type: 'withheld', reason: 'few-carry-it' });
    assert.equal((await of({ ...plan.goal, valueCap: 60_000 }))?.difference.type, 'interval');
  });

  it('counts the whole value if there is no cap', async () => {
    const whole = await of({ ...plan.goal, valueCap: null });
    const capped = await of(plan.goal);
    assert.equal(whole?.cap, null);
    assert.ok(Math.abs(whole.rule - (capped?.rule ?? 0)) < 1e-9, 'none of these is above it');
  });
});

/** The worth of the rule beyond what the optimising arm did, on average up to then. */
function truthAt(look: number, { rule }: Ruling): number {
  let logged = 0;
  for (let at = 0; at < look; at++) {
    const sure = 0.5 + 0.4 * Math.min(1, at / 3_000);
    const of = (score: number): number => {
      const asks = score > 50 ? sure : 1 - sure;
      return asks * rateOf(score, 'now') + (1 - asks) * rateOf(score, 'none');
    };
    logged += (51 * mean(0, 50, of) + 50 * mean(51, 100, of)) / 101;
  }
  const asked = rule === 'never' ? () => 'none' : (of: number) => (of > 50 ? 'now' : 'none');
  return worth(asked) - logged / look;
}

/** Rates are linear in the score within a half. */
function mean(from: number, until: number, of: (score: number) => number): number {
  return (of(from) + of(until)) / 2;
}

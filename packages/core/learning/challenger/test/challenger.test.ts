// Boosted trees: they learn what a linear model cannot, the same moments make the same trees, a
// window of moments stays bounded and in order, and when a challenger wins and loses its place.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IntentFeature } from '../../intent/intent-feature.ts';
import { sigmoid } from '../../laplace-logistic.ts';
import { logOddsOf, treeLimits, type BoostedTrees } from '../boosted-trees.ts';
import { contestRule, gainOf, judge, newContest, type Contest } from '../contest.ts';
import { codeOf, writeCodes } from '../moment-codes.ts';
import {
  keepMoment,
  momentsOf,
  newMomentWindow,
  partBytes,
  windowLimits,
  windowOf,
} from '../moment-window.ts';
import { trainTrees } from '../train-trees.ts';
import { treesFromJson, treesToJson } from '../trees-json.ts';

const features: readonly IntentFeature[] = [
  { key: 'cart', kind: 'flag' },
  { key: 'pages', kind: 'count' },
  { key: 'dwell', kind: 'seconds' },
];

/** Reproducible numbers between 0 and 1 (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * A cart predicts a purchase with many pages and the opposite with few: no linear model can express
 * that.
 */
const truth = (cart: number, pages: number): number => ((cart === 1) === pages > 4 ? 0.4 : 0.05);

function window(visits: number, seed = 1) {
  const next = numbers(seed);
  const kept = newMomentWindow(features.length);
  for (let at = 0; at < visits; at++) {
    const [cart, pages] = [next() < 0.5 ? 1 : 0, Math.floor(next() * 10)];
    keepMoment(kept, features, [cart, pages, next() * 300], next() < truth(cart, pages));
  }
  return kept;
}

function chance(trees: BoostedTrees, values: readonly number[]): number {
  const codes = new Uint8Array(features.length);
  writeCodes(features, values, codes);
  return sigmoid(logOddsOf(trees, codes));
}

function trained(visits = 6_000): BoostedTrees {
  const trees = trainTrees(momentsOf(window(visits)));
  assert.ok(trees !== null);
  return trees;
}

describe('boosted trees', () => {
  it('[L8] learn what two features only tell together', () => {
    const trees = trained();
    for (const cart of [0, 1])
      for (const pages of [2, 8]) {
        const said = chance(trees, [cart, pages, 100]);
        assert.ok(Math.abs(said - truth(cart, pages)) < 0.06, `${cart} ${pages}: ${said}`);
      }
  });

  it('[L8] are the same for the same moments, and stay within their bounds', () => {
    const [one, other] = [trained(3_000), trained(3_000)];
    assert.deepEqual(one, other);
    assert.ok(one.trees > 0 && one.trees < treeLimits.trees, String(one.trees));
    assert.equal(one.leaves.length, one.trees * treeLimits.leaves);
  });

  it('[L8] stop early if there is nothing to learn', () => {
    const next = numbers(5);
    const kept = newMomentWindow(features.length);
    for (let at = 0; at < 3_000; at++)
      keepMoment(kept, features, [next() < 0.5 ? 1 : 0, next() * 9, next()], next() < 0.1);
    const trees = trainTrees(momentsOf(kept));
    assert.ok(trees !== null && trees.trees < 10, String(trees?.trees));
  });

  it('[Q11] are not trained on too few moments of either outcome', () => {
    assert.equal(trainTrees(momentsOf(window(60))), null);
    assert.equal(trainTrees(momentsOf(newMomentWindow(3))), null);
  });

  it('[L8] treat unknown as a value of its own', () => {
    const kept = newMomentWindow(features.length);
    const next = numbers(3);
    for (let at = 0; at < 3_000; at++) {
      const known = next() < 0.5;
      const values = [1, known ? 3 : Number.NaN, 1];
      keepMoment(kept, features, values, next() < (known ? 0.05 : 0.5));
    }
    const trees = trainTrees(momentsOf(kept));
    assert.ok(trees !== null);
    assert.ok(chance(trees, [1, Number.NaN, 1]) > 0.4 && chance(trees, [1, 3, 1]) < 0.1);
  });

  it('are read back from JSON bit by bit, and not with other features', () => {
    const trees = trained(2_000);
    const json = treesToJson(trees);
    assert.deepEqual(treesFromJson(JSON.parse(JSON.stringify(json)), 3), trees);
    assert.equal(treesFromJson(json, 4), null);
    assert.equal(treesFromJson({ ...json, version: 0 }, 3), null);
    assert.equal(treesFromJson({ ...json, trees: trees.trees + 1 }, 3), null);
    assert.equal(treesFromJson({ ...json, features: [...trees.features].fill(3) }, 3), null);
    assert.equal(treesFromJson({ ...json, leaves: 'AAAA' }, 3), null);
    assert.equal(treesFromJson([1], 3), null);
  });
});

describe('codes', () => {
  it('[L8] never decrease where a value increases, and keep unknown separate', () => {
    for (const kind of ['count', 'seconds', 'amount', 'share', 'signed'] as const) {
      let before = 0;
      for (let at = 0; at <= 400; at++) {
        const value = kind === 'share' ? at / 400 : kind === 'signed' ? at / 50 - 4 : at * at;
        const code = codeOf(kind, value);
        assert.ok(code >= before && code >= 1 && code <= 255, `${kind} ${value}: ${code}`);
        before = code;
      }
      assert.ok(before > 200, `${kind} uses its codes: ${before}`);
      assert.equal(codeOf(kind, Number.NaN), 0);
    }
  });
});

describe('a window of moments', () => {
  it('[Q11] keeps the newest in their order and no more than its bound', () => {
    const kept = newMomentWindow(1);
    const feature: readonly IntentFeature[] = [{ key: 'at', kind: 'choice' }];
    const most = windowLimits.parts * windowLimits.moments;
    const many = most + 1_500;
    for (let at = 0; at < many; at++) keepMoment(kept, feature, [at % 200], at % 4 === 0);
    assert.equal(kept.many, most - windowLimits.moments + 500);
    assert.equal(kept.reached, kept.many / 4);
    const { rows } = momentsOf(kept);
    const first = many - kept.many;
    for (let at = 0; at < kept.many; at += 997)
      assert.equal(rows[at * 2], 1 + ((first + at) % 200));
  });

  it('reads back from its parts, and not from damaged ones', () => {
    const kept = window(2_300);
    const parts = kept.parts.map((part) => ({
      number: part.number,
      bytes: partBytes(part, kept.width).slice(),
    }));
    const back = windowOf(3, parts);
    assert.deepEqual(back, kept);
    assert.equal(windowOf(4, parts), null);
    assert.equal(windowOf(3, parts.slice(0, 1).concat(parts.slice(2))), null);
    assert.equal(windowOf(3, [{ number: 0, bytes: Uint8Array.from([1, 1, 1, 2]) }]), null);
    assert.deepEqual(windowOf(3, []), newMomentWindow(3));
  });
});

/**
 * Both predict visits with one goal in twenty, the challenger off the truth by the given amount.
 */
function contested(from: Contest, visits: number, off: number, seed = 1): Contest {
  const next = numbers(seed);
  let contest = from;
  for (let at = 0; at < visits; at++) {
    const truly = next() < 0.2 ? 0.17 : 0.02;
    const reached = next() < truly;
    const challenger = Math.min(0.99, truly * Math.exp(off * (next() - 0.5)));
    contest = judge(contest, { running: truly * 1.15, challenger, reached });
  }
  return contest;
}

describe('a contest', () => {
  it('[Q12] gives the challenger the place if it was better beyond chance, not before 200 goals', () => {
    const next = numbers(2);
    let contest = newContest();
    for (let at = 0; !contest.scores && at < 50_000; at++) {
      const truly = next() < 0.2 ? 0.17 : 0.02;
      contest = judge(contest, { running: 0.05, challenger: truly, reached: next() < truly });
    }
    assert.ok(contest.scores);
    assert.equal(contest.wonBy?.reached, contestRule.leastReached);
    const won = contest.wonBy === null ? null : gainOf(contest.wonBy);
    assert.ok(won !== null && won.lower > 0 && won.upper > won.mean);
  });

  it('[Q12] takes it away if the challenger falls behind, and begins anew', () => {
    const placed: Contest = { ...newContest(), scores: true };
    assert.equal(contested(placed, 4_000, 0).scores, true);
    const lost = contested(placed, 4_000, 4);
    assert.equal(lost.scores, false);
    assert.equal(lost.wonBy, null);
  });

  it('[Q12] gives an equal challenger the place in at most one world in twenty', () => {
    let won = 0;
    for (let world = 1; world <= 100; world++) {
      const next = numbers(world * 7_919);
      let contest = newContest();
      for (let at = 0; !contest.scores && at < 12_000; at++) {
        const truly = next() < 0.3 ? 0.2 : 0.02;
        const [one, other] = [truly * (0.8 + next() * 0.4), truly * (0.8 + next() * 0.4)];
        contest = judge(contest, { running: one, challenger: other, reached: next() < truly });
      }
      if (contest.scores) won++;
    }
    assert.ok(won <= 5, String(won));
  });
});

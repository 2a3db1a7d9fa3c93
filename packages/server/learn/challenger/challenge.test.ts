// The challenger of a goal: when it is trained, that training blocks nothing, when its score
// counts, and what of it is stored. Also the reasons of a score, with the joint effect of two
// features.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { trainTrees } from '@opportune/core/learning/challenger/train-trees.ts';
import { momentsOf } from '@opportune/core/learning/challenger/moment-window.ts';
import type { BoostedTrees } from '@opportune/core/learning/challenger/boosted-trees.ts';
import { scoreVisit } from '@opportune/core/learning/intent/intent-model.ts';
import { visitFeatures, type VisitView } from '@opportune/core/learning/intent/visit-features.ts';
import { purchase } from '@opportune/core/world/test/shop.test-support.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import { VisitId } from '@opportune/protocol/ids.ts';
import { challengerFigures } from './challenger-figures.ts';
import { Challengers } from './challengers.ts';
import {
  goalModelOf,
  goalModelText,
  learnEnd,
  newGoalModel,
  scoreOf,
} from '../intent/goal-model.ts';
import type { GoalModel } from '../intent/goal-model.ts';
import type { OpenVisit } from '../intent/open-visit.ts';
import { reasonsOf } from '../intent/reasons.ts';
import { trainApart } from './train-apart.ts';

const dayMs = 86_400_000;

const plain: VisitView = {
  ...{ pages: 3, events: 5, dwellSeconds: 40, pageDwellSeconds: 9, durationSeconds: 60 },
  ...{ scrollPercent: 20, leaving: false, path: '/', paths: ['/'], sections: [] },
  ...{ cartItems: 0, cartTotal: 0, products: 0, searches: 0, errors: 0, formsStarted: 0 },
  ...{ formsLeft: 0, clicks: 0, visits: 1, sinceLastVisitSeconds: null, orders: 0 },
  ...{ verified: false, conversations: 0, dismissed: 0, channel: 'search', device: 'phone' },
  localHour: 13,
};

/** A cart leads to the goal unless an error was met. Searches and clicks cancel each other. */
function visit(at: number): OpenVisit {
  const [cart, errors] = [at % 2, Math.floor(at / 2) % 2];
  const [searches, clicks] = [Math.floor(at / 4) % 2, Math.floor(at / 8) % 2];
  const likely = (cart === 1 && errors === 0 ? 5 : 1) + (searches === clicks ? 4 : 0);
  const view = { ...plain, cartItems: cart, errors, searches, clicks };
  const isReached = (Math.imul(at, 2_654_435_761) >>> 8) % 20 < likely;
  const seen = { moments: 1, view, paths: ['/'], sections: [] };
  const reached = new Map(isReached ? [[purchase.id, seen]] : []);
  return {
    ...{ visit: VisitId.parse(`v${at}`), lastAt: at * 1_000, treated: false },
    ...{ ...seen, reached },
  };
}

function taught(visits: number, from = newGoalModel(purchase.id, 0, 0), first = 0): GoalModel {
  for (let at = first; at < first + visits; at++) learnEnd(from, visit(at));
  return from;
}

const failures: string[] = [];
const log: Log = { error: (name) => void failures.push(name), warn() {}, info() {} };

/** Challengers with a clock set by hand, which train in the same thread. */
function challengers(train: (many: number) => BoostedTrees | null) {
  const clock = { at: 10 * dayMs, now: () => clock.at };
  const trained: number[] = [];
  const all = new Challengers({
    clock,
    log,
    train: async ({ many }) => {
      trained.push(many);
      return train(many);
    },
  });
  return { all, clock, trained };
}

describe('a challenger', () => {
  it('[Q11] is trained once 300 moments reached the goal, then at most daily, even after a failure', async () => {
    const of = newGoalModel(purchase.id, 0, 0);
    const { all, clock, trained } = challengers(() => {
      throw new Error('trained in vain');
    });
    for (let first = 0; of.challenge.window.reached < 300; first += 50) {
      all.look([of]);
      taught(50, of, first);
    }
    assert.deepEqual(trained, []);
    for (const passed of [0, dayMs - 1, dayMs]) {
      clock.at = 10 * dayMs + passed;
      all.look([of]);
      await all.settle();
    }
    assert.equal(trained.length, 2);
    assert.deepEqual(failures, ['learn.challenger_failed', 'learn.challenger_failed']);
    assert.equal(of.challenge.trees, null);
  });

  it('is not trained while the past is being read', () => {
    const of = taught(2_000);
    of.behind = true;
    const { all, trained } = challengers(() => null);
    all.look([of]);
    assert.deepEqual(trained, []);
  });

  it('[Q12] predicts beside the running model, scores once it has won, and is reported as figures', async () => {
    const of = taught(3_000);
    const { all } = challengers(() => trainTrees(momentsOf(of.challenge.window)));
    assert.equal(challengerFigures(of.challenge).stage, 'training');
    all.look([of]);
    await all.settle();
    assert.equal(challengerFigures(of.challenge).stage, 'judged');
    const values = visitFeatures(visit(1).view ?? plain, of.model.pageValues);
    assert.deepEqual(scoreOf(of, values), scoreVisit(of.model, values));
    taught(6_000, of, 3_000);
    const figures = challengerFigures(of.challenge);
    assert.equal(figures.stage, 'scores');
    assert.ok((figures.wonBy?.lower ?? 0) > 0 && (figures.wonBy?.reached ?? 0) >= 200);
    assert.ok((figures.since ?? 0) > 3_000_000 && (figures.since ?? 0) < 9_000_000);
    assert.notDeepEqual(scoreOf(of, values), scoreVisit(of.model, values));
  });

  it('[Q11] is kept with its contest, its moments apart', async () => {
    const of = taught(3_000);
    of.challenge.trees = trainTrees(momentsOf(of.challenge.window));
    taught(200, of, 3_000);
    const back = goalModelOf(goalModelText(of), { goal: of.goal, since: 0, through: 0 });
    const { trees, contest } = of.challenge;
    assert.deepEqual(back?.challenge.trees, trees);
    assert.deepEqual(back?.challenge.contest, contest);
    assert.equal(back?.challenge.window.many, 0);
  });
});

describe('training apart', () => {
  it('[Q11] makes the same trees as training in the main thread, and blocks nobody', async () => {
    const moments = momentsOf(taught(4_000).challenge.window);
    let turns = 0;
    const turning = setInterval(() => turns++, 1);
    const trees = await trainApart(moments, new AbortController().signal);
    clearInterval(turning);
    assert.deepEqual(trees, trainTrees(moments));
    assert.ok(turns >= 10, `${turns} turns of the event loop meanwhile`);
  });

  it('ends when it is stopped', async () => {
    const stop = new AbortController();
    const training = trainApart(momentsOf(taught(4_000).challenge.window), stop.signal);
    stop.abort();
    await assert.rejects(training, /without a word/);
  });
});

describe('reasons', () => {
  it('[Q10] are three at most, the strongest first, and name two features that matter together', () => {
    const { model } = taught(6_000);
    const cart = { ...plain, cartItems: 1 };
    const reasons = reasonsOf(model, { ...cart, errors: 1 });
    assert.ok(reasons.length > 0 && reasons.length <= 3);
    const weights = reasons.map(({ weight }) => Math.abs(weight));
    assert.deepEqual(
      weights,
      weights.toSorted((one, other) => other - one),
    );
    const together = reasons.find(({ beside }) => beside !== undefined);
    assert.deepEqual([together?.feature, together?.beside?.feature], ['cartItems', 'errors']);
    assert.ok((together?.weight ?? 0) < 0, 'a cart with an error speaks against the goal');
  });

  it('[Q10] say nothing about unknown values', () => {
    const { model } = taught(6_000);
    const reasons = reasonsOf(model, { ...plain, cartItems: 1, device: null });
    assert.ok(reasons.length > 0);
    for (const { feature, beside } of reasons)
      assert.ok(feature !== 'device' && beside?.feature !== 'device');
  });
});

// What the batch learner gains over intent's running model, and what it costs. It learns the same
// part of real visits as the running model and predicts the same later visits. Settings were chosen
// on training parts under other seeds. In the product, its contest decides whether it is used, not
// these rows.
import { logOddsOf, type BoostedTrees } from '@opportune/core/learning/challenger/boosted-trees.ts';
import { judge, newContest } from '@opportune/core/learning/challenger/contest.ts';
import { writeCodes } from '@opportune/core/learning/challenger/moment-codes.ts';
import {
  keepMoment,
  momentsOf,
  newMomentWindow,
  type Moments,
} from '@opportune/core/learning/challenger/moment-window.ts';
import { trainTrees } from '@opportune/core/learning/challenger/train-trees.ts';
import type { IntentFeature } from '@opportune/core/learning/intent/intent-feature.ts';
import {
  learnVisit,
  newIntentModel,
  scoreVisit,
} from '@opportune/core/learning/intent/intent-model.ts';
import { visitFeatureList } from '@opportune/core/learning/intent/visit-features.ts';
import { sigmoid } from '@opportune/core/learning/laplace-logistic.ts';
import { leastToTrain } from '@opportune/server/learn/challenger/challenge.ts';
import { trainApart } from '@opportune/server/learn/challenger/train-apart.ts';
import {
  areaUnderCurve,
  meanAndSpread,
  numbersFrom,
  shuffled,
  stratified,
} from './intent-measures.ts';
import type { LabelledVisit, VisitSet } from './intent-uci.ts';
import { percentile, rounded, type BenchRow } from './row.ts';

/** Visits that stand for one day in a single pass over the file. */
const retrainedEvery = 1_500;

export function* challengerRows(set: VisitSet, seeds: readonly number[]): Iterable<BenchRow> {
  const parts = seeds.map((seed) => compared(set, seed));
  const auc = meanAndSpread(parts.map((part) => part.challenger.auc));
  const more = meanAndSpread(parts.map((part) => part.challenger.auc - part.running.auc));
  const less = meanAndSpread(parts.map((part) => part.running.loss - part.challenger.loss));
  const held = seeds.map((seed) => contested(set, seed));
  const won = held.filter(({ scores }) => scores).length;
  const gain = meanAndSpread(held.map(({ mean }) => mean));
  yield {
    name: 'intent.uci.challenger.auc',
    value: rounded(auc.mean, 4),
    unit: 'AUC',
    target: '',
    how:
      `trained on the same 70 % as the rows above, tested on the 30 %, ${seeds.length} orderings; spread ${rounded(auc.spread, 4)}; ` +
      `paired with the running model: AUC ${signed(more.mean)} (spread ${rounded(more.spread, 4)}), log loss better by ${signed(less.mean)} (spread ${rounded(less.spread, 4)}); ` +
      `in one pass over all visits, retrained every ${retrainedEvery}, it won the contest in ${won} of ${seeds.length} orderings, log loss of later visits better by ${signed(gain.mean)} (spread ${rounded(gain.spread, 4)})`,
  };
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${rounded(Math.abs(value), 4)}`;
}

interface Right {
  readonly auc: number;
  readonly loss: number;
}

/** Both learn the same part in the same order, and both predict the rest. */
function compared(set: VisitSet, seed: number): { running: Right; challenger: Right } {
  const { train, test } = stratified(set.visits, 0.7, numbersFrom(seed));
  const model = newIntentModel(set.features);
  for (const { values, reached } of train) learnVisit(model, values, reached);
  const trees = trainTrees(momentsIn(set.features, train));
  if (trees === null) throw new Error('the file has too few visits to train on');
  const asked = askerOf(set.features);
  return {
    running: rightOf(
      test,
      test.map(({ values }) => scoreVisit(model, values).probability),
    ),
    challenger: rightOf(
      test,
      test.map(({ values }) => asked(trees, values)),
    ),
  };
}

function momentsIn(features: readonly IntentFeature[], visits: readonly LabelledVisit[]): Moments {
  const window = newMomentWindow(features.length);
  for (const { values, reached } of visits) keepMoment(window, features, values, reached);
  return momentsOf(window);
}

function askerOf(
  features: readonly IntentFeature[],
): (trees: BoostedTrees, values: ArrayLike<number>) => number {
  const codes = new Uint8Array(features.length);
  return (trees, values) => {
    writeCodes(features, values, codes);
    return sigmoid(logOddsOf(trees, codes));
  };
}

function rightOf(visits: readonly LabelledVisit[], said: readonly number[]): Right {
  const reached = visits.map((visit) => visit.reached);
  const loss = said.reduce(
    (sum, probability, at) => sum - Math.log(reached[at] === true ? probability : 1 - probability),
    0,
  );
  return { auc: areaUnderCurve(said, reached), loss: loss / said.length };
}

/**
 * One pass as in the product: both predict each visit before it is learnt. The trees are retrained
 * from time to time.
 */
function contested(set: VisitSet, seed: number): { scores: boolean; mean: number } {
  const model = newIntentModel(set.features);
  const window = newMomentWindow(set.features.length);
  const asked = askerOf(set.features);
  let trees: BoostedTrees | null = null;
  let trainedAt = 0;
  let contest = newContest();
  let gained = { gain: 0, visits: 0 };
  for (const { values, reached } of shuffled(set.visits, numbersFrom(seed))) {
    const running = scoreVisit(model, values).probability;
    if (trees !== null) {
      const challenger = asked(trees, values);
      contest = judge(contest, { running, challenger, reached });
      const loss = (of: number): number => -Math.log(reached ? of : 1 - of);
      gained = {
        gain: gained.gain + loss(running) - loss(challenger),
        visits: gained.visits + 1,
      };
    }
    learnVisit(model, values, reached);
    keepMoment(window, set.features, values, reached);
    const isDue = trees === null || window.many - trainedAt >= retrainedEvery;
    if (!isDue || window.reached < leastToTrain) continue;
    trees = trainTrees(momentsOf(window));
    trainedAt = window.many;
  }
  return { scores: contest.scores, mean: gained.gain / gained.visits };
}

const trainedOn = 50_000;
const scored = 20_000;
const passes = 5;

/** The cost for the thirty features of a visit, with as many moments as the product keeps. */
export async function* challengerCostRows(): AsyncIterable<BenchRow> {
  const next = numbersFrom(1);
  const visits = Array.from({ length: trainedOn }, () => someVisit(next));
  const moments = momentsIn(visitFeatureList, visits);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const longest = longestTurn();
  const from = performance.now();
  const trees = await trainApart(moments, new AbortController().signal);
  const seconds = (performance.now() - from) / 1000;
  const blockMs = longest();
  if (trees === null) throw new Error('too few visits to train on');
  const how = `${trainedOn} invented visits of ${visitFeatureList.length} features, ${trees.trees} trees`;
  yield {
    name: 'intent.challenger.train.s',
    value: rounded(seconds, 1),
    unit: 's',
    target: '≤ 120',
    how: `${how}, on a thread of its own, including the start of the thread`,
  };
  yield {
    name: 'intent.challenger.block.ms',
    value: rounded(blockMs, 1),
    unit: 'ms',
    target: '≤ 50',
    how: `longest turn of the main thread's event loop during the training, in processor time, including the hand-over of the moments; ${how}`,
  };
  const asked = askerOf(visitFeatureList);
  const times = Array.from({ length: passes }, () => {
    const each = Float64Array.from(visits.slice(0, scored), ({ values }) => {
      const begun = performance.now();
      asked(trees, values);
      return (performance.now() - begun) * 1000;
    });
    return percentile(each.sort(), 0.99);
  });
  yield {
    name: 'intent.challenger.score.p99.us',
    value: rounded(Math.min(...times), 2),
    unit: 'us',
    target: '≤ 10',
    how: `${how}; least p99 of ${passes} passes over ${scored} visits`,
  };
}

/**
 * Starts to watch the turns of this thread's event loop. The returned function stops the watch and
 * returns the longest turn, in processor time, so that other work on the machine adds nothing.
 */
function longestTurn(): () => number {
  let most = 0;
  let before = spent();
  const look = (): void => {
    const now = spent();
    most = Math.max(most, now - before);
    before = now;
  };
  const looking = setInterval(look, 1);
  return () => {
    clearInterval(looking);
    look();
    return most;
  };
}

/** Milliseconds of processor time that this thread has used. */
function spent(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Reaches the goal more often with larger features. Two features have an effect only together. */
function someVisit(next: () => number): LabelledVisit {
  const values = visitFeatureList.map(({ kind, choices = 1 }) => {
    if (kind === 'choice') return Math.floor(next() * choices);
    if (kind === 'flag') return next() < 0.3 ? 1 : 0;
    if (kind === 'signed') return next() * 2 - 1;
    if (kind === 'share') return next();
    return next() < 0.4 ? 0 : Math.ceil(next() * (kind === 'seconds' ? 600 : 12));
  });
  const [cart = 0, pages = 0, dwell = 0] = values;
  const likely = -4 + (cart > 0 ? 1.5 : 0) + (pages > 6 === dwell > 200 ? 1 : 0);
  return { values, reached: next() < sigmoid(likely) };
}

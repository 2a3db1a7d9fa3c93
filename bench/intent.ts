// How well intent is predicted on real visits, and what that costs. Every model learns each visit
// of its training part once, in one order, and none of the test part. Settings were chosen on
// training parts under other seeds, whose visits overlap with these test parts: docs/benchmarks.md
// says what that means for the figures. Rows whose file is absent are skipped by name.
import { newPageValues } from '@opportune/core/learning/intent/page-values.ts';
import {
  type IntentModel,
  learnVisit,
  newIntentModel,
  scoreVisit,
} from '@opportune/core/learning/intent/intent-model.ts';
import { dataFile, sayAbsent } from './data-files.ts';
import { challengerCostRows, challengerRows } from './intent-challenger.ts';
import { intentSpeedRows } from './intent-speed.ts';
import {
  areaUnderCurve,
  calibrationError,
  meanAndSpread,
  numbersFrom,
  shuffled,
  stratified,
} from './intent-measures.ts';
import {
  firstPages,
  learnShopPages,
  readShop,
  shopFeatures,
  shopValues,
  type ShopVisit,
} from './intent-shop.ts';
import { type LabelledVisit, readShoppers, type VisitSet } from './intent-uci.ts';
import { type BenchRow, rounded } from './row.ts';

const seeds = Array.from({ length: 10 }, (_, at) => at + 1);
const shoppers = 'online_shoppers_intention.csv';
const clicks = 'software_shop_clickstream.csv';

/** The figures `intent.*`, `score.p99.us` and `learn.p99.us`. */
export async function* intentRows(): AsyncIterable<BenchRow> {
  yield* intentSpeedRows();
  yield* challengerCostRows();
  const uci = dataFile(shoppers);
  if (uci === null) sayAbsent(shoppers, ['intent.uci.*']);
  else yield* shopperRows(uci);
  const shop = dataFile(clicks);
  if (shop === null) sayAbsent(clicks, ['intent.shop.*']);
  else yield* shopRows(readShop(shop));
}

function* shopperRows(file: string): Iterable<BenchRow> {
  const set = readShoppers(file);
  const whole = seeds.map((seed) => rank(set, seed));
  const how = 'stratified 70/30, trained in one pass over the 70 %, tested on the 30 %, 10 seeds';
  yield row(
    'intent.uci.auc',
    whole.map(({ auc }) => auc),
    '≥ 0.922',
    `${how}; reach for 0.930`,
  );
  const bare = readShoppers(file, ['PageValues']);
  yield row(
    'intent.uci.nopagevalues.auc',
    seeds.map((seed) => rank(bare, seed).auc),
    '≥ 0.765',
    `${how}, without PageValues; reach for 0.778`,
  );
  yield row(
    'intent.uci.cold100.auc',
    seeds.flatMap((seed) => cold(set, seed)),
    '≥ 0.88',
    '100 visits of the 70 % learnt, five features, 10 splits × 10 subsamples, the 30 % ranked; reach for 0.89',
  );
  yield row(
    'intent.uci.ece',
    whole.map(({ error }) => error),
    '≤ 0.015',
    `${how}; ten bins of equal width; reach for 0.0125`,
  );
  yield* challengerRows(set, seeds);
}

function rank(set: VisitSet, seed: number): { auc: number; error: number } {
  const { train, test } = stratified(set.visits, 0.7, numbersFrom(seed));
  const model = newIntentModel(set.features);
  for (const { values, reached } of train) learnVisit(model, values, reached);
  const { scores, reached } = scored(model, test);
  return { auc: areaUnderCurve(scores, reached), error: calibrationError(scores, reached) };
}

function cold(set: VisitSet, seed: number): number[] {
  const next = numbersFrom(seed);
  const { train, test } = stratified(set.visits, 0.7, next);
  return Array.from({ length: 10 }, () => {
    const model = newIntentModel(set.features);
    for (const { values, reached } of shuffled(train, next).slice(0, 100))
      learnVisit(model, values, reached);
    const { scores, reached } = scored(model, test);
    return areaUnderCurve(scores, reached);
  });
}

function scored(
  model: IntentModel,
  visits: readonly LabelledVisit[],
): { scores: number[]; reached: boolean[] } {
  return {
    scores: visits.map(({ values }) => scoreVisit(model, values).probability),
    reached: visits.map(({ reached }) => reached),
  };
}

function* shopRows(visits: readonly ShopVisit[]): Iterable<BenchRow> {
  for (const [many, target, reach] of [
    [5, '≥ 0.80', 0.82],
    [8, '≥ 0.83', 0.85],
  ] as const) {
    const folds = seeds.flatMap((seed) => foldsOf(visits, seed).map((fold) => early(fold, many)));
    const how = `purchase after the first ${many} pages, among visits with that many pages and no purchase yet; 5 folds by visit, one pass, 10 orders`;
    yield row(`intent.shop.first${many}.auc`, folds, target, `${how}; reach for ${reach}`);
  }
}

interface Fold {
  readonly train: readonly ShopVisit[];
  readonly test: readonly ShopVisit[];
}

function foldsOf(visits: readonly ShopVisit[], seed: number): Fold[] {
  const order = shuffled(visits, numbersFrom(seed));
  return [0, 1, 2, 3, 4].map((fold) => ({
    train: order.filter((_, at) => at % 5 !== fold),
    test: order.filter((_, at) => at % 5 === fold),
  }));
}

/** Each visit is learnt as it was after `many` pages, after two fewer and after two more. */
function early({ train, test }: Fold, many: number): number {
  const model = newIntentModel(shopFeatures);
  const worth = newPageValues();
  for (const visit of train) {
    for (let pages = many - 2; pages <= many + 2; pages++) {
      const first = firstPages(visit, pages);
      if (first !== null) learnVisit(model, shopValues(first, worth), visit.reached);
    }
    learnShopPages(worth, visit);
  }
  const open = test.flatMap((visit) => {
    const first = firstPages(visit, many);
    return first === null ? [] : [{ values: shopValues(first, worth), reached: visit.reached }];
  });
  const { scores, reached } = scored(model, open);
  return areaUnderCurve(scores, reached);
}

function row(name: string, values: readonly number[], target: string, how: string): BenchRow {
  const { mean, spread } = meanAndSpread(values);
  const unit = name.endsWith('auc') ? 'AUC' : 'share';
  return {
    name,
    value: rounded(mean, 4),
    unit,
    target,
    how: `${how}; spread ${rounded(spread, 4)}`,
  };
}

// Intent with its settings chosen anew on each training part alone, so that nothing of a test part,
// nor of the same visits under another seed, can have gone into them: beside `intent.*`, whose settings
// are those of the product, it says what choosing them on these files was worth. Which features there
// are, and their bins, is not chosen anew.
import {
  type IntentSettings,
  intentSettings,
} from '@opportune/core/learning/intent/intent-settings.ts';
import {
  type IntentModel,
  learnVisit,
  newIntentModel,
  scoreVisit,
} from '@opportune/core/learning/intent/intent-model.ts';
import type { IntentFeature } from '@opportune/core/learning/intent/intent-feature.ts';
import { newPageValues } from '@opportune/core/learning/intent/page-values.ts';
import { dataFile, sayAbsent } from './data-files.ts';
import {
  areaUnderCurve,
  meanAndSpread,
  numbersFrom,
  shuffled,
  stratified,
} from './intent-measures.ts';
import { firstPages, learnShopPages, readShop, shopFeatures, shopValues } from './intent-shop.ts';
import type { ShopVisit } from './intent-shop.ts';
import { type LabelledVisit, readShoppers, type VisitSet } from './intent-uci.ts';
import { rounded, type BenchRow } from './row.ts';

const seeds = Array.from({ length: 10 }, (_, at) => at + 1);
const shoppers = 'online_shoppers_intention.csv';
const clicks = 'software_shop_clickstream.csv';

/** Where choosing begins: what a prototype elsewhere used, not what was found here. */
const begun: IntentSettings = {
  ...intentSettings,
  ...{ variance: 0.5, productVariance: 0.5, rate: 0.02, calibrationVariances: [0.5, 0.5, 0.5] },
};
/** One after the other, each with the best of those before. */
const tried: readonly (readonly Partial<IntentSettings>[])[] = [
  [0.2, 0.1, 0.05].map((variance) => ({ variance })),
  [0.3, 0.1].map((productVariance) => ({ productVariance })),
  [0.01, 0.005].map((rate) => ({ rate })),
];

/** The figures `intent.*.nested.auc`; some minutes of one core. */
export async function* nestedRows(): AsyncIterable<BenchRow> {
  const uci = dataFile(shoppers);
  if (uci === null) sayAbsent(shoppers, ['intent.uci.*']);
  else yield* shopperRows(uci);
  const shop = dataFile(clicks);
  if (shop === null) sayAbsent(clicks, ['intent.shop.*']);
  else yield* shopRows(readShop(shop));
}

async function* shopperRows(file: string): AsyncIterable<BenchRow> {
  const set = readShoppers(file);
  yield row('intent.uci.nested.auc', await each(seeds, (seed) => ranked(set, seed)));
  const bare = readShoppers(file, ['PageValues']);
  const name = 'intent.uci.nopagevalues.nested.auc';
  yield row(name, await each(seeds, (seed) => ranked(bare, seed)));
  const hundreds = (await each(seeds, (seed) => cold(set, seed))).flat();
  yield row('intent.uci.cold100.nested.auc', hundreds, { by: 'AUC' });
}

/** Both are asked the same test part; the difference is what the product's settings are ahead. */
interface Pair {
  readonly nested: number;
  readonly product: number;
}

function ranked({ features, visits }: VisitSet, seed: number): Pair {
  const { train, test } = stratified(visits, 0.7, numbersFrom(seed));
  const settings = best((of) => onePass(newIntentModel(features, of), train));
  return pair(settings, (of) => {
    const model = newIntentModel(features, of);
    for (const { values, reached } of train) learnVisit(model, values, reached);
    return aucOf(model, test);
  });
}

/** Chosen on other hundreds of the training part, by how well the next thousand of it are ranked. */
function cold({ features, visits }: VisitSet, seed: number): readonly Pair[] {
  const next = numbersFrom(seed);
  const { train, test } = stratified(visits, 0.7, next);
  const orders = Array.from({ length: 10 }, () => shuffled(train, next));
  const inner = Array.from({ length: 10 }, () => shuffled(train, next));
  const learnt = (of: IntentSettings, order: readonly LabelledVisit[]): IntentModel => {
    const model = newIntentModel(features, of);
    for (const { values, reached } of order.slice(0, 100)) learnVisit(model, values, reached);
    return model;
  };
  const settings = best((of) =>
    inner.reduce((sum, order) => sum - aucOf(learnt(of, order), order.slice(100, 1_100)), 0),
  );
  return orders.map((order) => pair(settings, (of) => aucOf(learnt(of, order), test)));
}

async function* shopRows(visits: readonly ShopVisit[]): AsyncIterable<BenchRow> {
  for (const many of [5, 8]) {
    const folds = seeds.slice(0, 4).flatMap((seed) => [0, 1, 2, 3, 4].map((fold) => [seed, fold]));
    const pairs = await each(folds, ([seed = 0, fold = 0]) => early(visits, { many, seed, fold }));
    yield row(`intent.shop.first${many}.nested.auc`, pairs, { of: '; 5 folds of 4 orders' });
  }
}

interface Fold {
  readonly many: number;
  readonly seed: number;
  readonly fold: number;
}

function early(visits: readonly ShopVisit[], { many, seed, fold }: Fold): Pair {
  const order = shuffled(visits, numbersFrom(seed));
  const lessons: LabelledVisit[] = [];
  const worth = newPageValues();
  for (const visit of order.filter((_, at) => at % 5 !== fold)) {
    for (let pages = many - 2; pages <= many + 2; pages++) {
      const first = firstPages(visit, pages);
      if (first === null) continue;
      lessons.push({ values: shopValues(first, worth), reached: visit.reached });
    }
    learnShopPages(worth, visit);
  }
  const open = order.flatMap((visit, at) => {
    const first = at % 5 === fold ? firstPages(visit, many) : null;
    return first === null ? [] : [{ values: shopValues(first, worth), reached: visit.reached }];
  });
  const features: readonly IntentFeature[] = shopFeatures;
  const settings = best((of) => onePass(newIntentModel(features, of), lessons));
  return pair(settings, (of) => {
    const model = newIntentModel(features, of);
    for (const { values, reached } of lessons) learnVisit(model, values, reached);
    return aucOf(model, open);
  });
}

function pair(settings: IntentSettings, aucWith: (settings: IntentSettings) => number): Pair {
  return { nested: aucWith(settings), product: aucWith(intentSettings) };
}

/** The settings of the least loss, one kind after the other. */
function best(lossWith: (settings: IntentSettings) => number): IntentSettings {
  let chosen = { settings: begun, loss: lossWith(begun) };
  for (const kind of tried)
    for (const change of kind) {
      const settings = { ...chosen.settings, ...change };
      const loss = lossWith(settings);
      if (loss < chosen.loss) chosen = { settings, loss };
    }
  return chosen.settings;
}

/** Log loss of one pass in which each visit is predicted before it is learnt. */
function onePass(model: IntentModel, visits: readonly LabelledVisit[]): number {
  let loss = 0;
  for (const { values, reached } of visits) {
    loss += surprise(scoreVisit(model, values).probability, reached);
    learnVisit(model, values, reached);
  }
  return loss / visits.length;
}

function surprise(probability: number, reached: boolean): number {
  return -Math.log(Math.max(1e-9, reached ? probability : 1 - probability));
}

function aucOf(model: IntentModel, visits: readonly LabelledVisit[]): number {
  return areaUnderCurve(
    visits.map(({ values }) => scoreVisit(model, values).probability),
    visits.map(({ reached }) => reached),
  );
}

async function each<Item, Result>(
  items: readonly Item[],
  measure: (item: Item) => Result,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const item of items) {
    results.push(measure(item));
    await new Promise((resume) => setImmediate(resume));
  }
  return results;
}

function row(
  name: string,
  pairs: readonly Pair[],
  { by = 'log loss', of = '' }: { readonly by?: string; readonly of?: string } = {},
): BenchRow {
  const { mean, spread } = meanAndSpread(pairs.map(({ nested }) => nested));
  const ahead = meanAndSpread(pairs.map(({ nested, product }) => product - nested));
  const how = `settings chosen on each training part alone, by its ${by}, from 8 in three steps; spread ${rounded(spread, 4)}; the product's settings on the same parts ahead by ${rounded(ahead.mean, 4)} (spread ${rounded(ahead.spread, 4)})${of}`;
  return { name, value: rounded(mean, 4), unit: 'AUC', target: '', how };
}

if (import.meta.main)
  for await (const each of nestedRows()) process.stdout.write(`${JSON.stringify(each)}\n`);

// What was learnt for a goal, as figures for people. A feature is shown by comparing two values
// that anybody can picture, with all else as usual. The effects of pairs of features are only in
// the scores and their reasons.
import { columnsOf, writeColumns } from '@opportune/core/learning/intent/intent-feature.ts';
import type { IntentModel } from '@opportune/core/learning/intent/intent-model.ts';
import { pageValue, sectionValue } from '@opportune/core/learning/intent/page-values.ts';
import { entry } from '@opportune/core/learning/symmetric-matrix.ts';
import type {
  GoalIntentFigures,
  IntentFeatureFigure,
  IntentStage,
} from '@opportune/protocol/rest/campaign/intent.ts';
import { calibrationError, calibrationRows } from './calibration.ts';
import { challengerFigures } from '../challenger/challenger-figures.ts';
import { isReady, leastReached, leastVisits, type GoalModel } from './goal-model.ts';

/**
 * Two values of each feature that are worth comparing. Other features only contribute to the score.
 */
const compared: Readonly<Record<string, readonly [from: number, to: number]>> = {
  pages: [1, 8],
  dwell: [10, 180],
  cartItems: [0, 2],
  products: [0, 4],
  pageValues: [0, 1],
  pageValue: [0, 1],
  bestPage: [0, 1],
  bestSection: [0, 1],
  events: [2, 20],
  duration: [30, 600],
  pageDwell: [5, 60],
  scroll: [0, 0.9],
  leaving: [0, 1],
  paths: [1, 6],
  sections: [1, 4],
  cartTotal: [0, 100],
  searches: [0, 2],
  errors: [0, 1],
  formsStarted: [0, 1],
  formsLeft: [0, 1],
  clicks: [0, 3],
  visits: [1, 4],
  sinceLastVisit: [3_600, 604_800],
  orders: [0, 1],
  verified: [0, 1],
};
const pagesShown = 8;
/** A page seen by fewer visits says nothing yet. */
const leastSeen = 10;

export function figuresOf(
  of: GoalModel,
  goal: GoalIntentFigures['goal'],
  main: boolean,
): GoalIntentFigures {
  const { model, calibration, since, behind } = of;
  const { pageValues } = model;
  return {
    goal,
    main,
    stage: stageOf(of),
    visits: model.seen,
    reached: model.reached,
    needed: { visits: leastVisits, reached: leastReached },
    nextAt: nextAt(of),
    since,
    reading: behind,
    features: isReady(of) ? featureFigures(model) : [],
    pages: valuesOf(pageValues.pages, (name) => pageValue(pageValues, name)),
    sections: valuesOf(pageValues.sections, (name) => sectionValue(pageValues, name)),
    calibration: [...calibrationRows(calibration)],
    error: calibrationError(calibration),
    challenger: challengerFigures(of.challenge),
  };
}

function stageOf(of: GoalModel): IntentStage {
  const { seen, settings } = of.model;
  if (!isReady(of)) return 'waiting';
  if (seen < settings.grownAt) return 'few';
  return seen < settings.crossesAt ? 'full' : 'sharp';
}

function nextAt(of: GoalModel): number | null {
  const { settings } = of.model;
  return { waiting: leastVisits, few: settings.grownAt, full: settings.crossesAt, sharp: null }[
    stageOf(of)
  ];
}

/** The strongest first. Leaves out those without effect so far. */
function featureFigures(model: IntentModel): IntentFeatureFigure[] {
  const isGrown = model.seen >= model.settings.grownAt;
  return model.features
    .flatMap(({ key, early }, at) => {
      const pair = compared[key];
      if (pair === undefined || (!isGrown && early !== true)) return [];
      return { feature: key, from: pair[0], to: pair[1], ...oddsRatio(model, at, pair) };
    })
    .toSorted((one, other) => Math.abs(Math.log(other.times)) - Math.abs(Math.log(one.times)));
}

/** exp(d·w) with the interval of a normal posterior: d·w ± 1.96 √(dᵀ Σ d). */
function oddsRatio(
  { features, starts, main }: IntentModel,
  at: number,
  [from, to]: readonly [number, number],
): Pick<IntentFeatureFigure, 'times' | 'lower' | 'upper'> {
  const feature = features[at];
  const first = starts[at];
  if (feature === undefined || first === undefined) return { times: 1, lower: 1, upper: 1 };
  const high = new Float64Array(main.size);
  const low = new Float64Array(main.size);
  writeColumns(high, first, feature, to);
  writeColumns(low, first, feature, from);
  let weight = 0;
  let variance = 0;
  for (let one = first; one < first + columnsOf(feature); one++) {
    const moved = (high[one] ?? 0) - (low[one] ?? 0);
    weight += moved * (main.mean[one] ?? 0);
    for (let other = first; other < first + columnsOf(feature); other++)
      variance +=
        moved *
        ((high[other] ?? 0) - (low[other] ?? 0)) *
        entry(main.covariance, main.size, one, other);
  }
  const half = 1.96 * Math.sqrt(Math.max(0, variance));
  return {
    times: Math.exp(weight),
    lower: Math.exp(weight - half),
    upper: Math.exp(weight + half),
  };
}

function valuesOf(
  tallies: ReadonlyMap<string, { readonly visits: number }>,
  valueOf: (name: string) => number,
): GoalIntentFigures['pages'] {
  return [...tallies]
    .filter(([, { visits }]) => visits >= leastSeen)
    .map(([name, { visits }]) => ({
      name,
      visits: Math.round(visits),
      times: Math.exp(valueOf(name)),
    }))
    .sort((one, other) => other.times - one.times || other.visits - one.visits)
    .slice(0, pagesShown);
}

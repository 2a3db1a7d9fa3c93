// How likely a visit is to reach the goal, learnt one visit at a time. Each of its three stages
// predicts before it learns: a Bayesian logistic regression, what pairs of bins add to it, and a
// recalibration. It starts with few features and uses all once there is data; older visits count
// less. It knows no time and no visitor.
import { averaged, learn, predict, sigmoid } from '../laplace-logistic.ts';
import type { Prediction } from '../laplace-logistic.ts';
import { writeProducts } from './column-layout.ts';
import { crossSlots, learnSlots, sumOf } from './cross-table.ts';
import { writeColumns } from './intent-feature.ts';
import { forgetCrosses, forgetPages, forgetWeights, keptAfter, type Prior } from './forgetting.ts';
import { remembered, type IntentModel } from './intent-state.ts';
import { countUsual, forgetUsual } from './usual-visit.ts';

export { intentModelFromJson, intentModelToJson } from './intent-json.ts';
export { newIntentModel, type IntentModel } from './intent-state.ts';

export interface IntentScore {
  readonly probability: number;
  /**
   * 0 to 100. 50 is as likely as the usual visit; 70 and 30 are odds 2.3 times higher and lower.
   */
  readonly score: number;
}

/** How likely the visit with these feature values is to reach the goal. Changes nothing. */
export function scoreVisit(model: IntentModel, values: ArrayLike<number>): IntentScore {
  const { logit } = stagesOf(model, values);
  const usual = usualLogit(model);
  return { probability: sigmoid(logit), score: Math.round(100 * sigmoid(logit - usual)) };
}

/**
 * Log odds of the usual visit: the recent share that reached the goal, with a few imagined visits
 * as a prior.
 */
export function usualLogit(model: IntentModel): number {
  const { settings, usualShare } = model;
  const first = averaged(settings.firstLogit, settings.firstVariance);
  const visits = remembered(model);
  const share = (usualShare * visits + first * 20) / (visits + 20);
  return Math.log(share / (1 - share));
}

/** One visit as the stages read it. The arrays are valid until the next call. */
interface Visit {
  readonly row: Float64Array;
  readonly bins: Uint8Array;
  readonly slots: Int32Array;
  readonly many: number;
}

/** What each stage predicts for it. */
export interface Stages extends Visit {
  /** Log odds of the first stage, averaged over its uncertainty. */
  readonly main: number;
  readonly added: number;
  readonly logit: number;
}

export function stagesOf(model: IntentModel, values: ArrayLike<number>): Stages {
  const { row, bins, slots, many } = read(model, values);
  const main = averagedLogit(predict(model.main, row));
  const added = sumOf(model.crosses, slots, many);
  const [shift = 0, first = 1, second = 1] = model.calibration.mean;
  return { row, bins, slots, many, main, added, logit: shift + first * main + second * added };
}

function averagedLogit({ logit, variance }: Prediction): number {
  return logit / Math.sqrt(1 + (Math.PI * Math.max(0, variance)) / 8);
}

function read(model: IntentModel, values: ArrayLike<number>): Visit {
  const { settings, features, starts, layout, crosses } = model;
  const isGrown = model.seen >= settings.grownAt;
  const { row, bins, slots } = model.room.columns();
  row[0] = 1;
  for (let at = 0; at < features.length; at++) {
    const feature = features[at];
    if (feature === undefined || (!isGrown && feature.early !== true)) continue;
    const value = values[at] ?? Number.NaN;
    bins[at] = writeColumns(row, starts[at] ?? 0, feature, value);
  }
  if (isGrown) writeProducts(row, layout);
  const many =
    model.seen >= settings.crossesAt ? crossSlots(crosses, bins, layout.leading, slots) : 0;
  return { row, bins, slots, many };
}

/**
 * Whether all values are finite or unknown: one infinite number would turn every weight into NaN.
 */
export function canLearn(values: ArrayLike<number>): boolean {
  for (let at = 0; at < values.length; at++)
    if (Math.abs(values[at] ?? 0) === Infinity) return false;
  return true;
}

/**
 * Learns the outcome of a visit with these feature values, in place. Ignores values it cannot learn
 * from.
 */
export function learnVisit(model: IntentModel, values: ArrayLike<number>, reached: boolean): void {
  if (!canLearn(values)) return;
  const { settings } = model;
  const { row, bins, slots, many } = read(model, values);
  countUsual(model.usually, model.crosses, model.layout, { bins, slots, many });
  const outcome = reached ? 1 : 0;
  const main = averagedLogit(learn(model.main, row, outcome));
  const added = sumOf(model.crosses, slots, many);
  if (model.seen >= settings.calibratedAt)
    learn(model.calibration, model.room.stages(main, added), outcome);
  const slope = sigmoid(main + added) - outcome;
  learnSlots(model.crosses, slots, many, slope, settings.rate);
  model.seen++;
  if (reached) model.reached++;
  model.usualShare += (outcome - model.usualShare) / remembered(model);
  moveUsual(model, row);
  if (model.seen % settings.forgetsEvery === 0) forget(model);
}

/**
 * Features that take part later have a mean of the visits since: the zeros before are not values.
 */
function moveUsual(model: IntentModel, row: Float64Array): void {
  const { usual, layout, settings, seen } = model;
  const early = 1 / remembered(model);
  const grown = seen - settings.grownAt;
  const late = grown <= 0 ? 0 : 1 / Math.min(grown, settings.memory);
  for (let at = 0; at < usual.length; at++) {
    const isEarly = at < layout.productsFrom && (layout.owners[at] ?? 0) < layout.leading;
    const share = isEarly ? early : late;
    usual[at] = (usual[at] ?? 0) + ((row[at] ?? 0) - (usual[at] ?? 0)) * share;
  }
}

/** Reduces the weight of older visits. */
function forget(model: IntentModel): void {
  const { settings, seen, main, prior, crosses, calibration, pageValues, usually } = model;
  const { forgetsEvery, memory, calibrationMemory, calibrationVariances } = settings;
  const kept = keptAfter(forgetsEvery, memory, seen);
  if (kept < 1) {
    forgetWeights(main, prior, kept);
    forgetCrosses(crosses, kept);
    forgetPages(pageValues, kept);
    forgetUsual(usually, kept);
  }
  const keptLast = keptAfter(forgetsEvery, calibrationMemory, seen);
  if (keptLast < 1) forgetWeights(calibration, firstCalibration(calibrationVariances), keptLast);
}

function firstCalibration(variances: readonly number[]): Prior {
  return { means: Float64Array.from([0, 1, 1]), variances: Float64Array.from(variances) };
}

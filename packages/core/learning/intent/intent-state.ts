// The state of an intent model: its features, the numbers of its three stages, and the values of
// pages. Its size is bounded by the features and the slots. It neither scores nor learns.
import { newLaplaceLogistic, type LaplaceLogistic } from '../laplace-logistic.ts';
import { newCrossTable, type CrossTable } from './cross-table.ts';
import { newColumnLayout, type ColumnLayout } from './column-layout.ts';
import type { Prior } from './forgetting.ts';
import type { IntentFeature } from './intent-feature.ts';
import { intentSettings, type IntentSettings } from './intent-settings.ts';
import { newPageValues, type PageValues } from './page-values.ts';
import { newUsualVisit, type UsualVisit } from './usual-visit.ts';
import { visitFeatureList } from './visit-features.ts';
import { VisitRoom } from './visit-room.ts';

/** Mutated in place by `learnVisit` alone. `intent-json.ts` writes and reads it. */
export interface IntentModel {
  readonly features: readonly IntentFeature[];
  readonly settings: IntentSettings;
  /** Where each feature's columns begin. Column 0 is the constant. */
  readonly starts: readonly number[];
  readonly layout: ColumnLayout;
  /** The prior of the first stage. */
  readonly prior: Prior;
  readonly main: LaplaceLogistic;
  readonly crosses: CrossTable;
  readonly calibration: LaplaceLogistic;
  readonly pageValues: PageValues;
  /** Means of the columns over the visits learnt. Reasons compare with them. */
  readonly usual: Float64Array;
  /** Other usual values: how often each bin occurs, and what the second stage adds on average. */
  readonly usually: UsualVisit;
  readonly room: VisitRoom;
  /** Visits learnt, and how many of them reached the goal. */
  seen: number;
  reached: number;
  /** The share that reached the goal, over the remembered visits. */
  usualShare: number;
}

/** Visits learnt, up to the memory. */
export function remembered({ seen, settings }: IntentModel): number {
  return Math.min(seen, settings.memory);
}

/** A model that has seen no visit. */
export function newIntentModel(
  features: readonly IntentFeature[] = visitFeatureList,
  settings: IntentSettings = intentSettings,
): IntentModel {
  const layout = newColumnLayout(features);
  const { size, starts, productsFrom } = layout;
  const means = new Float64Array(size);
  means[0] = settings.firstLogit;
  features.forEach(({ prior = 0 }, at) => (means[starts[at] ?? 0] = prior));
  const variances = new Float64Array(size).fill(settings.variance);
  variances[0] = settings.firstVariance;
  variances.fill(settings.productVariance, productsFrom);
  return {
    features,
    settings,
    starts,
    layout,
    prior: { means, variances },
    main: newLaplaceLogistic(means, variances),
    crosses: newCrossTable(settings.slots),
    calibration: newLaplaceLogistic([0, 1, 1], settings.calibrationVariances),
    pageValues: newPageValues(),
    usual: new Float64Array(size),
    usually: newUsualVisit(features.length, layout.leading),
    room: new VisitRoom(features.length, layout),
    seen: 0,
    reached: 0,
    usualShare: 0,
  };
}

// Who answers an invitation, and what an answered one does to the goal, at this moment and after a
// delay. Which visitors gain more is learnt by comparing those who answered with all others. That
// is precise but may be biased upwards; confirmation.ts says how much of it to rely on. It chooses
// nothing.
import { learn, newLaplaceLogistic, sigmoid } from '../../laplace-logistic.ts';
import type { LaplaceLogistic } from '../../laplace-logistic.ts';
import { quadratic } from '../../symmetric-matrix.ts';
import type { Belief } from './effect-bounds.ts';
import {
  answeredColumns,
  answeredLogit,
  mainLogit,
  writeAnswered,
  writeMain,
} from './engagement-columns.ts';
import type { InvitedWhen } from './engagement-columns.ts';

/** The expected result of an invitation. */
export interface Expectation {
  /** Probability of the goal without it. */
  readonly rate: number;
  /** Probability that it is answered. */
  readonly accepts: number;
  /** What it seems to add to the probability of the goal, including the chance of no answer. */
  readonly seeming: number;
}

export interface EngagementGain {
  readonly features: number;
  /**
   * The engagement needs no answer and works by being shown: everybody to whom it was shown counts.
   */
  readonly isByShowing: boolean;
  /**
   * Columns: a constant, the features, two of age; then those of an answered invitation; declined.
   */
  readonly goal: LaplaceLogistic;
  /** Columns: those of an answered invitation. */
  readonly accept: LaplaceLogistic;
}

/**
 * Prior variances in log odds: what an invitation changes is assumed to vary less than visitors do.
 */
const variance = { constant: 1, main: 1, age: 0.25, interaction: 0.4, declined: 0.1 };
/**
 * An engagement that works by being shown has a small effect, and differences between visitors are
 * smaller.
 */
const shownInteraction = 0.03;
const acceptVariance = { constant: 1, main: 0.1, time: 0.1 };
/** Prior means: an answered invitation helps a little, one in the first seconds does not. */
const mean = { help: 0.3, early: -0.3, accept: -1.5, acceptDelay: -0.2 };
const timeVariance = { early: 0.05, age: 0.05, delay: 0.05 };

/** The prior of the weight of a delay's logarithm. */
export const delayBelief: Readonly<Record<'goal' | 'accept', Belief>> = {
  goal: { mean: 0, variance: timeVariance.delay },
  accept: { mean: mean.acceptDelay, variance: acceptVariance.time },
};

export function newEngagementGain(
  features: number,
  priorRate: number,
  isByShowing: boolean,
  interaction: number = isByShowing ? shownInteraction : variance.interaction,
): EngagementGain {
  const none = new Array<number>(features).fill(0);
  const of = (each: number): number[] => new Array<number>(features).fill(each);
  const { constant, main, age, declined } = variance;
  const time = [timeVariance.early, timeVariance.age, timeVariance.delay];
  const logit = Math.log(priorRate / (1 - priorRate));
  return {
    features,
    isByShowing,
    goal: newLaplaceLogistic(
      [logit, ...none, 0, 0, mean.help, ...none, mean.early, 0, 0, 0],
      [constant, ...of(main), age, age, 1, ...of(interaction), ...time, declined],
    ),
    accept: newLaplaceLogistic(
      [mean.accept, ...none, 0, 0, mean.acceptDelay],
      [acceptVariance.constant, ...of(acceptVariance.main), ...time.map(() => acceptVariance.time)],
    ),
  };
}

/** What is expected of an invitation to this visitor at this moment. */
export function expectEngagement(
  { features, isByShowing, goal, accept }: EngagementGain,
  visitor: ArrayLike<number>,
  when: InvitedWhen,
): Expectation {
  const { from } = answeredColumns(features);
  const logit = mainLogit(goal.mean, features, visitor, when.ageS);
  const rate = sigmoid(logit);
  const accepts = sigmoid(answeredLogit(accept.mean, 0, features, visitor, when));
  const helped = sigmoid(logit + answeredLogit(goal.mean, from, features, visitor, when));
  return { rate, accepts, seeming: (isByShowing ? 1 : accepts) * (helped - rate) };
}

/** Standard deviation of `seeming` under the posterior of what an answer does, to first order. */
export function seemingDeviation(
  { features, isByShowing, goal }: EngagementGain,
  visitor: ArrayLike<number>,
  when: InvitedWhen,
  expected: Expectation,
): number {
  const { from } = answeredColumns(features);
  const row = goal.room.emptyRow();
  writeAnswered(row, 0, features, visitor, when);
  const spread = quadratic(goal.covariance, goal.size, row, goal.room, from);
  return slopeOfSeeming(isByShowing, expected) * Math.sqrt(Math.max(0, spread));
}

/** The derivative of `seeming` by what an answer adds to the log odds. */
function slopeOfSeeming(isByShowing: boolean, { rate, accepts, seeming }: Expectation): number {
  const reached = isByShowing ? 1 : accepts;
  const helped = rate + seeming / Math.max(1e-9, reached);
  return reached * helped * (1 - helped);
}

/** Learns one outcome. `invited` is null if nothing was shown. */
export function learnEngagement(
  model: EngagementGain,
  visitor: ArrayLike<number>,
  ageS: number,
  invited: { readonly delayS: number; readonly accepted: boolean } | null,
  converted: boolean,
): void {
  const { features, isByShowing, goal, accept } = model;
  const when = { ageS, delayS: invited?.delayS ?? 0 };
  const row = goal.room.emptyRow();
  if (invited !== null) {
    writeAnswered(row, 0, features, visitor, when);
    learn(accept, row, invited.accepted ? 1 : 0);
    row.fill(0);
  }
  writeMain(row, features, visitor, ageS);
  if (invited !== null && (invited.accepted || isByShowing))
    writeAnswered(row, answeredColumns(features).from, features, visitor, when);
  else if (invited !== null) row[goal.size - 1] = 1;
  learn(goal, row, converted ? 1 : 0);
}

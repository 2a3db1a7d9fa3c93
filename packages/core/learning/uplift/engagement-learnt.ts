// What a manager can be told of an optimising campaign: what inviting gained on average, which
// visitors gain more, whether a delay helps, what agents' time costs, and how it decides and why.
// It reads the policy and changes nothing.
import { entry } from '../symmetric-matrix.ts';
import { averageGain, confirmedShare, shareBounds } from './estimate/confirmation.ts';
import type { AverageGain, Bounds } from './estimate/confirmation.ts';
import { boundedEffect } from './estimate/effect-bounds.ts';
import type { Belief, BoundedEffect, Effect } from './estimate/effect-bounds.ts';
import { answeredColumns, logDelay } from './estimate/engagement-columns.ts';
import { delayBelief } from './estimate/engagement-gain.ts';
import { standingOf } from './engagement-standing.ts';
import type { Standing } from './engagement-standing.ts';
import { floorOf } from './engagement-state.ts';
import type { EngagementPolicy } from './engagement-state.ts';
import { featureBelief } from './estimate/feature-effects.ts';
import type { LeastSquares } from './estimate/least-squares.ts';
import { pricePerHour } from './estimate/skill-time.ts';

export interface LearntSkill {
  readonly skill: string;
  readonly agents: number;
  /** For one agent: `pricePerHour` if one place is free, `leastPricePerHour` if all are. */
  readonly pricePerHour: number;
  readonly leastPricePerHour: number;
  /** Mean minutes of a conversation. */
  readonly minutes: number;
}

export interface Learnt extends Standing {
  /** Randomised outcomes learnt. */
  readonly outcomes: number;
  /**
   * What inviting adds to the probability of the goal. Valid at every look. Null below 200
   * outcomes.
   */
  readonly gain: AverageGain | null;
  /** The part of the seeming gains of answered invitations that is relied on. */
  readonly confirmed: number;
  /** The bounds of that part from randomised data alone. Valid at every look. */
  readonly confirmedBounds: Bounds | null;
  /**
   * What inviting does to an average visitor, and what each move of features adds, from randomised
   * data alone.
   */
  readonly average: Effect;
  readonly features: readonly BoundedEffect[];
  /**
   * For each delay against inviting now: how much likelier it is answered, from randomised data
   * alone, and how much likelier those who answered reach the goal. The latter is not randomised,
   * because visitors choose to answer and other visitors may answer later than at once. If no
   * answer is needed: the goal of all to whom it was shown, from randomised data alone.
   */
  readonly delays: readonly {
    readonly delayS: number;
    readonly goal: BoundedEffect;
    readonly accept: BoundedEffect | null;
  }[];
  /** Empty if it takes no agents' time. */
  readonly skills: readonly LearntSkill[];
}

/**
 * `moves`: for each effect, how far it moves the policy's features. If left out, one feature at a
 * time.
 */
export function learntOf(
  policy: EngagementPolicy,
  moves: readonly (readonly number[])[] = oneByOne(policy),
): Learnt {
  const { confirmation, effects } = policy;
  return {
    ...standingOf(policy),
    outcomes: confirmation.outcomes,
    gain: averageGain(confirmation),
    confirmed: confirmedShare(confirmation),
    confirmedBounds: shareBounds(confirmation),
    average: effectOf(effects, [1]),
    features: moves.map((move) =>
      boundedEffect(effectOf(effects, [0, ...move]), featureBelief(move), moves.length),
    ),
    delays: delayEffects(policy),
    skills: skillsOf(policy),
  };
}

function delayEffects({ gain, options }: EngagementPolicy): Learnt['delays'] {
  const { delaysS, needsAgent } = options;
  const { from, many } = answeredColumns(gain.features);
  const shown = (needsAgent ? 2 : 1) * delaysS.filter((delayS) => delayS > 0).length;
  return delaysS.map((delayS) => {
    const by = logDelay(delayS);
    const scaled = (model: typeof gain.goal, at: number, belief: Belief): BoundedEffect => {
      const effect = { effect: by * (model.mean[at] ?? 0), error: by * errorAt(model, at) };
      const { mean, variance } = belief;
      return boundedEffect(effect, { mean: by * mean, variance: by * by * variance }, shown);
    };
    return {
      delayS,
      goal: scaled(gain.goal, from + many - 1, delayBelief.goal),
      accept: needsAgent ? scaled(gain.accept, many - 1, delayBelief.accept) : null,
    };
  });
}

function oneByOne({ options: { features } }: EngagementPolicy): readonly (readonly number[])[] {
  return Array.from({ length: features }, (_, at) => [...new Array<number>(at).fill(0), 1]);
}

/** d·w with its standard error √(dᵀ Σ d). */
function effectOf({ size, mean, covariance }: LeastSquares, move: readonly number[]): Effect {
  let effect = 0;
  let variance = 0;
  for (const [at, by] of move.entries()) {
    effect += by * (mean[at] ?? 0);
    for (const [other, also] of move.entries())
      variance += by * also * entry(covariance, size, at, other);
  }
  return { effect, error: Math.sqrt(Math.max(0, variance)) };
}

function errorAt(
  { size, covariance }: { readonly size: number; readonly covariance: Float64Array },
  at: number,
): number {
  return Math.sqrt(Math.max(0, entry(covariance, size, at, at)));
}

function skillsOf(policy: EngagementPolicy): readonly LearntSkill[] {
  if (!policy.options.needsAgent) return [];
  const floor = floorOf(policy);
  return [...policy.skills].map(([skill, time]) => ({
    skill,
    agents: time.agents,
    pricePerHour: pricePerHour(time, 1, floor),
    leastPricePerHour: pricePerHour(time, time.agents, floor),
    minutes: time.minutes,
  }));
}

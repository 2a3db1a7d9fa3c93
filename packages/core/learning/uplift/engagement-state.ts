// What an optimising campaign knows of its invitations: what it learnt, what its randomised
// decisions confirm, and the price of each skill's time. Plain data of bounded size: the same
// history makes equal policies. It chooses nothing.
import { assert } from '../../proof/assert.ts';
import { newConfirmation } from './estimate/confirmation.ts';
import type { Confirmation } from './estimate/confirmation.ts';
import { newConversationMinutes } from './estimate/conversation-minutes.ts';
import { newEngagementGain } from './estimate/engagement-gain.ts';
import type { EngagementGain } from './estimate/engagement-gain.ts';
import { areOptions } from './engagement-options.ts';
import type { EngagementPolicyOptions } from './engagement-options.ts';
import { newFeatureEffects } from './estimate/feature-effects.ts';
import type { LeastSquares } from './estimate/least-squares.ts';
import { newSkillTime } from './estimate/skill-time.ts';
import type { SkillTime } from './estimate/skill-time.ts';
import { newWaiting } from './estimate/timing.ts';
import type { Waiting } from './estimate/timing.ts';

export interface EngagementPolicy {
  readonly options: EngagementPolicyOptions;
  /** Of the options, the shortest first. */
  readonly delaysS: readonly number[];
  readonly gain: EngagementGain;
  readonly confirmation: Confirmation;
  /** What each feature adds to the effect of inviting. */
  readonly effects: LeastSquares;
  /** How much longer a conversation takes than others of its skill. */
  readonly minutes: LeastSquares;
  readonly skills: Map<string, SkillTime>;
  readonly waiting: Waiting;
  readonly goal: GoalValue;
}

/** Averages over the visitors asked about. */
export interface GoalValue {
  /** The value of the goal. */
  mean: number;
  /** The least cost of an invitation, among visitors for whom the rule was true. */
  leastCharge: number;
  seen: number;
}

export const MOST_SKILLS = 200;
/** Prior rate of the goal without an invitation. */
const PRIOR_RATE = 0.05;
/** How many goal values the mean remembers. */
const VALUE_MEMORY = 1_000;
/** The lowest price of an agent's hour, as a fraction of the goal's value. */
const LEAST_PART = 0.125;
/** A policy without outcomes. */
export function newEngagementPolicy(options: EngagementPolicyOptions): EngagementPolicy {
  assert(areOptions(options), 'the options of a policy must be within their bounds');
  return {
    options,
    delaysS: options.delaysS.toSorted((one, other) => one - other),
    gain: newEngagementGain(options.features, PRIOR_RATE, !options.needsAgent, options.interaction),
    confirmation: newConfirmation(),
    effects: newFeatureEffects(options.features),
    minutes: newConversationMinutes(options.features),
    skills: new Map(),
    waiting: newWaiting(options.momentKinds ?? 0),
    goal: { mean: 0, leastCharge: 0, seen: 0 },
  };
}

/** The record of a skill. Beyond the limit of skills, that of the last. */
export function skillOf({ skills }: EngagementPolicy, skill: string): SkillTime {
  const name = skills.has(skill) || skills.size < MOST_SKILLS - 1 ? skill : '';
  const known = skills.get(name);
  if (known !== undefined) return known;
  const fresh = newSkillTime();
  skills.set(name, fresh);
  return fresh;
}

/** The lowest price of an agent's hour. */
export function floorOf({ options, goal }: EngagementPolicy): number {
  return options.leastPerHour ?? LEAST_PART * goal.mean;
}

/** Records a visitor for whom the rule was true: value and charge in currency. */
export function noteValue({ goal }: EngagementPolicy, noted: Omit<GoalValue, 'seen'>): void {
  goal.seen = Math.min(VALUE_MEMORY, goal.seen + 1);
  goal.mean += (noted.mean - goal.mean) / goal.seen;
  goal.leastCharge += (noted.leastCharge - goal.leastCharge) / goal.seen;
}

/**
 * Changes the value of the goal. Prices were computed in the old value, so they are scaled by the
 * same factor, and earlier values are forgotten.
 */
export function restateValue({ goal, skills }: EngagementPolicy, value: number): void {
  if (!(goal.mean > 0 && value > 0)) return;
  const by = value / goal.mean;
  for (const skill of skills.values()) {
    skill.earned *= by;
    if (skill.perHour !== null) skill.perHour *= by;
  }
  Object.assign(goal, { mean: value, seen: 0 });
}

// What an optimising campaign knows of its invitations: what it learnt, what its randomised decisions
// confirm, and the price of each skill's time. Plain data of bounded size; the same history makes
// equal policies. It chooses nothing.
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
  /** What each feature adds to what inviting does. */
  readonly effects: LeastSquares;
  /** How much longer than others of its skill a conversation takes. */
  readonly minutes: LeastSquares;
  readonly skills: Map<string, SkillTime>;
  readonly waiting: Waiting;
  readonly goal: GoalValue;
}

/** Of those asked about, on average. */
export interface GoalValue {
  /** What the goal is worth. */
  mean: number;
  /** What an invitation costs at least, of those for whom the rule held. */
  leastCharge: number;
  seen: number;
}

export const MOST_SKILLS = 200;
/** Rate of the goal without an invitation, as expected before the first outcome. */
const PRIOR_RATE = 0.05;
/** Values of goals that the mean remembers. */
const VALUE_MEMORY = 1_000;
/** The part of the goal's value that an agent's hour costs at least. */
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

/** The record of a skill; the last of them where there are more than it keeps. */
export function skillOf({ skills }: EngagementPolicy, skill: string): SkillTime {
  const name = skills.has(skill) || skills.size < MOST_SKILLS - 1 ? skill : '';
  const known = skills.get(name);
  if (known !== undefined) return known;
  const fresh = newSkillTime();
  skills.set(name, fresh);
  return fresh;
}

/** What an agent's hour costs at least. */
export function floorOf({ options, goal }: EngagementPolicy): number {
  return options.leastPerHour ?? LEAST_PART * goal.mean;
}

/** A visitor for whom the rule held was asked about: value and charge in currency. */
export function noteValue({ goal }: EngagementPolicy, noted: Omit<GoalValue, 'seen'>): void {
  goal.seen = Math.min(VALUE_MEMORY, goal.seen + 1);
  goal.mean += (noted.mean - goal.mean) / goal.seen;
  goal.leastCharge += (noted.leastCharge - goal.leastCharge) / goal.seen;
}

/**
 * The goal counts otherwise from now on, and is worth so much: prices, which were reckoned in what it was
 * worth, become as many times as much, and what was asked before says nothing of it any more.
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

// What an optimising campaign knows of its invitations: what it learnt, what its randomised decisions
// confirm, and the price of each skill's time. Plain data of bounded size; the same history makes
// equal policies. It chooses nothing.
import { assert } from '../../proof/assert.ts';
import {
  averageGain,
  confirmedShare,
  evidenceFor,
  newConfirmation,
  slopeError,
  slopeOf,
} from './confirmation.ts';
import type { Confirmation } from './confirmation.ts';
import { newConversationMinutes } from './conversation-minutes.ts';
import { newEngagementGain } from './engagement-gain.ts';
import type { EngagementGain } from './engagement-gain.ts';
import { newFeatureEffects } from './feature-effects.ts';
import type { LeastSquares } from './least-squares.ts';
import { newSkillTime } from './skill-time.ts';
import type { SkillTime } from './skill-time.ts';
import { newWaiting } from './timing.ts';
import type { Waiting } from './timing.ts';

export interface EngagementPolicyOptions {
  /** Of the campaign and period: draws of two salts have nothing to do with each other. */
  readonly salt: string;
  /** Delays that an invitation may have, in seconds; 0 is now. */
  readonly delaysS: readonly number[];
  /** Whether an invitation that is answered takes an agent's time. */
  readonly needsAgent: boolean;
  /** Features of a visitor, at most 64. About standardised: the priors expect it. */
  readonly features: number;
  /** Share of decisions left to chance: each action, none included, keeps this ÷ their number. */
  readonly exploration: number;
  /** Of one invitation, in the account's currency. */
  readonly cost: number;
  /** Of one that was shown and not answered, in the account's currency. */
  readonly annoyance: number;
  /** No invitation is shown before this age of the visit. */
  readonly earliestS: number;
  /** Below this an agent's hour is never given away; an eighth of the goal's mean value if not said. */
  readonly leastPerHour?: number;
  /** Kinds of moments that the caller tells apart where a visit may be asked about again; at most 256. */
  readonly momentKinds?: number;
}

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
  /** Of those for whom the rule held: what an invitation costs at least, and may seem to gain at most. */
  leastCharge: number;
  mostGain: number;
  seen: number;
}

export const MOST_FEATURES = 64;
export const MOST_DELAYS = 16;
export const MOST_SKILLS = 200;
export const MOST_MOMENT_KINDS = 256;
/** A feature is cut off here. */
const LARGEST = 10;
/** Rate of the goal without an invitation, as expected before the first outcome. */
const PRIOR_RATE = 0.05;
/** Values of goals that the mean remembers. */
const VALUE_MEMORY = 1_000;
/** The part of the goal's value that an agent's hour costs at least. */
const LEAST_PART = 0.125;
/** Below so many randomised outcomes nothing is decided by them. */
const FEWEST_OUTCOMES = 1_500;
/** While less than this is confirmed, and the error is above that, nothing is decided either way. */
const UNDECIDED = { confirmed: 0.25, error: 0.15 };
/** Standard errors by which the data alone must speak for the gains: to be tried, to be confirmed. */
const TRIED_AT = 0;
const CONFIRMED_AT = 1.64;
/** Gains are refuted where so many standard errors more of them would still be too small. */
export const REFUTED_AT = 1.64;

/** A policy without outcomes. */
export function newEngagementPolicy(options: EngagementPolicyOptions): EngagementPolicy {
  assert(areOptions(options), 'the options of a policy must be within their bounds');
  return {
    options,
    delaysS: options.delaysS.toSorted((one, other) => one - other),
    gain: newEngagementGain(options.features, PRIOR_RATE, !options.needsAgent),
    confirmation: newConfirmation(),
    effects: newFeatureEffects(options.features),
    minutes: newConversationMinutes(options.features),
    skills: new Map(),
    waiting: newWaiting(options.momentKinds ?? 0),
    goal: { mean: 0, leastCharge: 0, mostGain: 0, seen: 0 },
  };
}

/** Whether options are within the bounds that keep a policy small. */
export function areOptions(options: EngagementPolicyOptions): boolean {
  const { features, delaysS, exploration, cost, annoyance, earliestS } = options;
  const { leastPerHour = 0, momentKinds = 0 } = options;
  return (
    isWhole(features, MOST_FEATURES) &&
    isWhole(momentKinds, MOST_MOMENT_KINDS) &&
    delaysS.length >= 1 &&
    delaysS.length <= MOST_DELAYS &&
    new Set(delaysS).size === delaysS.length &&
    exploration > 0 &&
    exploration <= 1 &&
    [...delaysS, cost, annoyance, earliestS, leastPerHour].every((each) => each >= 0 && each < 1e12)
  );
}

function isWhole(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= most;
}

/** By what it decides now, and why. */
export interface Standing {
  readonly using: 'uplift' | 'rule';
  readonly why: 'few_outcomes' | 'undecided' | 'confirmed' | 'refuted';
}

/**
 * By gains while randomised outcomes speak for them, and once they have refuted them; else as the
 * manager's rule. Gains that are tried and not yet confirmed are undecided as well. Refuted means that
 * gains are known to be small, or the average one to be less than an invitation costs: then hardly
 * anybody is invited.
 */
export function standingOf(policy: EngagementPolicy): Standing {
  const { confirmation } = policy;
  if (confirmation.outcomes < FEWEST_OUTCOMES) return { using: 'rule', why: 'few_outcomes' };
  const evidence = evidenceFor(confirmation);
  const isEnough = confirmedShare(confirmation) >= UNDECIDED.confirmed;
  if (isEnough && evidence >= CONFIRMED_AT) return { using: 'uplift', why: 'confirmed' };
  if (isRefuted(policy)) return { using: 'uplift', why: 'refuted' };
  return { using: isEnough && evidence > TRIED_AT ? 'uplift' : 'rule', why: 'undecided' };
}

/** By the slope; by the average gain; or because even what may seem to be gained would not pay. */
function isRefuted({ confirmation, goal }: EngagementPolicy): boolean {
  const error = slopeError(confirmation);
  if (error <= UNDECIDED.error) return true;
  const average = averageGain(confirmation);
  if ((average.gain + REFUTED_AT * average.error) * goal.mean < goal.leastCharge) return true;
  const slope = slopeOf(confirmation) + REFUTED_AT * error;
  return slope * goal.mostGain < goal.leastCharge;
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

/** A visitor for whom the rule held was asked about: value, charge and gain in currency. */
export function noteValue({ goal }: EngagementPolicy, noted: Omit<GoalValue, 'seen'>): void {
  goal.seen = Math.min(VALUE_MEMORY, goal.seen + 1);
  goal.mean += (noted.mean - goal.mean) / goal.seen;
  goal.leastCharge += (noted.leastCharge - goal.leastCharge) / goal.seen;
  goal.mostGain += (noted.mostGain - goal.mostGain) / goal.seen;
}

/** As many features as the policy has, each a number within bounds: no caller can spoil what is learnt. */
export function boundedFeatures(
  { options }: EngagementPolicy,
  features: ArrayLike<number>,
): ArrayLike<number> {
  let isBounded = features.length >= options.features;
  for (let at = 0; at < options.features; at++)
    if (!(Math.abs(features[at] ?? 0) <= LARGEST)) isBounded = false;
  if (isBounded) return features;
  return Float64Array.from({ length: options.features }, (_, at) => {
    const value = features[at] ?? 0;
    return Number.isNaN(value) ? 0 : Math.min(LARGEST, Math.max(-LARGEST, value));
  });
}

// Learns the outcome of a randomised decision of an optimising campaign, once each, and the time of
// agents as it passes. A decision that was not randomised teaches nothing. It chooses nothing.
import { delayOf } from '@opportune/protocol/campaign/policy.ts';
import type { PolicyAction } from '@opportune/protocol/campaign/policy.ts';
import { confirm, slopeOf } from './estimate/confirmation.ts';
import { learnConversation } from './estimate/conversation-minutes.ts';
import { expectEngagement, learnEngagement } from './estimate/engagement-gain.ts';
import type { Expectation } from './estimate/engagement-gain.ts';
import { actionOf } from './engagement-offers.ts';
import { boundedFeatures } from './engagement-options.ts';
import { floorOf, skillOf } from './engagement-state.ts';
import type { EngagementPolicy } from './engagement-state.ts';
import { learnEffects } from './estimate/feature-effects.ts';
import { learnMinutes, staff } from './estimate/skill-time.ts';

export interface PolicyOutcome {
  readonly visitor: string;
  readonly features: ArrayLike<number>;
  readonly skill: string;
  readonly action: PolicyAction;
  /** The probability of the action under the randomisation that chose it, including arm shares. */
  readonly probability: number;
  /**
   * The probability of every action under that randomisation (see `withArms`). Without it the rest
   * to 1 is assigned to none; if none was chosen, to the shortest delay. That is right if there is
   * one delay.
   */
  readonly probabilities?: Readonly<Record<string, number>>;
  /** Age of the visit when it was decided. A minute if left out. */
  readonly ageS?: number;
  readonly accepted: boolean;
  /** Minutes of an agent's time that it took. 0 for none. */
  readonly minutes: number;
  readonly converted: boolean;
  /** Value of the conversion, in the account's currency. */
  readonly value: number;
}

/** Shares of the arms to which visitors are hashed. They add up to 1. */
export interface ArmShares {
  readonly control: number;
  readonly always: number;
  readonly optimise: number;
}

const TYPICAL_AGE_S = 60;

/**
 * The probability of each action for a visitor whose arm was randomised too: control does nothing,
 * always follows the manager's rule at this moment, optimise follows the policy.
 */
export function withArms(
  probabilities: Readonly<Record<string, number>>,
  arms: ArmShares,
  rule: PolicyAction = 'now',
): Readonly<Record<string, number>> {
  const joint: Record<string, number> = {};
  const add = (action: string, share: number): void => {
    if (share > 0) joint[action] = (joint[action] ?? 0) + share;
  };
  add('none', arms.control);
  add(rule, arms.always);
  for (const [action, share] of Object.entries(probabilities)) add(action, arms.optimise * share);
  return joint;
}

/**
 * The probability of each action among visitors whose draw follows the policy. Control's part of
 * them, asked as a ghost, is as large as its part of all. Chance decided between arms where the
 * policy acted.
 */
export function chancesUnderPolicy(
  probabilities: Readonly<Record<string, number>>,
  control: number,
): Readonly<Record<string, number>> {
  return withArms(probabilities, { control, always: 0, optimise: 1 - control });
}

/** The same for visitors whose draw follows the manager's rule, at a moment when it was true. */
export function chancesUnderRule(control: number): Readonly<Record<string, number>> {
  return withArms({}, { control, always: 1 - control, optimise: 0 });
}

/** Learns one outcome in place. False if it was not randomised; then nothing was learnt. */
export function observeOutcome(policy: EngagementPolicy, observed: PolicyOutcome): boolean {
  const { action, probability, minutes, converted, ageS = TYPICAL_AGE_S } = observed;
  const delayS = delayOf(action);
  if (!(probability > 0 && probability < 1) || !(minutes >= 0 && ageS >= 0)) return false;
  // Features are bounded below. An infinite time would turn every weight into NaN.
  if (!Number.isFinite(minutes + ageS)) return false;
  if (delayS !== null && !(delayS >= 0)) return false;
  const outcome = { ...observed, features: boundedFeatures(policy.options, observed.features) };
  weigh(policy, outcome, ageS);
  const invited = delayS === null ? null : { delayS, accepted: outcome.accepted };
  learnEngagement(policy.gain, outcome.features, ageS, invited, converted);
  if (outcome.accepted && minutes > 0) learnTime(policy, outcome);
  return true;
}

function learnTime(policy: EngagementPolicy, { skill, features, minutes }: PolicyOutcome): void {
  const time = skillOf(policy, skill);
  learnConversation(policy.minutes, features, minutes, time.minutes);
  learnMinutes(time, minutes);
}

/** Weighs what the outcome says of the gains, against what was expected before it was known. */
function weigh(policy: EngagementPolicy, outcome: PolicyOutcome, ageS: number): void {
  const { action, features, converted } = outcome;
  const invited = invitedChances(policy, outcome);
  let [probability, meanSeeming, done] = [0, 0, 0];
  let expected: Expectation | null = null;
  for (const [delayS, chance] of invited) {
    expected = expectEngagement(policy.gain, features, { ageS, delayS });
    probability += chance;
    meanSeeming += chance * expected.seeming;
    if (delayS === delayOf(action)) done = expected.seeming;
  }
  if (expected === null || probability <= 0 || probability >= 1) return;
  const isInvited = action !== 'none';
  const { rate } = expected;
  const move = Number(isInvited) - probability;
  const unexplained = Number(converted) - rate - slopeOf(policy.confirmation) * meanSeeming;
  learnEffects(policy.effects, features, { move, rate, unexplained });
  confirm(policy.confirmation, {
    invited: isInvited,
    invitedProbability: probability,
    seeming: done,
    meanSeeming,
    rate,
    unexplained,
  });
}

/** The delays that were possible, each with its probability. */
function invitedChances(
  { delaysS }: EngagementPolicy,
  { action, probability, probabilities }: PolicyOutcome,
): readonly (readonly [number, number])[] {
  const shortest = actionOf(delaysS[0] ?? 0);
  const all =
    probabilities ??
    (action === 'none' ? { [shortest]: 1 - probability } : { [action]: probability });
  return Object.entries(all).flatMap(([name, chance]) => {
    if (name === 'none') return [];
    const delayS = name === 'now' ? 0 : Number(name.replace('after:', ''));
    return Number.isFinite(delayS) && chance > 0 ? [[delayS, chance] as const] : [];
  });
}

/** Time passes with this many staffed agents, by skill. A skill that is not named has none. */
export function tick(
  policy: EngagementPolicy,
  now: number,
  agentsStaffedBySkill: Readonly<Record<string, number>>,
): void {
  const floor = floorOf(policy);
  for (const skill of Object.keys(agentsStaffedBySkill)) skillOf(policy, skill);
  for (const [name, skill] of policy.skills)
    staff(skill, agentsStaffedBySkill[name] ?? 0, now, floor);
}

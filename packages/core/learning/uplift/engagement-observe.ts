// Learns what came of a randomised decision of an optimising campaign, once each; and the time of the
// agents as it passes. What was not left to chance teaches nothing. It chooses nothing.
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
  /** Of the action under the randomisation that chose it, arm shares included. */
  readonly probability: number;
  /**
   * Of every action under that randomisation (see `withArms`). Without it what is left of 1 is thought
   * to lie on none, or where none was done on the shortest delay: right where there is one delay.
   */
  readonly probabilities?: Readonly<Record<string, number>>;
  /** Of the visit when it was decided; a minute if not said. */
  readonly ageS?: number;
  readonly accepted: boolean;
  /** That it took of an agent's time; 0 where none was taken. */
  readonly minutes: number;
  readonly converted: boolean;
  /** Of the conversion, in the account's currency. */
  readonly value: number;
}

/** Shares of the arms among which a visitor is hashed; they add up to 1. */
export interface ArmShares {
  readonly control: number;
  readonly always: number;
  readonly optimise: number;
}

const TYPICAL_AGE_S = 60;

/**
 * How likely each action was for a visitor whose arm was left to chance too: control does none, always
 * does what the manager's rule does at this moment, optimise what the policy said.
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
 * How likely each action was in the part of the visitors whose draw follows the policy: control's part
 * of them, asked as a ghost, is as large as of all. Chance decided between them where the policy did.
 */
export function chancesUnderPolicy(
  probabilities: Readonly<Record<string, number>>,
  control: number,
): Readonly<Record<string, number>> {
  return withArms(probabilities, { control, always: 0, optimise: 1 - control });
}

/** The same in the part whose draw follows the manager's rule, where that held. */
export function chancesUnderRule(control: number): Readonly<Record<string, number>> {
  return withArms({}, { control, always: 1 - control, optimise: 0 });
}

/** Learns one outcome in place. False where it was not left to chance, and nothing was learnt. */
export function observeOutcome(policy: EngagementPolicy, observed: PolicyOutcome): boolean {
  const { action, probability, minutes, converted, ageS = TYPICAL_AGE_S } = observed;
  const delayS = delayOf(action);
  if (!(probability > 0 && probability < 1) || !(minutes >= 0 && ageS >= 0)) return false;
  // Features are bounded below; an endless time would make every weight no number.
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

/** The delays that could have been, each with its chance. */
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

/** The hour goes on with so many agents staffed, by skill; a skill that is not named has none. */
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

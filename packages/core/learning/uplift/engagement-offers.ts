// The worth of each action of an optimising campaign for one visitor now: value × gain − cost −
// annoyance − price of the skill's time × minutes. It draws nothing.
import type { PolicyAction } from '@opportune/protocol/campaign/policy.ts';
import { confirmedShare } from './estimate/confirmation.ts';
import { minutesOf } from './estimate/conversation-minutes.ts';
import { expectEngagement, seemingDeviation } from './estimate/engagement-gain.ts';
import type { PolicyQuestion } from './engagement-question.ts';
import { floorOf, noteValue, skillOf } from './engagement-state.ts';
import type { EngagementPolicy } from './engagement-state.ts';
import { noteRule, pricePerHour } from './estimate/skill-time.ts';

/** An action other than none, with its expected result. */
export interface EngagementOffer {
  readonly action: PolicyAction;
  readonly delayS: number;
  readonly gain: number;
  /** The gain before it is reduced to the confirmed part. */
  readonly seeming: number;
  readonly rate: number;
  readonly accepts: number;
  readonly minutes: number;
  readonly worth: number;
}

/** All delays of the campaign, the shortest first. */
export function offersOf(
  policy: EngagementPolicy,
  question: PolicyQuestion,
): readonly EngagementOffer[] {
  const skill = skillOf(policy, question.skill);
  const price = pricePerHour(skill, question.free, floorOf(policy));
  const perMinute = policy.options.needsAgent ? price / 60 : 0;
  const minutesEach = policy.options.needsAgent
    ? minutesOf(policy.minutes, question.features, skill.minutes)
    : 0;
  return policy.delaysS.map((delayS) =>
    offerOf(policy, question, { delayS, perMinute, minutesEach }),
  );
}

function offerOf(
  { options, gain: model, confirmation }: EngagementPolicy,
  { features, ageS, value }: PolicyQuestion,
  time: { readonly delayS: number; readonly perMinute: number; readonly minutesEach: number },
): EngagementOffer {
  const { delayS } = time;
  const { rate, accepts, seeming } = expectEngagement(model, features, { ageS, delayS });
  const gain = confirmedShare(confirmation) * seeming;
  const minutes = accepts * time.minutesEach;
  const charge = options.cost + (1 - accepts) * options.annoyance + time.perMinute * minutes;
  const worth = value * gain - charge;
  return { action: actionOf(delayS), delayS, gain, seeming, rate, accepts, minutes, worth };
}

/** Standard deviation of an offer's worth. */
export function worthDeviation(
  policy: EngagementPolicy,
  { features, ageS, value }: PolicyQuestion,
  { delayS, rate, accepts, seeming }: EngagementOffer,
): number {
  const share = confirmedShare(policy.confirmation);
  const when = { ageS, delayS };
  return value * share * seemingDeviation(policy.gain, features, when, { rate, accepts, seeming });
}

export function actionOf(delayS: number): PolicyAction {
  return delayS === 0 ? 'now' : `after:${delayS}`;
}

/** A choice as the log stores it. */
export interface LoggedChoice {
  readonly value: number;
  readonly skill: string;
  readonly free: number;
  /** Of the offer made, else of the best possible one. */
  readonly rate: number;
  readonly accepts: number;
  readonly minutes: number;
  readonly gain: number;
  /** Whether the manager's rule was true. True if left out. */
  readonly isRule?: boolean;
  readonly isOffered: boolean;
}

/**
 * Counts a logged choice that was lost in a crash, as `chooseAction` counted it. Only the least
 * charge may differ: it is taken from the chosen delay.
 */
export function noteLogged(policy: EngagementPolicy, logged: LoggedChoice): void {
  noteAsked(policy, logged, logged);
  if (logged.isOffered) skillOf(policy, logged.skill).earned += logged.value * logged.gain;
}

/**
 * Adds the expected gain of another policy's invitation to a skill: the price of an hour covers all
 * policies that use it.
 */
export function noteBeside(policy: EngagementPolicy, skill: string, gained: number): void {
  skillOf(policy, skill).earned += gained;
}

/** Counts a visitor who was asked about, and the least charge of an offer to them. */
export function noteAsked(
  policy: EngagementPolicy,
  {
    value,
    skill,
    free,
    isRule = true,
  }: Pick<PolicyQuestion, 'value' | 'skill' | 'free' | 'isRule'>,
  offer: Pick<EngagementOffer, 'accepts' | 'minutes' | 'rate'> | undefined,
): void {
  if (!isRule || offer === undefined) return;
  const { options } = policy;
  const { accepts, minutes, rate } = offer;
  const charge = options.cost + (1 - accepts) * options.annoyance;
  const leastCharge = charge + (floorOf(policy) / 60) * minutes;
  noteValue(policy, { mean: value, leastCharge });
  if (options.needsAgent) noteRule(skillOf(policy, skill), free, rate);
}

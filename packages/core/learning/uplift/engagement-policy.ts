// The policy of an optimising campaign: whether to invite this visitor, now or after a delay. It does
// what gains more than it costs, does as the manager's rule while that is not known, keeps a little to
// chance and says exactly how likely everything was. The caller keeps arms, caps, guard and log.
import type { PolicyAction } from '@opportune/protocol/policy.ts';
import { chancesOf, isLetPass } from './engagement-chances.ts';
import { noteAsked, offersOf } from './engagement-offers.ts';
import type { EngagementOffer } from './engagement-offers.ts';
import { drawn, drawOf } from './exploration.ts';
import { boundedFeatures, floorOf, skillOf, standingOf } from './engagement-state.ts';
import type { EngagementPolicy } from './engagement-state.ts';
import { pricePerHour } from './skill-time.ts';

export type { PolicyAction } from '@opportune/protocol/policy.ts';
export { newEngagementPolicy } from './engagement-state.ts';
export type { EngagementPolicy, EngagementPolicyOptions } from './engagement-state.ts';
export { betweenArms, observeOutcome, tick, withArms } from './engagement-observe.ts';
export type { PolicyOutcome } from './engagement-observe.ts';
export { policyFromJson, policyJson } from './engagement-json.ts';
export { learntOf } from './engagement-learnt.ts';
export { momentOf, observeNext } from './engagement-waiting.ts';
export type { WaitingMoment } from './engagement-waiting.ts';
export type { Learnt } from './engagement-learnt.ts';

export interface PolicyQuestion {
  readonly visitor: string;
  /** Which of the visitor's questions this is; each has a draw of its own. */
  readonly occasion: number | string;
  readonly features: ArrayLike<number>;
  readonly skill: string;
  /** Places of the skill that are free now. */
  readonly free: number;
  /** The service-level guard is shut: no live offer. */
  readonly isGuarded: boolean;
  /** What the goal is expected to be worth for this visitor, in the account's currency. */
  readonly value: number;
  /** Age of the visit. */
  readonly ageS: number;
  /** The server's clock, milliseconds. */
  readonly now: number;
  /** Whether the manager's rule would invite now; yes if not said. */
  readonly isRule?: boolean;
  /** Asked for the record of an arm that does not follow the policy: nothing is counted. */
  readonly isGhost?: boolean;
  /**
   * Which kind of moment this is, below `momentKinds`, where the visit may be asked about again. Then the
   * policy may answer that it waits: nothing is decided, in no arm.
   */
  readonly moment?: number;
}

export interface PolicyChoice {
  readonly action: PolicyAction;
  /** That of the action, exactly as drawn with; 1 teaches nothing. */
  readonly probability: number;
  readonly probabilities: Readonly<Record<string, number>>;
  readonly using: 'uplift' | 'rule';
  /** Nothing was decided: ask again, with another occasion, as the visit goes on. */
  readonly waits: boolean;
  /** Of the action, or where it is none of the best there was: added to the goal's probability. */
  readonly gain: number;
  /** Probability of the goal without an invitation. */
  readonly rate: number;
  /** Probability that the invitation is answered. */
  readonly accepts: number;
  /** Of the skill's time to be expected, chance of an answer included. */
  readonly minutes: number;
  readonly pricePerHour: number;
  /** value × gain − cost − annoyance − price × minutes, in the account's currency. */
  readonly worth: number;
}

/** Chooses for one visitor at one moment. The same policy and question choose the same. */
export function chooseAction(policy: EngagementPolicy, asked: PolicyQuestion): PolicyChoice {
  const { using } = standingOf(policy);
  if (isLetPass(policy, asked, using)) return letPass;
  const features = boundedFeatures(policy, asked.features);
  const question = features === asked.features ? asked : { ...asked, features };
  const offers = offersOf(policy, question);
  if (question.isGhost !== true) noteAsked(policy, question, offers[0]);
  const possible = offers.filter((offer) => isPossible(policy, question, offer));
  const { shares, waits } = chancesOf({ policy, question, offers: possible, using });
  const key = `${policy.options.salt}:${question.visitor}:${question.occasion}`;
  const at = shares.length === 1 ? 0 : drawn(shares, drawOf(key));
  const offer = possible[at - 1] ?? null;
  const skill = skillOf(policy, question.skill);
  if (offer !== null && question.isGhost !== true) skill.earned += question.value * offer.gain;
  const free = question.free;
  return {
    action: offer?.action ?? 'none',
    probability: shares[at] ?? 1,
    probabilities: probabilitiesOf(shares, possible),
    using,
    waits,
    ...told(offer ?? bestOf(possible) ?? bestOf(offers)),
    pricePerHour: policy.options.needsAgent ? pricePerHour(skill, free, floorOf(policy)) : 0,
  };
}

function probabilitiesOf(
  shares: readonly number[],
  offers: readonly EngagementOffer[],
): Readonly<Record<string, number>> {
  const found: Record<string, number> = { none: shares[0] ?? 1 };
  for (let at = 0; at < offers.length; at++) {
    const { action } = offers[at] ?? { action: 'none' };
    found[action] = shares[at + 1] ?? 0;
  }
  return found;
}

/** With nobody free, or the guard shut, nothing live is offered; nor before the earliest age. */
function isPossible(
  { options }: EngagementPolicy,
  { free, isGuarded, ageS }: PolicyQuestion,
  { delayS }: EngagementOffer,
): boolean {
  if (ageS + delayS < options.earliestS) return false;
  return !options.needsAgent || (free > 0 && !isGuarded);
}

function bestOf(offers: readonly EngagementOffer[]): EngagementOffer | null {
  return offers.reduce<EngagementOffer | null>(
    (best, each) => (best === null || each.worth > best.worth ? each : best),
    null,
  );
}

function told(offer: EngagementOffer | null) {
  const { gain, rate, accepts, minutes, worth } = offer ?? nothing;
  return { gain, rate, accepts, minutes, worth };
}

const nothing = { gain: 0, rate: 0, accepts: 0, minutes: 0, worth: 0 };

/** Where the rule lets a moment pass, nothing is worked out. */
const letPass: PolicyChoice = {
  ...{ action: 'none', probability: 1, probabilities: { none: 1 }, using: 'rule', waits: true },
  ...{ ...nothing, pricePerHour: 0 },
};

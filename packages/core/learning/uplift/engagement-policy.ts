// The policy of an optimising campaign: whether to invite this visitor, now or after a delay. It
// does what gains more than it costs, follows the manager's rule while that is unknown, leaves a
// little to chance and reports the exact probability of every action. The caller handles arms,
// caps, guard and log.
import { chancesOf, isLetPass } from './engagement-chances.ts';
import { noteAsked, offersOf } from './engagement-offers.ts';
import type { EngagementOffer } from './engagement-offers.ts';
import { drawn, drawOf } from './estimate/exploration.ts';
import type { PolicyChoice, PolicyQuestion } from './engagement-question.ts';
import { boundedFeatures } from './engagement-options.ts';
import { standingOf } from './engagement-standing.ts';
import { floorOf, skillOf } from './engagement-state.ts';
import type { EngagementPolicy } from './engagement-state.ts';
import { pricePerHour } from './estimate/skill-time.ts';

export type { PolicyAction } from '@opportune/protocol/campaign/policy.ts';
export type { PolicyChoice, PolicyQuestion } from './engagement-question.ts';
export { newEngagementPolicy, restateValue } from './engagement-state.ts';
export type { EngagementPolicy } from './engagement-state.ts';
export type { EngagementPolicyOptions } from './engagement-options.ts';
export { noteBeside, noteLogged } from './engagement-offers.ts';
export type { LoggedChoice } from './engagement-offers.ts';
export {
  chancesUnderPolicy,
  chancesUnderRule,
  observeOutcome,
  tick,
  withArms,
} from './engagement-observe.ts';
export type { PolicyOutcome } from './engagement-observe.ts';
export { policyFromJson, policyJson } from './engagement-json.ts';
export { learntOf } from './engagement-learnt.ts';
export { momentOf, observeNext } from './engagement-waiting.ts';
export type { WaitingMoment } from './engagement-waiting.ts';
export type { Learnt } from './engagement-learnt.ts';

/** Chooses for one visitor at one moment. The same policy and question give the same choice. */
export function chooseAction(policy: EngagementPolicy, asked: PolicyQuestion): PolicyChoice {
  const { using } = standingOf(policy);
  if (isLetPass(policy, asked, using)) return letPass;
  const features = boundedFeatures(policy.options, asked.features);
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

/**
 * No live offer is possible without a free agent or with the guard shut, nor before the earliest
 * age unless the rule is true.
 */
function isPossible(
  { options }: EngagementPolicy,
  { free, isGuarded, ageS, isRule }: PolicyQuestion,
  { delayS }: EngagementOffer,
): boolean {
  if (ageS + delayS < options.earliestS && isRule !== true) return false;
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

/** A moment that is let pass is not computed. */
export const letPass: PolicyChoice = {
  ...{ action: 'none', probability: 1, probabilities: { none: 1 }, using: 'rule', waits: true },
  ...{ ...nothing, pricePerHour: 0 },
};

// The probability of each action of an optimising campaign at one moment, none first. Computed
// before the one draw, so the logged probabilities are those used. Both under the rule and for the
// gains, each action keeps its share of chance.
import { worthDeviation } from './engagement-offers.ts';
import type { EngagementOffer } from './engagement-offers.ts';
import type { PolicyQuestion } from './engagement-question.ts';
import { skillOf } from './engagement-state.ts';
import type { EngagementPolicy } from './engagement-state.ts';
import { worthOfWaiting } from './engagement-waiting.ts';
import { drawOf, probabilities, withFloor } from './estimate/exploration.ts';
import type { Worth } from './estimate/exploration.ts';
import { isPassedBy } from './estimate/skill-time.ts';

export interface Chances {
  /** Of none and of each offer, in their order. */
  readonly shares: readonly number[];
  readonly waits: boolean;
}

/** One moment, with the possible actions. */
interface Moment {
  readonly policy: EngagementPolicy;
  readonly question: PolicyQuestion;
  readonly offers: readonly EngagementOffer[];
  readonly using: 'uplift' | 'rule';
}

/** The scale of Thompson draws relative to the posterior's deviation, unless the options set it. */
const DAMPING = 0.1;
/**
 * The share left to chance while little is known, and the number of outcomes over which it
 * decreases to the set share.
 */
const FIRST_EXPLORATION = 0.2;
const EXPLORES_UNTIL = 4_000;
/** At a moment that would be let pass: the part of exploration that decides by chance. */
const CHANCE_MOMENTS = 0.15;
/** If the worth is below this many typical invitations, no draw is made. */
const FAR_BELOW = 0.5;
/** Below this many outcomes, intent is not reliable enough to pass a visitor by. */
const FEWEST_FOR_INTENT = 500;

/**
 * Whether the rule is false at a moment that need not be decided, and chance does not decide
 * either.
 */
export function isLetPass(
  policy: EngagementPolicy,
  question: PolicyQuestion,
  using: 'uplift' | 'rule',
): boolean {
  if (using === 'uplift' || question.moment === undefined || question.isRule !== false)
    return false;
  return !isByChance(policy, question, explorationOf(policy, using));
}

/** The probabilities of none and of each possible offer, and whether nothing is decided. */
export function chancesOf(moment: Moment): Chances {
  const { policy, question, offers, using } = moment;
  if (offers.length === 0) return { shares: [1], waits: question.moment !== undefined };
  const exploration = explorationOf(policy, using);
  if (question.moment !== undefined) return onTheWay(moment, exploration);
  const shares = using === 'rule' ? ruleShares(moment) : gainShares(moment);
  return { shares: withFloor(shares, exploration / shares.length), waits: false };
}

/**
 * If the visit may be asked about again, an unsuitable moment is let pass: nothing is decided, in
 * any arm, except for a few moments that chance decides. At a suitable one the invitation is nearly
 * certain.
 */
function onTheWay(moment: Moment, exploration: number): Chances {
  const { policy, question, offers } = moment;
  if (!isDue(moment)) {
    const isPassed = !isByChance(policy, question, exploration);
    return { shares: isPassed ? [1] : evenShares(offers), waits: isPassed };
  }
  const [, ...best] = moment.using === 'rule' ? ruleShares(moment) : gainShares(moment);
  const any = best.reduce((sum, share) => sum + share, 0);
  const shares = any > 0 ? [0, ...best.map((share) => share / any)] : evenShares(offers);
  return { shares: withFloor(shares, exploration / shares.length), waits: false };
}

function evenShares(offers: readonly EngagementOffer[]): readonly number[] {
  return [1, ...offers.map(() => 1)].map((share) => share / (offers.length + 1));
}

/** A fraction of the moments that would be let pass is decided by chance. */
function isByChance(
  policy: EngagementPolicy,
  question: PolicyQuestion,
  exploration: number,
): boolean {
  return drawOf(keyOf(policy, question, 'moment')) < CHANCE_MOMENTS * exploration;
}

/** Whether this is the moment: the rule's, or one whose drawn worth exceeds that of waiting. */
function isDue(moment: Moment): boolean {
  const { policy, question, offers, using } = moment;
  if (using === 'rule') return ruleHolds(moment);
  const best = offers.reduce((one, other) => (other.worth > one.worth ? other : one));
  const { later, unit } = worthOfWaiting(policy, question, best.worth);
  if (best.worth - later < -FAR_BELOW * unit) return false;
  const [none = 1] = probabilities(
    offers.map((offer) => worthOf(moment, offer, later)),
    policy.options.damping ?? DAMPING,
    0,
  );
  return drawOf(keyOf(policy, question, 'worth')) >= none;
}

/** By damped Thompson sampling: how likely each action has the highest draw, above that of none. */
function gainShares(moment: Moment): readonly number[] {
  const worths = moment.offers.map((offer) => worthOf(moment, offer, 0));
  return probabilities(worths, moment.policy.options.damping ?? DAMPING, 0);
}

function worthOf({ policy, question }: Moment, offer: EngagementOffer, later: number): Worth {
  return { net: offer.worth - later, deviation: worthDeviation(policy, question, offer) };
}

/** As the manager's rule: the shortest delay, if the rule is true. */
function ruleShares(moment: Moment): readonly number[] {
  const holds = ruleHolds(moment);
  return [holds ? 0 : 1, ...moment.offers.map((_, at) => (holds && at === 0 ? 1 : 0))];
}

/** While agents are scarce, the rule passes by the visitors least likely to reach the goal. */
function ruleHolds({ policy, question, offers }: Moment): boolean {
  const { isRule = true, skill, free } = question;
  if (!isRule || !policy.options.needsAgent) return isRule;
  if (policy.confirmation.outcomes < FEWEST_FOR_INTENT) return true;
  return !isPassedBy(skillOf(policy, skill), free, offers[0]?.rate ?? 0);
}

function explorationOf(
  { options, confirmation }: EngagementPolicy,
  using: 'uplift' | 'rule',
): number {
  const { exploration } = options;
  if (using === 'uplift') return exploration;
  const fades = EXPLORES_UNTIL / (EXPLORES_UNTIL + confirmation.outcomes);
  return exploration + Math.max(0, FIRST_EXPLORATION - exploration) * fades;
}

function keyOf({ options }: EngagementPolicy, question: PolicyQuestion, what: string): string {
  return `${options.salt}:${what}:${question.visitor}:${question.occasion}`;
}

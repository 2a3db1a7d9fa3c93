// How likely each action of an optimising campaign is at one moment, none first: worked out before the
// one draw, so that what is logged is what was used. Under the rule, and for the gains, each action
// keeps its part of chance.
import type { PolicyQuestion } from './engagement-policy.ts';
import { worthDeviation } from './engagement-offers.ts';
import type { EngagementOffer } from './engagement-offers.ts';
import { floorOf, skillOf } from './engagement-state.ts';
import type { EngagementPolicy } from './engagement-state.ts';
import { drawOf, probabilities, withFloor } from './exploration.ts';
import { longRun } from './skill-time.ts';
import { cellOf, laterWorth } from './timing.ts';

export interface Chances {
  /** Of none and of each offer, in their order. */
  readonly shares: readonly number[];
  readonly waits: boolean;
}

/** Part of the posterior's deviation that Thompson draws have. */
const DAMPING = 0.1;
/** Share left to chance while little is known, and outcomes over which it falls to the set one. */
const FIRST_EXPLORATION = 0.2;
const EXPLORES_UNTIL = 4_000;
/** At a moment that would be let pass, the part of exploration that decides by chance. */
const CHANCE_MOMENTS = 0.15;

/** The chances of none and of each possible offer, and whether nothing is decided. */
export function chancesOf(
  policy: EngagementPolicy,
  question: PolicyQuestion,
  offers: readonly EngagementOffer[],
  using: 'uplift' | 'rule',
): Chances {
  if (offers.length === 0) return { shares: [1], waits: question.moment !== undefined };
  const exploration = explorationOf(policy, using);
  const floor = exploration / (offers.length + 1);
  if (question.moment !== undefined && !isDue(policy, question, offers, using)) {
    const { salt } = policy.options;
    const chance = drawOf(`${salt}:moment:${question.visitor}:${question.occasion}`);
    if (chance >= CHANCE_MOMENTS * exploration) return { shares: [1], waits: true };
    return { shares: withFloor([1, ...offers.map(() => 0)], 1), waits: false };
  }
  if (using === 'rule')
    return { shares: withFloor(ruleShares(question, offers), floor), waits: false };
  const worths = offers.map((offer) => ({
    net: offer.worth,
    deviation: worthDeviation(policy, question, offer),
  }));
  if (question.moment === undefined)
    return { shares: probabilities(worths, DAMPING, floor), waits: false };
  const [, ...best] = probabilities(worths, DAMPING, 0);
  const any = best.reduce((sum, share) => sum + share, 0);
  return { shares: withFloor([0, ...best.map((share) => share / any)], floor), waits: false };
}

/** As the manager's rule: the shortest delay there is, where the rule holds. */
function ruleShares(
  { isRule = true }: PolicyQuestion,
  offers: readonly EngagementOffer[],
): number[] {
  return [isRule ? 0 : 1, ...offers.map((_, at) => (isRule && at === 0 ? 1 : 0))];
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

/** Whether this is the moment: the rule's; or one whose drawn worth beats waiting for a better one. */
function isDue(
  policy: EngagementPolicy,
  question: PolicyQuestion,
  offers: readonly EngagementOffer[],
  using: 'uplift' | 'rule',
): boolean {
  if (using === 'rule') return question.isRule ?? true;
  const best = offers.reduce((one, other) => (other.worth > one.worth ? other : one));
  const later = laterWorth(policy.waiting, momentCell(policy, question, best.worth));
  return best.worth > 0 && best.worth > later * unitOf(policy, question);
}

/** Where the worth of waiting after this moment is kept. */
export function momentCell(
  policy: EngagementPolicy,
  question: PolicyQuestion,
  worth: number,
): number {
  return cellOf(question.moment ?? 0, worth / unitOf(policy, question));
}

/** What a typical invitation costs: the scale of the worth of waiting. */
export function unitOf(policy: EngagementPolicy, { skill }: PolicyQuestion): number {
  const time = skillOf(policy, skill);
  const hours = policy.options.needsAgent ? (0.2 * time.minutes) / 60 : 0.01;
  return Math.max(1e-9, longRun(time, floorOf(policy)) * hours);
}

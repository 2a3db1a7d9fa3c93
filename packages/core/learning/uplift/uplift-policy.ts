// The policy of an optimising campaign: whom to offer what, now. It decides by what an action gains
// beyond its costs and the price of the time, keeps a little to chance, falls back while gains have
// not shown themselves, and learns from randomised outcomes only. The caller keeps control shares,
// the service-level guard and the log.
import { drawn, drawOf, probabilities, withFloor } from './exploration.ts';
import { weigh } from './fallback-evidence.ts';
import { gainsOf, learnOutcome } from './gain-model.ts';
import { movePrice } from './capacity-price.ts';
import type { CapacityPrice } from './capacity-price.ts';
import { rank } from './ranking.ts';
import type { Question, RankedOffer, Ranking } from './ranking.ts';
import type { SkillPrices, UpliftPolicy } from './policy-state.ts';

export { newPolicy, setCapacity } from './policy-state.ts';
export type { PolicyOptions, UpliftPolicy } from './policy-state.ts';
export type { Offer, Question, RankedOffer, Ranking } from './ranking.ts';

/** What gain and fall-back would each have done, and at what charge: what evidence is weighed by. */
export interface Preferred {
  readonly uplift: { readonly action: string; readonly charge: number };
  readonly fallback: { readonly action: string; readonly charge: number };
}

export interface Reasons {
  readonly using: 'uplift' | 'fallback';
  readonly ranking: Ranking;
  /** How likely each action was, `none` included: what off-policy estimates need. */
  readonly probabilities: Readonly<Record<string, number>>;
  readonly preferred: Preferred;
}

export interface Choice {
  /** `none` or the name of an action. */
  readonly action: string;
  /** That of the action, exactly as drawn with. */
  readonly probability: number;
  readonly reasons: Reasons;
}

/** What came of a decision. */
export interface Observation {
  readonly visitor: string;
  readonly action: string;
  /** That of the action under the arm that chose it; 1 is not randomised and teaches nothing. */
  readonly probability: number;
  readonly features: ArrayLike<number>;
  readonly outcome: 0 | 1;
  /** From the choice (or, for an arm that did not choose, from `preferred(rank(…))`, see ranking.ts). */
  readonly preferred?: Preferred;
  readonly value?: number;
}

/** Chooses, and moves the prices by what was chosen. The same policy and question choose the same. */
export function choose(policy: UpliftPolicy, question: Question): Choice {
  const ranking = rank(policy, question);
  const shares = sharesOf(policy, ranking);
  const { salt } = policy.options;
  const draw = drawOf(`${salt}:${question.visitor}:${question.occasion ?? ''}`);
  const at = drawn(shares, draw);
  const chosen = ranking.offers[at - 1] ?? null;
  movePrices(policy, question, ranking, chosen);
  return {
    action: nameOf(chosen),
    probability: shares[at] ?? 1,
    reasons: {
      using: policy.evidence.using,
      ranking,
      probabilities: Object.fromEntries(
        shares.map((share, of) => [nameOf(ranking.offers[of - 1] ?? null), share]),
      ),
      preferred: preferred(ranking),
    },
  };
}

/** Learns what came of a decision of any randomised arm, once each. */
export function observe(policy: UpliftPolicy, observation: Observation): void {
  const { action, probability, features, outcome } = observation;
  const at = policy.options.actions.indexOf(action) + 1;
  if (probability <= 0 || probability >= 1 || (at === 0 && action !== 'none')) return;
  weigh(policy.evidence, advantageOf(policy, observation), policy.options.evidence);
  learnOutcome(policy.model, features, at, outcome);
}

/** What a ranking came to, for an arm that is randomised without it. */
export function preferred({ uplift, fallback }: Ranking): Preferred {
  return {
    uplift: { action: nameOf(uplift), charge: uplift?.charge ?? 0 },
    fallback: { action: nameOf(fallback), charge: fallback?.charge ?? 0 },
  };
}

/** The probability of none and of each ranked offer. */
function sharesOf(policy: UpliftPolicy, ranking: Ranking): readonly number[] {
  const { exploration, damping } = policy.options;
  const { offers } = ranking;
  const floor = exploration / (offers.length + 1);
  if (offers.length === 0) return [1];
  if (policy.evidence.using === 'fallback') {
    const wanted = ranking.fallback;
    const sure = [wanted === null ? 1 : 0, ...offers.map((each) => (each === wanted ? 1 : 0))];
    return withFloor(sure, floor);
  }
  const worths = offers.map(({ net, deviation }) => ({
    net,
    deviation: ranking.value * deviation,
  }));
  return probabilities(worths, damping, floor);
}

/**
 * What uplift's action is worth beyond the fall-back's for this visitor, by doubly robust scores with
 * the known probability (J. Robins, A. Rotnitzky and L. P. Zhao 1994); null where they agree.
 */
function advantageOf(policy: UpliftPolicy, observation: Observation): number | null {
  const { uplift, fallback } = observation.preferred ?? {};
  if (uplift === undefined || fallback === undefined) return null;
  if (uplift.action === fallback.action) return null;
  const gains = gainsOf(policy.model, observation.features);
  const score = (action: string): number => {
    const rate = gains.actions[policy.options.actions.indexOf(action)]?.rate ?? gains.rate;
    if (action !== observation.action) return rate;
    return rate + (observation.outcome - rate) / observation.probability;
  };
  const value = observation.value ?? policy.options.value;
  const gained = value * (score(uplift.action) - score(fallback.action));
  return gained - (uplift.charge - fallback.charge);
}

/** The ranking in use pays for what was done; the other for what it would have done. */
function movePrices(
  policy: UpliftPolicy,
  question: Question,
  ranking: Ranking,
  chosen: RankedOffer | null,
): void {
  const isUplift = policy.evidence.using === 'uplift';
  for (const [skill, prices] of policy.skills) {
    handOver(prices, policy.evidence.using);
    const offer = bestOfSkill(ranking, skill);
    if (offer === null) continue;
    const { minutes } = offer.offer;
    const move = (price: CapacityPrice, worth: number, done: RankedOffer | null): void => {
      const usedMinutes = done?.offer.skill === skill ? done.offer.minutes : 0;
      const arrival = { worthPerMinute: worth, minutes, usedMinutes, nowMs: question.now };
      movePrice(price, prices.capacity, arrival, policy.options.price);
    };
    const response = (ranking.value * ranking.response) / Math.max(1e-9, minutes);
    move(prices.uplift, offer.worthPerMinute, isUplift ? chosen : ranking.uplift);
    move(prices.response, response, isUplift ? ranking.fallback : chosen);
  }
}

/** What was done beyond the room is owed by whichever ranking is in use. */
function handOver(prices: SkillPrices, using: SkillPrices['payer']): void {
  if (prices.payer === using) return;
  const { uplift, response } = prices;
  [uplift.debt, response.debt] = [response.debt, uplift.debt];
  prices.payer = using;
}

function bestOfSkill(ranking: Ranking, skill: string): RankedOffer | null {
  let best: RankedOffer | null = null;
  for (const each of ranking.offers)
    if (each.offer.skill === skill && (best === null || each.net > best.net)) best = each;
  return best;
}

function nameOf(offer: RankedOffer | null): string {
  return offer === null ? 'none' : offer.offer.action;
}

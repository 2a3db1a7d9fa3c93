// What each action is worth for one visitor now, and what gain and fall-back would each do:
// value(goal) × gain − cost − annoyance − price(skill's time). It changes nothing and draws nothing.
import { gainsOf } from './gain-model.ts';
import type { Gain } from './gain-model.ts';
import type { UpliftPolicy } from './policy-state.ts';

/** An action as it can be done at this moment. */
export interface Offer {
  readonly action: string;
  /** Whose time it takes; null where nobody's. */
  readonly skill: string | null;
  /** Minutes of that skill that it is expected to take, chance of acceptance included. */
  readonly minutes: number;
  /** In the currency of the goal's value. */
  readonly cost: number;
  readonly annoyance: number;
}

export interface Question {
  readonly visitor: string;
  /** Which of the visitor's decisions this is; each has a draw of its own. */
  readonly occasion?: string;
  readonly features: ArrayLike<number>;
  readonly actions: readonly Offer[];
  /** Free places by skill; a skill that is not named has room. */
  readonly room: Readonly<Record<string, number>>;
  /** The server's clock, milliseconds. */
  readonly now: number;
  /** What the goal is worth for this visitor, where that is known; else the campaign's value. */
  readonly value?: number;
  /** What is gained by waiting for a better moment; 0 where this is the only one. */
  readonly waiting?: number;
  /** What the manager's rule would do; needed where the policy falls back to it. */
  readonly rule?: string;
}

export interface RankedOffer extends Gain {
  readonly offer: Offer;
  /** Cost, annoyance and the price of the time. */
  readonly charge: number;
  /** value × gain − charge − waiting. */
  readonly net: number;
  /** `net` without the price, for each minute. */
  readonly worthPerMinute: number;
}

export interface Ranking {
  /** Probability of the goal without any action. */
  readonly rate: number;
  /** Probability of the goal that the fall-back ranks by. */
  readonly response: number;
  readonly value: number;
  readonly offers: readonly RankedOffer[];
  /** What either ranking would do by its best knowledge, without exploration. */
  readonly uplift: RankedOffer | null;
  readonly fallback: RankedOffer | null;
}

/** Ranks the offers that have room. */
export function rank(policy: UpliftPolicy, question: Question): Ranking {
  const { rate, actions } = gainsOf(policy.model, question.features);
  const value = question.value ?? policy.options.value;
  const offers = question.actions.flatMap((offer) => {
    const gain = actions[policy.options.actions.indexOf(offer.action)];
    if (gain === undefined || !hasRoom(offer, question.room)) return [];
    return [rankedOffer(policy, offer, gain, value, question.waiting ?? 0)];
  });
  const best = bestOf(offers);
  const response = responseOf(policy, rate, offers, best);
  return {
    rate,
    response,
    value,
    offers,
    uplift: best !== null && best.net > 0 ? best : null,
    fallback: fallbackOf(policy, question, offers, best, value * response),
  };
}

/** Under the best offer; or whatever is done: the mean over none and each offer. */
function responseOf(
  { options }: UpliftPolicy,
  rate: number,
  offers: readonly RankedOffer[],
  best: RankedOffer | null,
): number {
  if (options.fallback === 'offered') return best?.rate ?? rate;
  return offers.reduce((sum, offer) => sum + offer.rate, rate) / (offers.length + 1);
}

function hasRoom({ skill }: Offer, room: Readonly<Record<string, number>>): boolean {
  return skill === null || (room[skill] ?? Infinity) > 0;
}

function rankedOffer(
  policy: UpliftPolicy,
  offer: Offer,
  gain: Gain,
  value: number,
  waiting: number,
): RankedOffer {
  const { floor } = policy.options.price;
  const perMinute =
    offer.skill === null ? 0 : (policy.skills.get(offer.skill)?.uplift.perMinute ?? floor);
  const charge = offer.cost + offer.annoyance + perMinute * offer.minutes;
  const before = value * gain.gain - offer.cost - offer.annoyance - waiting;
  const worthPerMinute = before / Math.max(1e-9, offer.minutes);
  return { ...gain, offer, charge, net: value * gain.gain - charge - waiting, worthPerMinute };
}

function bestOf(offers: readonly RankedOffer[]): RankedOffer | null {
  return offers.reduce<RankedOffer | null>(
    (best, each) => (best === null || each.net > best.net ? each : best),
    null,
  );
}

/** The rule's own action; or, by response, the best one for whom the goal is likely enough. */
function fallbackOf(
  { options, skills }: UpliftPolicy,
  { rule }: Question,
  offers: readonly RankedOffer[],
  best: RankedOffer | null,
  response: number,
): RankedOffer | null {
  if (options.fallback === 'rule') return offers.find(({ offer }) => offer.action === rule) ?? null;
  if (best === null) return null;
  const { skill, minutes } = best.offer;
  const price = skill === null ? 0 : (skills.get(skill)?.response.perMinute ?? 0);
  return response > price * minutes ? best : null;
}

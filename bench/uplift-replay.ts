// Replays a randomised mail as a stream of arrivals before a policy. Each is decided upon as in the
// product, before its outcome is known; then the outcome of the arm that chance had given is learnt.
import {
  choose,
  newPolicy,
  observe,
  setCapacity,
} from '@opportune/core/learning/uplift/uplift-policy.ts';
import type { Offer, UpliftPolicy } from '@opportune/core/learning/uplift/uplift-policy.ts';
import { seededRandom } from '@opportune/core/proof/random.test-support.ts';
import { MAIL_FEATURES } from './uplift-hillstrom.ts';
import type { MailArrival } from './uplift-hillstrom.ts';

export const CAPACITY = 0.3;
export const LEARN_FIRST = 20_000;

export interface Replay {
  /** Visits of the mailed less visits of the others, among whom the policy admitted after `LEARN_FIRST`. */
  readonly lift: number;
  /** Share admitted less the capacity, over all arrivals, and where it was worst in a thousand. */
  readonly error: number;
  readonly worstError: number;
  /** Whether it ended on ranking by gain. */
  readonly onUplift: boolean;
}

const NEVER = { everyOutcomes: 200, switchAt: Infinity, returnAt: Infinity };
const mail: Offer = { action: 'mail', skill: 'mail', minutes: 1, cost: 0, annoyance: 0 };

/** The arrivals in an order of chance, the same for the same seed. */
export function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  const random = seededRandom(seed);
  const order = [...items];
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    const [one, two] = [order[at], order[other]];
    if (one === undefined || two === undefined) continue;
    order[at] = two;
    order[other] = one;
  }
  return order;
}

/**
 * `policy` is the whole policy; `response` and `offered` rank for ever by how likely a visit is,
 * whatever is sent or after the mail, with the same exploration and the same draws.
 */
export type Contender = 'policy' | 'response' | 'offered';

export function replay(
  arrivals: readonly MailArrival[],
  seed: number,
  contender: Contender,
): Replay {
  const policy = newMailPolicy(seed, contender);
  const admitted = arrivals.map((arrival) => decideAndLearn(policy, arrival));
  return {
    lift: liftAmong(arrivals, admitted, LEARN_FIRST),
    error: Math.abs(errorOf(admitted)),
    worstError: worstErrorOf(admitted),
    onUplift: policy.evidence.using === 'uplift',
  };
}

function newMailPolicy(seed: number, contender: Contender): UpliftPolicy {
  const policy = newPolicy({
    salt: `ordering-${seed}`,
    features: MAIL_FEATURES,
    actions: ['mail'],
    value: 1,
    ...(contender === 'policy' ? {} : { fallback: contender, evidence: NEVER }),
  });
  setCapacity(policy, 'mail', { per: 'arrival', minutes: CAPACITY });
  return policy;
}

function decideAndLearn(policy: UpliftPolicy, arrival: MailArrival): boolean {
  const { visitor, features, treated, visited } = arrival;
  const choice = choose(policy, { visitor, features, actions: [mail], room: {}, now: 0 });
  observe(policy, {
    visitor,
    features,
    action: treated ? 'mail' : 'none',
    probability: 0.5,
    outcome: visited,
    preferred: choice.reasons.preferred,
  });
  return choice.action === 'mail';
}

export function liftAmong(
  arrivals: readonly MailArrival[],
  admitted: readonly boolean[],
  from: number,
): number {
  const sums = { treated: 0, visited: 0, others: 0, otherVisited: 0 };
  arrivals.forEach(({ treated, visited }, at) => {
    if (at < from || admitted[at] !== true) return;
    if (treated) {
      sums.treated += 1;
      sums.visited += visited;
    } else {
      sums.others += 1;
      sums.otherVisited += visited;
    }
  });
  return sums.visited / sums.treated - sums.otherVisited / sums.others;
}

function errorOf(admitted: readonly boolean[]): number {
  return admitted.filter(Boolean).length / admitted.length - CAPACITY;
}

/** The worst of all stretches of a thousand arrivals, wherever they begin. */
function worstErrorOf(admitted: readonly boolean[]): number {
  let inside = 0;
  let worst = 0;
  admitted.forEach((one, at) => {
    inside += (one ? 1 : 0) - (admitted[at - 1_000] === true ? 1 : 0);
    if (at >= 999) worst = Math.max(worst, Math.abs(inside / 1_000 - CAPACITY));
  });
  return worst;
}

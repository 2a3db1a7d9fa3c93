// Replays a randomised mail as a stream of arrivals. The product's policy decides on each arrival
// before its outcome is known, then learns the outcome of the random arm. Two parts are not in the
// product: room for only a share of the arrivals, and a ranking by the probability of a visit in
// place of the manager's rule.
import { expectEngagement } from '@opportune/core/learning/uplift/estimate/engagement-gain.ts';
import {
  chooseAction,
  learntOf,
  newEngagementPolicy,
  observeOutcome,
} from '@opportune/core/learning/uplift/engagement-policy.ts';
import type { EngagementPolicy } from '@opportune/core/learning/uplift/engagement-policy.ts';
import { drawn, drawOf, withFloor } from '@opportune/core/learning/uplift/estimate/exploration.ts';
import { ruleScore } from '@opportune/core/learning/uplift/estimate/off-policy.ts';
import { seededRandom } from '@opportune/core/proof/test/random.test-support.ts';
import { newMailRoom, takeRoom } from './mail-room.ts';
import type { MailRoom } from './mail-room.ts';
import { MAIL_FEATURES } from './uplift-hillstrom.ts';
import type { MailArrival } from './uplift-hillstrom.ts';

export const CAPACITY = 0.3;
export const LEARN_FIRST = 20_000;

export interface Replay {
  /**
   * The visit rate of the mailed minus that of the others, among the admitted after the first
   * `LEARN_FIRST` arrivals.
   */
  readonly lift: number;
  /** The share admitted minus the capacity: over all arrivals, and in the worst thousand. */
  readonly error: number;
  readonly worstError: number;
  /** Whether it ranked by gain at the end. */
  readonly onUplift: boolean;
}

const EXPLORATION = 0.02;
/** Of every mail. The value of a visit follows from the room: see `valueOf`. */
const COST = 1;
const AGE_S = 60;

/**
 * The arrivals in a random order, determined by the seed. Every order is also used backwards: the
 * first arrivals of one are the last of the other. So nearly every customer is tested once, and the
 * mean depends less on the random order.
 */
export function orderOf<T>(items: readonly T[], seed: number): readonly T[] {
  const order = shuffled(items, Math.ceil(seed / 2));
  return seed % 2 === 1 ? order : order.toReversed();
}

function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
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
 * A ranking by the probability of a visit: without the mail, regardless of the mail, or after the
 * mail.
 */
export type MailRule = 'unsent' | 'response' | 'offered';

/** The settings chosen on these mails. */
export interface MailSettings {
  /** The ranking with which the policy begins, in place of the manager's rule. */
  readonly rule: MailRule;
  /**
   * The damping of the draws, and the prior variance of a feature's effect on the gain. Default:
   * the product's.
   */
  readonly damping?: number;
  readonly interaction?: number;
  /** The step of the mail room. Default: the room's. */
  readonly step?: number;
}

export const mailSettings: MailSettings = { rule: 'offered' };

/** The product's policy, or a fixed rule with the same exploration and the same draws. */
export type Contender = 'policy' | 'response' | 'offered';

export function replay(
  arrivals: readonly MailArrival[],
  seed: number,
  contender: Contender,
  settings: MailSettings = mailSettings,
): Replay {
  const desk = newMailDesk(seed, contender, settings);
  const admitted = arrivals.map((arrival) => {
    const { isAdmitted } = decideOn(desk, arrival);
    learnFrom(desk.policy, arrival);
    return isAdmitted;
  });
  return {
    lift: liftAmong(arrivals, admitted, LEARN_FIRST),
    error: Math.abs(errorOf(admitted)),
    worstError: worstErrorOf(admitted),
    onUplift: contender === 'policy' && learntOf(desk.policy).using === 'uplift',
  };
}

/** The result of settings by what these arrivals alone teach. */
export interface Training {
  /** The mean of doubly robust scores, weighted by the policy's probability of admission. */
  readonly lift: number;
  readonly worstError: number;
}

/** Every prediction about an arrival is made before its outcome is learnt. */
export function train(
  arrivals: readonly MailArrival[],
  seed: number,
  settings: MailSettings,
): Training {
  const desk = newMailDesk(seed, 'policy', settings);
  const sums = { chance: 0, gained: 0 };
  const admitted = arrivals.map((arrival) => {
    const { isAdmitted, chance, rate, seeming } = decideOn(desk, arrival);
    const action = arrival.treated ? 'now' : 'none';
    const expected = { none: rate, now: rate + seeming };
    const decision = { action, probabilities: EVEN, outcome: arrival.visited, expected };
    sums.chance += chance;
    sums.gained += chance * (ruleScore(decision, { now: 1 }) - ruleScore(decision, { none: 1 }));
    learnFrom(desk.policy, arrival);
    return isAdmitted;
  });
  return { lift: sums.gained / sums.chance, worstError: worstErrorOf(admitted) };
}

/** Half of the customers received the mail, at random. */
const EVEN = { none: 0.5, now: 0.5 };

interface MailDesk {
  readonly contender: Contender;
  readonly rule: MailRule;
  readonly policy: EngagementPolicy;
  /** Each ranking has its own room: their units differ, and both must be ready for use. */
  readonly byGain: MailRoom;
  readonly byRule: MailRoom;
  /** The ranking that decided last. Its debt moves to the other one on a change. */
  using: 'uplift' | 'rule';
}

/** A mail works by being shown: nobody answers it, and it takes no agent's time. */
function newMailDesk(seed: number, contender: Contender, settings: MailSettings): MailDesk {
  const { rule: policyRule, step, ...damped } = settings;
  const policy = newEngagementPolicy({
    ...{ salt: `ordering-${seed}`, features: MAIL_FEATURES, delaysS: [0], needsAgent: false },
    ...{ exploration: EXPLORATION, cost: COST, annoyance: 0, earliestS: 0, ...damped },
  });
  const [byGain, byRule] = [newMailRoom(CAPACITY, step), newMailRoom(CAPACITY, step)];
  const rule = contender === 'policy' ? policyRule : contender;
  return { contender, rule, policy, byGain, byRule, using: 'rule' };
}

/** The share of a mail's gain that a rule adds to the rate without the mail. */
const counted: Readonly<Record<MailRule, number>> = { unsent: 0, response: 0.5, offered: 1 };

function decideOn(desk: MailDesk, { visitor, features }: MailArrival): Admission {
  const { contender, rule, policy, byGain, byRule } = desk;
  const { rate, seeming } = expectEngagement(policy.gain, features, { ageS: AGE_S, delayS: 0 });
  const likely = rate + counted[rule] * seeming;
  const isRule = likely > byRule.price;
  const asked = { visitor, features, isRule, value: valueOf(byGain) };
  const { isAdmitted, chance, using, gain } =
    contender === 'policy' ? decide(policy, asked) : keepRule(policy, asked);
  handOver(desk, using);
  takeRoom(byGain, gain, using === 'uplift' ? isAdmitted : gain > byGain.price);
  takeRoom(byRule, likely, using === 'uplift' ? isRule : isAdmitted);
  return { isAdmitted, chance, rate, seeming };
}

interface Admission {
  readonly isAdmitted: boolean;
  /** The probability of admission. */
  readonly chance: number;
  /** Expected before the outcome: the rate without the mail, and the mail's gain. */
  readonly rate: number;
  readonly seeming: number;
}

/** A mail pays (value × gain exceeds its cost) exactly if its gain exceeds the room's price. */
function valueOf({ price }: MailRoom): number {
  return COST / Math.max(1e-6, price);
}

interface Asked {
  readonly visitor: string;
  readonly features: readonly number[];
  readonly isRule: boolean;
  readonly value: number;
}

interface Decided {
  readonly isAdmitted: boolean;
  readonly chance: number;
  readonly using: 'uplift' | 'rule';
  readonly gain: number;
}

function decide(policy: EngagementPolicy, asked: Asked): Decided {
  const { action, probabilities, using, gain } = chooseAction(policy, {
    ...asked,
    ...{ occasion: 1, skill: 'mail', free: 1, isGuarded: false, ageS: AGE_S, now: 0 },
  });
  return { isAdmitted: action !== 'none', chance: probabilities['now'] ?? 0, using, gain };
}

/** Uses the same draw as the policy would. */
function keepRule({ options }: EngagementPolicy, { visitor, isRule }: Asked): Decided {
  const shares = withFloor(isRule ? [0, 1] : [1, 0], EXPLORATION / 2);
  const isAdmitted = drawn(shares, drawOf(`${options.salt}:${visitor}:1`)) === 1;
  return { isAdmitted, chance: shares[1] ?? 0, using: 'rule', gain: 0 };
}

/** The ranking in use takes over the debt of mails sent beyond the room. */
function handOver(desk: MailDesk, using: MailDesk['using']): void {
  if (desk.using === using) return;
  const { byGain, byRule } = desk;
  [byGain.debt, byRule.debt] = [byRule.debt, byGain.debt];
  desk.using = using;
}

function learnFrom(
  policy: EngagementPolicy,
  { visitor, features, treated, visited }: MailArrival,
): void {
  observeOutcome(policy, {
    ...{ visitor, features, skill: 'mail', ageS: AGE_S, minutes: 0, value: 1 },
    ...{ action: treated ? 'now' : 'none', probability: 0.5, accepted: treated },
    ...{ probabilities: EVEN, converted: visited === 1 },
  });
}

function liftAmong(
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

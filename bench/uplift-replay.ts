// Replays a randomised mail as a stream of arrivals before the policy of the product, which is asked
// about each before its outcome is known; then the outcome of the arm that chance had given is learnt.
// What the product has no need of is here: room for a part of the arrivals only, and as the manager's
// rule a ranking by how likely a visit is.
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
  /** Visits of the mailed less visits of the others, among whom the policy admitted after `LEARN_FIRST`. */
  readonly lift: number;
  /** Share admitted less the capacity, over all arrivals, and where it was worst in a thousand. */
  readonly error: number;
  readonly worstError: number;
  /** Whether it ended on ranking by gain. */
  readonly onUplift: boolean;
}

const EXPLORATION = 0.02;
/** Of every mail. What a visit is worth follows from the room there is: see `valueOf`. */
const COST = 1;
const AGE_S = 60;

/**
 * The arrivals in an order of chance, the same for the same seed. Each order also backwards: who comes
 * among the first in one comes among the last in the other, so that nearly everybody is tested once and
 * the mean depends less on who happens to be.
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

/** A ranking by how likely a visit is: without the mail, whatever is sent, or after the mail. */
export type MailRule = 'unsent' | 'response' | 'offered';

/** What was chosen on these mails. */
export interface MailSettings {
  /** The manager's rule, with which the policy begins. */
  readonly rule: MailRule;
  /** Of the draws, and prior variance of what a feature adds to a gain: the product's own if not said. */
  readonly damping?: number;
  readonly interaction?: number;
  /** Of the mail room, its own if not said. */
  readonly step?: number;
}

export const mailSettings: MailSettings = { rule: 'offered' };

/** The policy of the product, or a rule for ever, with the same exploration and the same draws. */
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

/** What settings come to by what is learnt of these arrivals alone. */
export interface Training {
  /** Mean of doubly robust scores, each weighed by how likely the policy was to admit. */
  readonly lift: number;
  readonly worstError: number;
}

/** Everything is said of an arrival before its outcome is learnt. */
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

/** Half of the customers were sent the mail, by chance. */
const EVEN = { none: 0.5, now: 0.5 };

interface MailDesk {
  readonly contender: Contender;
  readonly rule: MailRule;
  readonly policy: EngagementPolicy;
  /** Each ranking has its own: they are in different units, and both must be ready to be used. */
  readonly byGain: MailRoom;
  readonly byRule: MailRoom;
  /** Which of them last decided; its debt goes with it to the other. */
  using: 'uplift' | 'rule';
}

/** Mails work by being shown: nobody answers them, and no agent's time is taken. */
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

/** The part of a mail's gain that a rule adds to the rate without it. */
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
  /** With which it was to be admitted. */
  readonly chance: number;
  /** As expected before the outcome: the rate without the mail, and what the mail adds to it. */
  readonly rate: number;
  readonly seeming: number;
}

/** A mail pays, value × gain above its cost, where its gain is above what room takes. */
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

/** By the draw that the policy would have used. */
function keepRule({ options }: EngagementPolicy, { visitor, isRule }: Asked): Decided {
  const shares = withFloor(isRule ? [0, 1] : [1, 0], EXPLORATION / 2);
  const isAdmitted = drawn(shares, drawOf(`${options.salt}:${visitor}:1`)) === 1;
  return { isAdmitted, chance: shares[1] ?? 0, using: 'rule', gain: 0 };
}

/** What was sent beyond the room is owed by whichever ranking is in use. */
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

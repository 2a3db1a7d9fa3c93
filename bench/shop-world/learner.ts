// The product's policy of an optimising campaign, in the simulated shop. It is asked at every
// moment of a visit until it decides, and learns the outcome once an order would be known. It reads
// only what a policy may know and never sees the true gains. The logic of the decision is in core.
import { MOMENT_KINDS, momentKindOf } from '@opportune/core/decision/optimise/moment-kind.ts';
import {
  chancesUnderPolicy,
  chancesUnderRule,
  learntOf,
  newEngagementPolicy,
  observeOutcome,
  tick,
} from '@opportune/core/learning/uplift/engagement-policy.ts';
import type {
  EngagementPolicy,
  PolicyAction,
  PolicyQuestion,
} from '@opportune/core/learning/uplift/engagement-policy.ts';
import {
  askAlong,
  endVisit,
  FOLLOWED_EVERY,
  type FollowedVisits,
} from '@opportune/core/learning/uplift/visit-asking.ts';
import { FEATURES, writeFeatures } from './features.ts';
import { Floor, settle } from './floor.ts';
import type { ChatEnd, Played } from './floor.ts';
import type { Bits } from './rules.ts';
import type { Stream } from './stream.ts';

/** One visitor in this many is in the arm *always*, which follows the rule. */
const ALWAYS_EVERY = 20;
/** The share of control, as the world draws it. */
const CONTROL = 0.1;
/** An order is known this long after a visit began. */
const KNOWN_AFTER_S = 7200;
const HOUR_S = 3600;

/**
 * Claims on the screen: chance confirms gains, the average gain is not 0, somebody gains more or
 * less than others.
 */
export type Told = 'confirmed' | 'average' | 'who';

/** Outcomes between two looks. */
const LOOK_EVERY = 200;

export interface LearntPlay extends Played {
  /** The share of the apparent gains that the randomised arms confirm. */
  readonly confirmed: number;
  /** What the screen said at any of many looks. */
  readonly told: ReadonlySet<Told>;
  /** From the first visitor on, including the cost of learning. */
  readonly valueFromFirst: number;
}

/** A decision for a visitor, and its outcome. */
interface Decided {
  readonly at: number;
  readonly probabilities: Readonly<Record<string, number>>;
  action: PolicyAction;
  accepted: boolean;
  minutes: number;
  /** The change of the probability of an order. */
  change: number;
}

/**
 * Plays the policy over a whole stream. `rule` marks where the manager would invite, including
 * control.
 */
export function playLearner(
  stream: Stream,
  rule: Bits,
  { measuredFrom, seed }: { readonly measuredFrom: number; readonly seed: number },
): LearntPlay {
  const learner = new Learner(stream, rule, measuredFrom, seed);
  for (let at = 0; at < stream.moments.at.length; at++) learner.take(at);
  return learner.end();
}

class Learner {
  readonly #stream: Stream;
  readonly #rule: Bits;
  readonly #measuredFrom: number;
  readonly #floor: Floor;
  readonly #policy: EngagementPolicy;
  readonly #row = new Float64Array(FEATURES);
  /** By visitor. `null` once the visitor's outcome was learnt. */
  readonly #decided: (Decided | null | undefined)[];
  readonly #followed: FollowedVisits = new Map();
  readonly #skills: readonly string[];
  readonly #told = new Set<Told>();
  #outcomes = 0;
  #known = 0;
  #hourEndS = 0;

  constructor(stream: Stream, rule: Bits, measuredFrom: number, seed: number) {
    this.#stream = stream;
    this.#rule = rule;
    this.#measuredFrom = measuredFrom;
    this.#floor = new Floor(stream, measuredFrom, (visitor, end) => this.#noteEnd(visitor, end));
    this.#policy = newEngagementPolicy({
      ...{ salt: `shop-${seed}`, features: FEATURES, delaysS: [0], needsAgent: true },
      ...{ exploration: 0.02, cost: 0, annoyance: 0, earliestS: 30, momentKinds: MOMENT_KINDS },
    });
    this.#decided = new Array<Decided | null | undefined>(stream.visitors.arrival.length);
    this.#skills = stream.world.agents.map((_, skill) => `skill-${skill}`);
  }

  /** One moment of one visitor. Decides at most once a visit. */
  take(at: number): void {
    const { moments } = this.#stream;
    const now = moments.at[at] ?? 0;
    const visitor = moments.visitor[at] ?? 0;
    this.#passTime(now);
    if (this.#decided[visitor] !== undefined) return;
    this.#floor.advance(now);
    const room = this.#floor.room(moments.skill[at] ?? 0, now);
    if (visitor % ALWAYS_EVERY === 7) this.#always(at, room);
    else this.#ask(at, room);
  }

  end(): LearntPlay {
    this.#floor.advance(Infinity);
    const played = settle(this.#stream, this.#measuredFrom, this.#floor.account);
    const { valueFromFirst } = this.#floor;
    const { confirmed } = learntOf(this.#policy);
    return { ...played, valueFromFirst, confirmed, told: this.#told };
  }

  #always(at: number, room: number): void {
    if (room <= 0 || !this.#isRule(at)) return;
    const visitor = this.#stream.moments.visitor[at] ?? 0;
    const isControl = this.#stream.visitors.control[visitor] === 1;
    this.#decide(at, isControl ? 'none' : 'now', chancesUnderRule(CONTROL));
  }

  #ask(at: number, room: number): void {
    const visitor = this.#stream.moments.visitor[at] ?? 0;
    const question = this.#question(at, visitor, room);
    const isFollowed = visitor % FOLLOWED_EVERY === 0;
    const choice = askAlong(this.#policy, this.#followed, question, isFollowed);
    if (choice.waits) return;
    const probabilities = chancesUnderPolicy(choice.probabilities, CONTROL);
    this.#decide(at, question.isGhost === true ? 'none' : choice.action, probabilities);
  }

  #question(at: number, visitor: number, room: number): PolicyQuestion {
    const { moments, visitors } = this.#stream;
    writeFeatures(this.#stream, at, this.#row);
    return {
      visitor: String(visitor),
      occasion: at,
      features: this.#row,
      skill: this.#skills[moments.skill[at] ?? 0] ?? '',
      free: Math.max(0, Math.ceil(room)),
      isGuarded: false,
      value: visitors.value[visitor] ?? 0,
      ageS: moments.age[at] ?? 0,
      now: (moments.at[at] ?? 0) * 1000,
      isRule: this.#isRule(at),
      isGhost: visitors.control[visitor] === 1,
      moment: this.#kind(at),
    };
  }

  #isRule(at: number): boolean {
    return (((this.#rule[at >> 5] ?? 0) >>> (at & 31)) & 1) === 1;
  }

  #decide(at: number, action: PolicyAction, probabilities: Readonly<Record<string, number>>): void {
    const visitor = this.#stream.moments.visitor[at] ?? 0;
    const nothing = { accepted: false, minutes: 0, change: 0 };
    this.#decided[visitor] = { at, probabilities, action, ...nothing };
    if (action !== 'none') this.#floor.invite(at);
  }

  #noteEnd(visitor: number, end: ChatEnd): void {
    const decided = this.#decided[visitor];
    if (decided === null || decided === undefined) return;
    decided.change = end.change;
    decided.accepted = end.type !== 'declined';
    if (end.type === 'served') decided.minutes = end.handleS / 60;
  }

  /** Learns the outcomes that are now known, and closes the hours that have passed. */
  #passTime(now: number): void {
    const { arrival } = this.#stream.visitors;
    while ((arrival[this.#known] ?? Infinity) < now - KNOWN_AFTER_S) this.#learn(this.#known++);
    while (now > this.#hourEndS) {
      const staffed = this.#skills.map((skill, at) => [skill, this.#stream.world.agents[at] ?? 0]);
      tick(this.#policy, this.#hourEndS * 1000, Object.fromEntries(staffed));
      this.#hourEndS += HOUR_S;
    }
  }

  #learn(visitor: number): void {
    const { luck, chance, value } = this.#stream.visitors;
    const decided = this.#decided[visitor];
    if (decided === null || decided === undefined)
      return endVisit(this.#policy, this.#followed, String(visitor));
    this.#decided[visitor] = null;
    const { at, action, probabilities, accepted, minutes, change } = decided;
    writeFeatures(this.#stream, at, this.#row);
    const isLearnt = observeOutcome(this.#policy, {
      ...{ visitor: String(visitor), features: this.#row, action, probabilities },
      ...{ accepted, minutes, ageS: this.#stream.moments.age[at] ?? 0 },
      skill: this.#skills[this.#stream.moments.skill[at] ?? 0] ?? '',
      probability: probabilities[action] ?? 0,
      converted: (luck[visitor] ?? 1) < (chance[visitor] ?? 0) + change,
      value: value[visitor] ?? 0,
    });
    if (isLearnt && ++this.#outcomes % LOOK_EVERY === 0) this.#look();
  }

  #look(): void {
    const { why, gain, features } = learntOf(this.#policy);
    if (why === 'confirmed') this.#told.add('confirmed');
    if (gain !== null && (gain.lower > 0 || gain.upper < 0)) this.#told.add('average');
    if (features.some(({ lower, upper }) => (lower ?? -1) > 0 || (upper ?? 1) < 0))
      this.#told.add('who');
  }

  /**
   * The kinds of moments for which the worth of waiting is learnt separately: time on the page,
   * traces, pages seen.
   */
  #kind(at: number): number {
    const { moments } = this.#stream;
    const hesitates = (moments.traces[at] ?? 0) > 0;
    const [dwellS, pages] = [moments.dwell[at] ?? 0, moments.pages[at] ?? 1];
    return momentKindOf({ dwellS, hesitates, pages });
  }
}

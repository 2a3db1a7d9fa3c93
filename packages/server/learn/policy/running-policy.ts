// The policy of one campaign in one period. It answers what to do for a visitor, learns units as
// they close, and knows whether its service level is missed. It stores nothing and queries nobody;
// policies.ts loads, stores and wakes it.
import { policyColumns } from '@opportune/core/decision/optimise/policy-features.ts';
import type {
  ChooserQuestion,
  ChosenAction,
} from '@opportune/core/decision/optimise/engagement-chooser.ts';
import {
  chancesUnderPolicy,
  chancesUnderRule,
  chooseAction,
  type EngagementPolicy,
  newEngagementPolicy,
  noteBeside,
  noteLogged,
  observeOutcome,
  policyFromJson,
  policyJson,
  restateValue,
  tick,
  withArms,
} from '@opportune/core/learning/uplift/engagement-policy.ts';
import { drawOf } from '@opportune/core/learning/uplift/estimate/exploration.ts';
import {
  askAlong,
  endVisitsBefore,
  FOLLOWED_EVERY,
  type FollowedVisits,
} from '@opportune/core/learning/uplift/visit-asking.ts';
import type { Availability } from '@opportune/protocol/campaign/configuration.ts';
import type { Json } from '@opportune/protocol/behaviour/event.ts';
import type { AccountId, SkillId } from '@opportune/protocol/ids.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import type { DecisionPolicy } from '@opportune/protocol/campaign/policy.ts';
import { everybody, type Optimising, skillNamed, skillsOf } from './policy-options.ts';
import type { KeptPolicy } from './policy-store.ts';
import {
  type ClosedUnit,
  type ClosedUnits,
  firstPlace,
  type GoalWorth,
  type Place,
} from './policy-units.ts';
import {
  type Answered,
  isMissed,
  rememberedMs,
  type ServiceLevels,
} from '../agent-time/service-level.ts';

/** A goal that nobody has reached yet, or without a value, counts as one. */
const unknownValue = 1;
/** Units learnt at once: about 2 ms of work. */
const learntAtOnce = 100;
/** The most visits followed at once for the worth of waiting. Beyond, no more are begun. */
const mostFollowed = 20_000;
/**
 * How often the service level is checked, also in the replay of the time before the first check.
 */
const levelMs = 1_000;
const pastLevelMs = 5_000;

/** A period whose units are learnt, and its last learnt unit. */
export interface UnitSource {
  readonly of: Pick<Optimising, 'live' | 'goal' | 'settings'>;
  /** When the period ended. */
  readonly until: number | null;
  place: Place;
}

export class RunningPolicy {
  readonly account: AccountId;
  of: Optimising;
  value: number;
  /** The conversions behind the value. Null without any. */
  valueFrom: Omit<GoalWorth, 'value'> | null = null;
  version = 0;
  place = firstPlace;
  /** Ended periods that it continues and whose windows are not all closed. */
  sources: readonly UnitSource[] = [];
  /** Something was learnt since it was last stored. */
  dirty = false;
  /** Visitors it was queried about since it was last stored. The price depends on them. */
  asked = 0;
  keptAt = -Infinity;
  readonly #policy: EngagementPolicy;
  readonly #levels: ServiceLevels;
  readonly #followed: FollowedVisits = new Map();
  readonly #guards = new Map<string, { at: number; missed: boolean }>();

  /**
   * A `kept` policy continues bit for bit. An unreadable one begins anew from the period's first
   * unit.
   */
  constructor(
    account: AccountId,
    of: Optimising,
    kept: KeptPolicy | null,
    levels: ServiceLevels,
    sources: readonly UnitSource[] = [],
  ) {
    this.account = account;
    this.of = of;
    this.#levels = levels;
    const { value } = of.goal;
    this.value = value.type === 'fixed' ? value.amount : unknownValue;
    const known = kept === null ? null : policyFromJson(jsonOf(kept.text), of.options);
    this.#policy = known ?? newEngagementPolicy(of.options);
    if (kept === null || known === null) return;
    this.version = kept.version;
    this.place = kept.place;
    this.sources = sources;
  }

  get policy(): EngagementPolicy {
    return this.#policy;
  }

  kept(): KeptPolicy {
    const text = JSON.stringify(policyJson(this.#policy));
    const ending = this.sources.map(({ of, place }) => ({ period: of.live.period, place }));
    return { period: this.of.live.period, text, version: this.version, place: this.place, ending };
  }

  choose(question: ChooserQuestion): ChosenAction {
    if (!question.isGhost) this.asked++;
    const { features, skill, guarded, follows, ...rest } = question;
    const asked = {
      ...rest,
      features: policyColumns(features),
      skill: skill ?? everybody,
      isGuarded: guarded,
    };
    const chosen =
      follows === 'rule'
        ? chooseAction(this.#policy, asked)
        : askAlong(this.#policy, this.#followed, asked, this.#isFollowed(question));
    const { action, probability, probabilities, using, gain, rate, accepts, minutes } = chosen;
    const { pricePerHour, worth, waits } = chosen;
    const reasons = { probabilities, using, gain, rate, accepts, minutes, pricePerHour, worth };
    return { action, probability, waits, reasons: { ...reasons, version: this.version } };
  }

  /** The same result for a visitor each time. */
  #isFollowed({ visitor }: ChooserQuestion): boolean {
    if (this.#followed.size >= mostFollowed && !this.#followed.has(visitor)) return false;
    return drawOf(`${this.of.options.salt}:followed:${visitor}`) * FOLLOWED_EVERY < 1;
  }

  /** Counts a choice of the optimising arm that the log has and memory lost. */
  recall({ value, skill, free, action, isRule = true, reasons }: DecisionPolicy): void {
    if (reasons === null) return;
    const { rate, accepts, minutes, gain } = reasons;
    const isOffered = action !== 'none';
    const logged = { value, free, rate, accepts, minutes, gain, isRule, isOffered };
    noteLogged(this.#policy, { ...logged, skill: skill ?? everybody });
    this.asked++;
  }

  setWorth({ value, ...from }: GoalWorth): void {
    this.value = value;
    this.valueFrom = from;
  }

  /** The goal now counts otherwise than when this was learnt. */
  restate(): void {
    restateValue(this.#policy, this.value);
    this.dirty = true;
  }

  /**
   * Another campaign's invitation is expected to gain this much with the time of the same agents.
   */
  earnBeside(skill: SkillId | null, gained: number): void {
    noteBeside(this.#policy, skill ?? everybody, gained);
  }

  /** Whether its service level is missed for a skill, as of at most a second ago. */
  isGuarded(skill: SkillId | null, now: number): boolean {
    if (!this.of.options.needsAgent) return false;
    const name = skill ?? everybody;
    const known = this.#guards.get(name) ?? { at: -Infinity, missed: this.#wasGuarded(skill, now) };
    this.#guards.set(name, known);
    if (now - known.at < levelMs) return known.missed;
    const { serviceLevel } = this.of.settings;
    known.missed = isMissed(this.answered(skill, now), serviceLevel, known.missed);
    known.at = now;
    return known.missed;
  }

  /** Replays the checks, so that a guard that was closed before a restart still is. */
  #wasGuarded(skill: SkillId | null, now: number): boolean {
    const { serviceLevel } = this.of.settings;
    let missed = false;
    for (let at = now - rememberedMs; at < now; at += pastLevelMs)
      missed = isMissed(this.answered(skill, at), serviceLevel, missed);
    return missed;
  }

  /** Whether it is missed for any of its skills. */
  holdsBack(now: number): boolean {
    return skillsOf(this.of.live).some((skill) => this.isGuarded(skillNamed(skill), now));
  }

  answered(skill: SkillId | null, now: number): Answered {
    const { answeredInS } = this.of.settings.serviceLevel;
    return this.#levels.answered(this.account, skill, answeredInS, now);
  }

  /**
   * Learns units in the order of their closing, of its own period or one that it continues, and is
   * then behind the place. Pauses between parts; visitors are decided meanwhile with what is learnt
   * so far.
   */
  async learn(
    { units, place }: Pick<ClosedUnits, 'units' | 'place'>,
    breath: () => Promise<void>,
    source: UnitSource | null = null,
  ): Promise<void> {
    for (const [at, unit] of units.entries()) {
      if (at > 0 && at % learntAtOnce === 0) await breath();
      observeUnit(this.#policy, source?.of ?? this.of, unit);
    }
    if (source === null) this.place = place;
    else source.place = place;
    if (units.length === 0) return;
    this.version++;
    this.dirty = true;
  }

  /** Nothing is open any more in a period that it continued. */
  finish(source: UnitSource): void {
    this.sources = this.sources.filter((each) => each !== source);
    this.dirty = true;
  }

  /** Time passes with this many agents present. */
  tick({ skills }: Availability, now: number): void {
    endVisitsBefore(this.#policy, this.#followed, now - profileLimits.visitGapMs);
    if (!this.of.options.needsAgent) return;
    const online = skillsOf(this.of.live).map((skill) => [
      skill,
      (skills[skill] ?? skills[everybody])?.online ?? 0,
    ]);
    tick(this.#policy, now, Object.fromEntries(online));
  }
}

/**
 * The probability of each action under the hashes and the policy together, among the visitors whose
 * draw follows the same.
 */
function chancesOf(
  { live, settings }: UnitSource['of'],
  { follows, reasons }: DecisionPolicy,
): Readonly<Record<string, number>> {
  const control = live.document.control / 10_000;
  const said = reasons?.probabilities ?? { now: 1 };
  if (follows === 'rule') return chancesUnderRule(control);
  if (follows === 'policy') return chancesUnderPolicy(said, control);
  const always = (1 - control) * (settings.always / 10_000);
  return withArms(said, { control, always, optimise: 1 - control - always });
}

function observeUnit(
  policy: EngagementPolicy,
  of: UnitSource['of'],
  { visitor, policy: recorded, converted, value, accepted, minutes }: ClosedUnit,
): void {
  const probabilities = chancesOf(of, recorded);
  const { action, ageS } = recorded;
  observeOutcome(policy, {
    ...{ visitor, action, ageS, accepted, minutes, converted, value, probabilities },
    features: policyColumns(recorded.features),
    skill: recorded.skill ?? everybody,
    probability: probabilities[action] ?? 0,
  });
}

/** Null if the text is not JSON. It is then refused like one of another version. */
function jsonOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

// The policy of one campaign in one period: answers what to do for a visitor, learns units as they
// close, knows whether its service level is missed. It stores nothing and asks nobody; policies.ts
// reads, keeps and wakes it.
import { policyColumns } from '@opportune/core/decision/policy-features.ts';
import type { ChooserQuestion, ChosenAction } from '@opportune/core/decision/policy-question.ts';
import {
  chooseAction,
  newEngagementPolicy,
  observeOutcome,
  policyFromJson,
  policyJson,
  tick,
  withArms,
  type EngagementPolicy,
} from '@opportune/core/learning/uplift/engagement-policy.ts';
import type { Availability } from '@opportune/protocol/configuration.ts';
import type { Json } from '@opportune/protocol/event.ts';
import type { AccountId, SkillId } from '@opportune/protocol/ids.ts';
import { everybody, skillNamed, skillsOf, type Optimising } from './policy-options.ts';
import type { KeptPolicy } from './policy-store.ts';
import { firstPlace, type ClosedUnit, type ClosedUnits } from './policy-units.ts';
import { isMissed, type Answered, type ServiceLevels } from './service-level.ts';

/** A goal that nobody has reached yet, and one that has no value, count as one. */
const unknownValue = 1;
/** Units learnt in one go: about two milliseconds. */
const learntAtOnce = 100;
/** The service level is looked at so often. */
const levelMs = 1_000;

export class RunningPolicy {
  readonly account: AccountId;
  of: Optimising;
  value: number;
  version = 0;
  place = firstPlace;
  /** Something was learnt since it was last kept. */
  dirty = false;
  readonly #policy: EngagementPolicy;
  readonly #levels: ServiceLevels;
  readonly #guards = new Map<string, { at: number; missed: boolean }>();

  /** `kept` goes on bit by bit; what cannot be read begins anew, from the period's first unit on. */
  constructor(account: AccountId, of: Optimising, kept: KeptPolicy | null, levels: ServiceLevels) {
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
  }

  get policy(): EngagementPolicy {
    return this.#policy;
  }

  kept(): KeptPolicy {
    const text = JSON.stringify(policyJson(this.#policy));
    return { period: this.of.live.period, text, version: this.version, place: this.place };
  }

  choose(question: ChooserQuestion): ChosenAction {
    const { features, skill, guarded, ...asked } = question;
    const chosen = chooseAction(this.#policy, {
      ...asked,
      features: policyColumns(features),
      skill: skill ?? everybody,
      isGuarded: guarded,
    });
    const { action, probability, probabilities, using, gain, rate, accepts, minutes } = chosen;
    const { pricePerHour, worth } = chosen;
    const reasons = { probabilities, using, gain, rate, accepts, minutes, pricePerHour, worth };
    return { action, probability, reasons: { ...reasons, version: this.version } };
  }

  /** Whether its service level is missed for a skill, as of a second ago at most. */
  isGuarded(skill: SkillId | null, now: number): boolean {
    if (!this.of.options.needsAgent) return false;
    const name = skill ?? everybody;
    const known = this.#guards.get(name) ?? { at: -Infinity, missed: false };
    this.#guards.set(name, known);
    if (now - known.at < levelMs) return known.missed;
    const { serviceLevel } = this.of.settings;
    const answered = this.answered(skill, now);
    known.at = now;
    known.missed = isMissed(answered, serviceLevel, known.missed);
    return known.missed;
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
   * Learns units in the order of their closing, and is then behind the place. Between parts it takes a
   * breath: visitors are decided meanwhile, by what is learnt so far.
   */
  async learn(
    { units, place }: Pick<ClosedUnits, 'units' | 'place'>,
    breath: () => Promise<void>,
  ): Promise<void> {
    for (const [at, unit] of units.entries()) {
      if (at > 0 && at % learntAtOnce === 0) await breath();
      observeUnit(this.#policy, this.of, unit);
    }
    this.place = place;
    if (units.length === 0) return;
    this.version++;
    this.dirty = true;
  }

  /** Time passes, with so many agents there. */
  tick({ skills }: Availability, now: number): void {
    if (!this.of.options.needsAgent) return;
    const online = skillsOf(this.of.live).map((skill) => [
      skill,
      (skills[skill] ?? skills[everybody])?.online ?? 0,
    ]);
    tick(this.#policy, now, Object.fromEntries(online));
  }
}

/** How likely each action was under the hashes and the policy together. */
function observeUnit(
  policy: EngagementPolicy,
  { live, settings }: Optimising,
  { visitor, policy: recorded, converted, value, accepted, minutes }: ClosedUnit,
): void {
  const control = live.document.control / 10_000;
  const always = (1 - control) * (settings.always / 10_000);
  const arms = { control, always, optimise: 1 - control - always };
  const probabilities = withArms(recorded.reasons?.probabilities ?? { now: 1 }, arms);
  const { action, ageS } = recorded;
  observeOutcome(policy, {
    visitor,
    features: policyColumns(recorded.features),
    skill: recorded.skill ?? everybody,
    action,
    probability: probabilities[action] ?? 0,
    probabilities,
    ageS,
    accepted,
    minutes,
    converted,
    value,
  });
}

/** Null for a text that is no JSON: it is refused as one of another version is. */
function jsonOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

// What an optimising campaign keeps: what it learnt of gains, the evidence that they may be used, and
// the price of each skill's time. Plain data; two policies with the same history are equal.
import { newCapacityPrice, DEFAULT_PRICE_SETTINGS } from './capacity-price.ts';
import type { Capacity, CapacityPrice, PriceSettings } from './capacity-price.ts';
import { DEFAULT_EVIDENCE_SETTINGS, newFallbackEvidence } from './fallback-evidence.ts';
import type { EvidenceSettings, FallbackEvidence } from './fallback-evidence.ts';
import { DEFAULT_GAIN_PRIORS, newGainModel } from './gain-model.ts';
import type { GainModel, GainPriors } from './gain-model.ts';

export interface PolicyOptions {
  /** Of the campaign: draws of two salts have nothing to do with each other. */
  readonly salt: string;
  /** How many features a visitor has. */
  readonly features: number;
  /** Names of the actions beside `none`. */
  readonly actions: readonly string[];
  /** What the goal is worth, in the account's currency. */
  readonly value: number;
  /**
   * What to do until gains have shown themselves: rank by how likely the goal is whatever is done, or
   * how likely under the offer, or do as the manager's rule.
   */
  readonly fallback: 'response' | 'offered' | 'rule';
  /** Share of decisions left to chance: each of k actions and none keeps this ÷ (k + 1). */
  readonly exploration: number;
  /** Part of the posterior's deviation that Thompson draws have. */
  readonly damping: number;
  readonly priors: GainPriors;
  readonly price: PriceSettings;
  readonly evidence: EvidenceSettings;
}

export interface SkillPrices {
  capacity: Capacity;
  /** Each ranking has its own: they are in different units and both must be ready to be used. */
  readonly uplift: CapacityPrice;
  readonly response: CapacityPrice;
  /** Which of them last paid for what was done; its debt goes with it to the other. */
  payer: 'uplift' | 'fallback';
}

export interface UpliftPolicy {
  readonly options: PolicyOptions;
  readonly model: GainModel;
  readonly evidence: FallbackEvidence;
  readonly skills: Map<string, SkillPrices>;
}

/** A policy without outcomes. What is not said of the options is the default. */
export function newPolicy(
  options: Pick<PolicyOptions, 'salt' | 'features' | 'actions' | 'value'> & Partial<PolicyOptions>,
): UpliftPolicy {
  const whole: PolicyOptions = {
    fallback: 'offered',
    exploration: 0.02,
    damping: 0.1,
    priors: DEFAULT_GAIN_PRIORS,
    price: DEFAULT_PRICE_SETTINGS,
    evidence: DEFAULT_EVIDENCE_SETTINGS,
    ...options,
  };
  return {
    options: whole,
    model: newGainModel(whole.features, whole.actions.length, whole.priors),
    evidence: newFallbackEvidence(),
    skills: new Map(),
  };
}

/** Sets how much time a skill has; a skill without capacity has the price of the floor. */
export function setCapacity(policy: UpliftPolicy, skill: string, capacity: Capacity): void {
  const known = policy.skills.get(skill);
  if (known !== undefined) known.capacity = capacity;
  else policy.skills.set(skill, newSkillPrices(policy.options.price.floor, capacity));
}

function newSkillPrices(floor: number, capacity: Capacity): SkillPrices {
  const [uplift, response] = [newCapacityPrice(floor), newCapacityPrice(floor)];
  return { capacity, uplift, response, payer: 'fallback' };
}

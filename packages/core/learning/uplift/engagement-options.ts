// What an optimising campaign tells its policy, and the bounds that keep a policy small.

export interface EngagementPolicyOptions {
  /** Unique to campaign and period: draws with different salts are independent. */
  readonly salt: string;
  /** Possible delays of an invitation, in seconds; 0 is now. */
  readonly delaysS: readonly number[];
  /** Whether an answered invitation takes an agent's time. */
  readonly needsAgent: boolean;
  /**
   * The number of features of a visitor, at most 64. Roughly standardised, as the priors expect.
   */
  readonly features: number;
  /** Share of decisions left to chance: each action, including none, keeps this ÷ their number. */
  readonly exploration: number;
  /** Cost of one invitation, in the account's currency. */
  readonly cost: number;
  /** Cost of one that was shown and not answered, in the account's currency. */
  readonly annoyance: number;
  /** No invitation is shown before this age of the visit, unless the rule is true. */
  readonly earliestS: number;
  /** The lowest price of an agent's hour. An eighth of the goal's mean value if left out. */
  readonly leastPerHour?: number;
  /**
   * Kinds of moments that the caller distinguishes if a visit may be asked about again, at most
   * 256.
   */
  readonly momentKinds?: number;
  /** Scale of draws relative to the posterior's deviation, 0 to 1. A tenth if left out. */
  readonly damping?: number;
  /**
   * Prior variance of what a feature adds to an engagement's effect. That of engagement-gain.ts if
   * left out.
   */
  readonly interaction?: number;
}

export const MOST_FEATURES = 64;
export const MOST_DELAYS = 16;
export const MOST_MOMENT_KINDS = 256;
/** Features are clipped to this. */
const LARGEST = 10;

/** Whether options are within the bounds that keep a policy small. */
export function areOptions(options: EngagementPolicyOptions): boolean {
  const { features, delaysS, exploration, cost, annoyance, earliestS } = options;
  const { leastPerHour = 0, momentKinds = 0, damping = 0, interaction = 1 } = options;
  return (
    isWhole(features, MOST_FEATURES) &&
    isWhole(momentKinds, MOST_MOMENT_KINDS) &&
    delaysS.length >= 1 &&
    delaysS.length <= MOST_DELAYS &&
    new Set(delaysS).size === delaysS.length &&
    exploration > 0 &&
    exploration <= 1 &&
    damping >= 0 &&
    damping <= 1 &&
    interaction > 0 &&
    interaction <= 1 &&
    [...delaysS, cost, annoyance, earliestS, leastPerHour].every((each) => each >= 0 && each < 1e12)
  );
}

function isWhole(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= most;
}

/**
 * Exactly as many features as the policy has, each a number within bounds, so no caller can spoil
 * what is learnt.
 */
export function boundedFeatures(
  options: EngagementPolicyOptions,
  features: ArrayLike<number>,
): ArrayLike<number> {
  let isBounded = features.length >= options.features;
  for (let at = 0; at < options.features; at++)
    if (!(Math.abs(features[at] ?? 0) <= LARGEST)) isBounded = false;
  if (isBounded) return features;
  return Float64Array.from({ length: options.features }, (_, at) => {
    const value = features[at] ?? 0;
    return Number.isNaN(value) ? 0 : Math.min(LARGEST, Math.max(-LARGEST, value));
  });
}

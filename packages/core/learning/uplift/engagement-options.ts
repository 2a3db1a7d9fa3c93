// What an optimising campaign tells its policy, and the bounds that keep a policy small.

export interface EngagementPolicyOptions {
  /** Of the campaign and period: draws of two salts have nothing to do with each other. */
  readonly salt: string;
  /** Delays that an invitation may have, in seconds; 0 is now. */
  readonly delaysS: readonly number[];
  /** Whether an invitation that is answered takes an agent's time. */
  readonly needsAgent: boolean;
  /** Features of a visitor, at most 64. About standardised: the priors expect it. */
  readonly features: number;
  /** Share of decisions left to chance: each action, none included, keeps this ÷ their number. */
  readonly exploration: number;
  /** Of one invitation, in the account's currency. */
  readonly cost: number;
  /** Of one that was shown and not answered, in the account's currency. */
  readonly annoyance: number;
  /** No invitation is shown before this age of the visit, but where the rule is said to hold. */
  readonly earliestS: number;
  /** Below this an agent's hour is never given away; an eighth of the goal's mean value if not said. */
  readonly leastPerHour?: number;
  /** Kinds of moments that the caller tells apart where a visit may be asked about again; at most 256. */
  readonly momentKinds?: number;
  /** Part of the posterior's deviation that draws have, 0 to 1; a tenth if not said. */
  readonly damping?: number;
  /** Prior variance of what a feature adds to an engagement's effect; that of engagement-gain.ts if not said. */
  readonly interaction?: number;
}

export const MOST_FEATURES = 64;
export const MOST_DELAYS = 16;
export const MOST_MOMENT_KINDS = 256;
/** A feature is cut off here. */
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

/** As many features as the policy has, each a number within bounds: no caller can spoil what is learnt. */
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

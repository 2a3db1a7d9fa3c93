// What an optimising campaign chooses for a visitor, and what is recorded of it: the interface
// between the learner, the engine, the log, and the explanation in words. core/learning/uplift does
// the learning.
import { z } from 'zod';
import { SkillId } from '../ids.ts';

/**
 * Nothing; the engagement now; or after this many seconds, if all its conditions are still true
 * then.
 */
export const PolicyAction = z.union([
  z.literal('none'),
  z.literal('now'),
  z.templateLiteral(['after:', z.number().nonnegative()]),
]);
export type PolicyAction = z.infer<typeof PolicyAction>;

/** Seconds that an action waits. Null if it offers nothing. */
export function delayOf(action: PolicyAction): number | null {
  if (action === 'none') return null;
  return action === 'now' ? 0 : Number(action.slice('after:'.length));
}

/** What a choice was based on. Money is in the account's currency. */
export const PolicyReasons = z.object({
  /** By action, as used in the draw. Off-policy estimates need them. */
  probabilities: z.record(z.string(), z.number()),
  /** By learnt gains, or by the campaign's own rule while gains are not established. */
  using: z.enum(['uplift', 'rule']),
  /**
   * What the action, or for `none` the best one, adds to the probability of the goal: 0.01 is one
   * in a hundred.
   */
  gain: z.number(),
  /** Probability of the goal without it. */
  rate: z.number(),
  /** Probability that the offer is accepted. */
  accepts: z.number(),
  /** Expected minutes of an agent's time, including the chance of no acceptance. */
  minutes: z.number(),
  /** Of one agent. 0 if it takes nobody's time. */
  pricePerHour: z.number(),
  /** Value × gain minus cost, annoyance and the price of the time. */
  worth: z.number(),
  /** How often the learnt state had been renewed: identifies the state that chose. */
  version: z.number(),
});
export type PolicyReasons = z.infer<typeof PolicyReasons>;

/**
 * What a decision of an optimising campaign records in every arm, in addition to arm and reasons.
 */
export const DecisionPolicy = z.object({
  /**
   * The features of the visit before the decision, by name. Each between −1 and 1, a cart up to 2.
   */
  features: z.record(z.string(), z.number()),
  /** Seconds since the visit began. */
  ageS: z.number(),
  /** The value of reaching the goal. */
  value: z.number(),
  /** The skill whose time the engagement takes. Null: everybody's, or nobody's. */
  skill: SkillId.nullable(),
  /** Free places of that skill. */
  free: z.number(),
  /** The service level was missed: no live offer by the arm `optimise`. */
  guarded: z.boolean(),
  /** Control: `none`. The arm *always*: `now` at the campaign's own moment, else `none`. */
  action: PolicyAction,
  /** Of the action within its arm: 1 in control and *always*. */
  probability: z.number(),
  /** Of the arm under the randomisation, all variants together. */
  armShare: z.number(),
  /**
   * A further look at a visitor whose draw follows the policy. Not every arm has such a decision,
   * and no unit of a comparison begins with one.
   */
  again: z.boolean(),
  /** False if the campaign's own moment was not true. */
  isRule: z.boolean().optional(),
  /** Nothing was decided yet: the visit is looked at again. */
  waits: z.boolean().optional(),
  /**
   * What the visitor's draw follows; in control, what it would follow: the campaign's own moment
   * (*always*) or the policy. Absent if every arm was asked at one moment.
   */
  follows: z.enum(['rule', 'policy']).optional(),
  /**
   * The policy's answer; in other arms its answer at this moment for the record. Null if there was
   * no policy to ask.
   */
  reasons: PolicyReasons.nullable(),
});
export type DecisionPolicy = z.infer<typeof DecisionPolicy>;

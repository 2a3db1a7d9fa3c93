// What an optimising campaign chooses for a visitor, and what is written down of it: the seam between
// who learns gains, the engine that asks, the log, and the explanation in words. Nothing here says
// how it is learnt; that is core/learning/uplift.
import { z } from 'zod';
import { SkillId } from '../ids.ts';

/** Nothing; the engagement now; or after so many seconds, if all that led to it then still holds. */
export const PolicyAction = z.union([
  z.literal('none'),
  z.literal('now'),
  z.templateLiteral(['after:', z.number().nonnegative()]),
]);
export type PolicyAction = z.infer<typeof PolicyAction>;

/** Seconds that an action waits; null where it offers nothing. */
export function delayOf(action: PolicyAction): number | null {
  if (action === 'none') return null;
  return action === 'now' ? 0 : Number(action.slice('after:'.length));
}

/** What a choice rested on. Money is in the account's currency. */
export const PolicyReasons = z.object({
  /** By action, as they were drawn with: what off-policy estimates need. */
  probabilities: z.record(z.string(), z.number()),
  /** By learnt gains, or by the campaign's own rule while gains have not shown themselves. */
  using: z.enum(['uplift', 'rule']),
  /** What the action, or for `none` the best one, adds to the probability of the goal: 0.01 is one in a hundred. */
  gain: z.number(),
  /** Probability of the goal without it. */
  rate: z.number(),
  /** Probability that the offer is accepted. */
  accepts: z.number(),
  /** Of an agent's time to be expected, chance of acceptance included. */
  minutes: z.number(),
  /** Of one agent; 0 where it takes nobody's time. */
  pricePerHour: z.number(),
  /** Value × gain less cost, annoyance and the price of the time. */
  worth: z.number(),
  /** How often what is learnt had been renewed: names the state that chose. */
  version: z.number(),
});
export type PolicyReasons = z.infer<typeof PolicyReasons>;

/** What a decision of an optimising campaign records in every arm, beside arm and reasons. */
export const DecisionPolicy = z.object({
  /** What was known of the visit before the decision, by name; each between −1 and 1, a cart up to 2. */
  features: z.record(z.string(), z.number()),
  /** Seconds since the visit began. */
  ageS: z.number(),
  /** What reaching the goal is worth. */
  value: z.number(),
  /** Whose time the engagement takes; null: everybody's, or nobody's. */
  skill: SkillId.nullable(),
  /** Places free for that skill. */
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
   * A further look at a visitor whose draw follows the policy: not every arm has such a decision, and
   * no unit of a comparison begins with one.
   */
  again: z.boolean(),
  /** False where the campaign's own moment did not hold. */
  isRule: z.boolean().optional(),
  /** Nothing was decided yet: the visit is looked at again. */
  waits: z.boolean().optional(),
  /**
   * What the visitor's draw follows, in control what it would: the campaign's own moment (*always*) or
   * the policy. Absent where every arm was asked at one moment.
   */
  follows: z.enum(['rule', 'policy']).optional(),
  /**
   * What the policy said, in the other arms what it would have said at this moment; null where nobody
   * could be asked.
   */
  reasons: PolicyReasons.nullable(),
});
export type DecisionPolicy = z.infer<typeof DecisionPolicy>;

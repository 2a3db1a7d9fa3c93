// Figures of an optimising campaign in addition to its effects: agents' time relative to its gain,
// and what another rule would have achieved.
import { z } from 'zod';
import { intervalOr } from './interval.ts';

/**
 * Agent minutes by one conversion gained. `gain-open`: the gain's interval includes zero; `loss`:
 * it is below.
 */
export const MinutesPerGain = intervalOr([
  'few-conversions',
  'few-talks',
  'gain-open',
  'loss',
  'no-control',
  'no-closed-windows',
]);
export type MinutesPerGain = z.infer<typeof MinutesPerGain>;

/** GET /campaigns/:id/agent-time?period=N, over closed windows. */
export const AgentTime = z.object({
  period: z.number(),
  asOf: z.number(),
  /** A visitor's minutes are counted up to this. */
  mostMinutes: z.number(),
  /** The arms that were offered something. `treatment` is *always* if the campaign optimises. */
  arms: z.array(
    z.object({
      arm: z.enum(['optimise', 'treatment']),
      eligible: z.number(),
      /** Visitors whom an agent answered. */
      talked: z.number(),
      minutes: z.number(),
      perGain: MinutesPerGain,
    }),
  ),
});
export type AgentTime = z.infer<typeof AgentTime>;

/**
 * Rules to ask about: nobody; everybody at the first moment; everybody this many seconds later;
 * only with an intent score, or a cart, of at least `at`.
 */
export const WhatIfRule = z.enum(['never', 'now', 'after', 'intent', 'cart']);
export type WhatIfRule = z.infer<typeof WhatIfRule>;

/** GET /campaigns/:id/what-if?rule&at&period=N */
export const WhatIfQuery = z.object({
  rule: WhatIfRule.default('never'),
  /** Seconds, score or cart total, by the rule. */
  at: z.coerce.number().min(0).max(1_000_000).optional(),
});

/** `no-such-delay`: none of those that were drawn. */
const WhatIfDifference = intervalOr([
  'not-optimising',
  'no-closed-windows',
  'no-such-delay',
  'few-decisions',
  'few-carry-it',
]);

/**
 * What a rule would have achieved compared with the arm that optimises, over closed first
 * decisions.
 */
export const WhatIf = z.object({
  period: z.number(),
  asOf: z.number(),
  rule: WhatIfRule,
  at: z.number().nullable(),
  /** Delays that were drawn, for questions about `after`; seconds. */
  delays: z.array(z.number()),
  /** The number of first decisions behind the answer. */
  decisions: z.number(),
  /** Shares of visitors who are invited: by the arm that optimises, and by the rule. */
  invited: z.object({ logged: z.number(), rule: z.number() }),
  /** Estimated rates of the goal: of the arm that optimises, and of the rule. */
  rate: z.object({ logged: z.number(), rule: z.number() }),
  /** Rule minus the arm that optimises. */
  difference: WhatIfDifference,
  /** The same for the capped value a visitor. Null if the goal has none. */
  value: z
    .object({
      logged: z.number(),
      rule: z.number(),
      /** As it was when the period began. Null for none. */
      cap: z.number().nullable(),
      difference: WhatIfDifference,
    })
    .nullable(),
});
export type WhatIf = z.infer<typeof WhatIf>;

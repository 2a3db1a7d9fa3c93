// The effect on the rate, adjusted for what was known of visitors before the decision.
import { z } from 'zod';
import { Interval, withheldFor } from './interval.ts';

/** GET /campaigns/:id/adjusted?period=N, over closed windows. */
export const AdjustedEffects = z.object({
  period: z.number(),
  asOf: z.number(),
  /** The share of closed visitors whose visit had been scored before the decision. */
  scored: z.number(),
  /** The comparisons of the results: one pair, or three if the campaign optimises. */
  effects: z.array(
    z.object({
      between: z.enum(['optimise.control', 'optimise.treatment', 'treatment.control']),
      difference: z.discriminatedUnion('type', [
        /** With the remaining fraction of the plain variance. */
        Interval.extend({ varianceLeft: z.number() }),
        withheldFor(['few-conversions', 'few-scored']),
      ]),
    }),
  ),
});
export type AdjustedEffects = z.infer<typeof AdjustedEffects>;

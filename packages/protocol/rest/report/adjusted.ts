// The effect on the rate with what was known of visitors before the decision taken out of it.
import { z } from 'zod';
import { Interval, withheldFor } from './interval.ts';

/** GET /campaigns/:id/adjusted?period=N, over closed windows. */
export const AdjustedEffects = z.object({
  period: z.number(),
  asOf: z.number(),
  /** Part of the closed visitors whose visit had been scored before the decision. */
  scored: z.number(),
  /** Against each other as in the results: one pair, or three where the campaign optimises. */
  effects: z.array(
    z.object({
      between: z.enum(['optimise.control', 'optimise.treatment', 'treatment.control']),
      difference: z.discriminatedUnion('type', [
        /** With the part of the plain variance that is left. */
        Interval.extend({ varianceLeft: z.number() }),
        withheldFor(['few-conversions', 'few-scored']),
      ]),
    }),
  ),
});
export type AdjustedEffects = z.infer<typeof AdjustedEffects>;

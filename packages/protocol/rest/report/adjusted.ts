// The effect on the rate with what was known of visitors before the decision taken out of it.
import { z } from 'zod';

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
        z.object({
          type: z.literal('interval'),
          estimate: z.number(),
          lower: z.number(),
          upper: z.number(),
          alpha: z.number(),
          /** Part of the plain variance that is left. */
          varianceLeft: z.number(),
        }),
        z.object({
          type: z.literal('withheld'),
          reason: z.enum(['few-conversions', 'few-scored']),
        }),
      ]),
    }),
  ),
});
export type AdjustedEffects = z.infer<typeof AdjustedEffects>;

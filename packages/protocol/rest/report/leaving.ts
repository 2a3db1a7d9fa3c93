// How many visitors leave at once after their decision, by arm: harm to the visit.
import { z } from 'zod';
import { Effect, SeenHarm } from './report.ts';

/** GET /campaigns/:id/leaving?period=N, over visitors for whom it is known. */
export const Leaving = z.object({
  period: z.number(),
  asOf: z.number(),
  /**
   * A visitor without a sign after this many seconds, and without a further page, has left at once.
   */
  seconds: z.number(),
  arms: z.array(
    z.object({
      arm: z.enum(['optimise', 'treatment', 'control']),
      /** For control: the arm that this part of it is compared with. */
      beside: z.enum(['optimise', 'treatment']).nullable(),
      visitors: z.number(),
      left: z.number(),
    }),
  ),
  /** Visitors for whom it is not known yet. */
  pending: z.number(),
  /** The share that leaves at once minus that of control. Above zero is harm. */
  effects: z.array(z.object({ arm: z.enum(['optimise', 'treatment']), difference: Effect })),
  /** What is proved. */
  harm: SeenHarm.nullable(),
});
export type Leaving = z.infer<typeof Leaving>;

// How many visitors leave at once after their decision, by arm: harm to the visit.
import { z } from 'zod';
import { Effect, SeenHarm } from './report.ts';

/** GET /campaigns/:id/leaving?period=N, over visitors of whom it is known. */
export const Leaving = z.object({
  period: z.number(),
  asOf: z.number(),
  /** Whoever gives no sign after so many seconds, and opens no further page, has left at once. */
  seconds: z.number(),
  arms: z.array(
    z.object({
      arm: z.enum(['optimise', 'treatment', 'control']),
      /** Of control: the arm that this part of it is compared with. */
      beside: z.enum(['optimise', 'treatment']).nullable(),
      visitors: z.number(),
      left: z.number(),
    }),
  ),
  /** Visitors of whom it is not known yet. */
  pending: z.number(),
  /** Share that leaves at once minus that of control; above zero is harm. */
  effects: z.array(z.object({ arm: z.enum(['optimise', 'treatment']), difference: Effect })),
  /** What is proved. */
  harm: SeenHarm.nullable(),
});
export type Leaving = z.infer<typeof Leaving>;

// The sample shop of an account: an account of its own, with six invented weeks in it.
import { z } from 'zod';

/** GET and POST /sample */
export const SampleShop = z.object({
  state: z.enum(['none', 'making', 'ready', 'failed']),
  /** What is being made. */
  step: z.enum(['account', 'visits', 'results']),
  /** How much of it is done, 0 to 1. */
  done: z.number().min(0).max(1),
});
export type SampleShop = z.infer<typeof SampleShop>;

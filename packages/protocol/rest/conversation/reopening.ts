// How long after its end a conversation may be reopened, by REST.
import { z } from 'zod';
import { revised } from '../common.ts';

/** The most hours: 30 days. */
export const mostReopeningH = 720;

/** GET and PUT /reopening */
export const Reopening = z.object({
  /** By an agent. Null: at any time, 0: never. */
  agentH: z.number().int().min(0).max(mostReopeningH).nullable(),
  /** By the visitor, who writes again on the same site. 0: never; a new one begins. */
  visitorH: z.number().int().min(0).max(mostReopeningH),
});
export type Reopening = z.infer<typeof Reopening>;
export const RevisedReopening = revised(Reopening);

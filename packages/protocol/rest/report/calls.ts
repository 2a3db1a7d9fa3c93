// What became of the calls that a campaign offered in a period. Arms stay the unit of proof.
import { z } from 'zod';

/** Visitors of an arm. */
export const CallFigures = z.object({
  /** Control is shown no offer. */
  arm: z.enum(['optimise', 'treatment']),
  /** Who was shown the offer of a call. */
  offered: z.number(),
  /** Who waited to speak, or spoke, in a conversation that began from the engagement. */
  called: z.number(),
  /** Of those, whom an agent accepted. */
  accepted: z.number(),
  /** Of those, who heard an agent and were heard. */
  connected: z.number(),
  /** How long both sides of all these calls were in them. */
  minutes: z.number(),
});
export type CallFigures = z.infer<typeof CallFigures>;

/** GET /campaigns/:id/calls?period=N */
export const CampaignCalls = z.object({
  period: z.number(),
  asOf: z.number(),
  /** Empty if no call was offered. */
  items: z.array(CallFigures),
});
export type CampaignCalls = z.infer<typeof CampaignCalls>;

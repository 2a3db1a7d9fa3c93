// How conversations reach agents, by REST: the account's rules of routing, kept by managers. What is
// said of a single skill is with the skills.
import { z } from 'zod';

export const routingLimits = {
  /** How long a conversation may ring, s. */
  ringS: { least: 5, most: 300 },
} as const;

/** GET and PUT /routing: all of it. What is left out is as usual. */
export const RoutingSettings = z.object({
  /** A conversation that rings and is not accepted goes on or back after so many seconds. */
  ringS: z.number().int().min(routingLimits.ringS.least).max(routingLimits.ringS.most).default(30),
});
export type RoutingSettings = z.infer<typeof RoutingSettings>;

/** As it is where nobody said otherwise. */
export const usualRouting: RoutingSettings = RoutingSettings.parse({});

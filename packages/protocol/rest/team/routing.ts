// How conversations reach agents, by REST: the account's rules of routing, maintained by managers.
// Settings of a single skill are with the skills.
import { z } from 'zod';
import { revised } from '../common.ts';
import { OpeningHours } from './opening-hours.ts';

/** How agents get waiting conversations. */
export const AssignmentMode = z.enum([
  /** Assigned at once to the next agent. */
  'automatic',
  /** Rings at the next agent, then at the one after. */
  'ring',
  /** Waits until an agent takes it by hand. */
  'pick',
]);
export type AssignmentMode = z.infer<typeof AssignmentMode>;

export const routingLimits = {
  /** How long a conversation may ring, s. */
  ringS: { least: 5, most: 300 },
  /** Missed rings in a row. */
  misses: { least: 1, most: 10 },
  /** An agent who did not take a waiting conversation is asked for it again after this, ms. */
  askAgainMs: 60_000,
  /** Places of the room that one conversation may take. */
  weight: { least: 1, most: 3 },
  /** Days within which a returning visitor is known to an agent; 0: never. */
  sameAgentDays: { least: 0, most: 365 },
  /** Seconds of waiting that a step of priority is worth. */
  stepS: { least: 0, most: 600 },
  /** Steps that a customer's tier may add. */
  tierSteps: 3,
  /** Values of the attribute that name a tier. */
  tiers: 30,
  /** The most steps from tier and worth together. */
  standing: 4,
  /** Reasons of an account for being away, and their length. */
  reasons: 20,
  reasonLength: 40,
} as const;

function within({ least, most }: { readonly least: number; readonly most: number }) {
  return z.number().int().min(least).max(most);
}

/** Head start in steps by the value of one verified attribute of the customer. */
export const CustomerTiers = z.object({
  /** The trait's name, such as `tier`. Empty: no tiers. */
  attribute: z.string().trim().max(64),
  /** By the value in lower case. */
  steps: z
    .record(
      z.string().trim().toLowerCase().min(1).max(64),
      within({ least: 1, most: routingLimits.tierSteps }),
    )
    .refine((steps) => Object.keys(steps).length <= routingLimits.tiers),
});
export type CustomerTiers = z.infer<typeof CustomerTiers>;

/** GET and PUT /routing: all of it. What is left out has its default. */
export const RoutingSettings = z.object({
  /** A ringing conversation that is not accepted moves on or back after this many seconds. */
  ringS: within(routingLimits.ringS).default(30),
  /** For conversations whose skill has no mode of its own. */
  mode: AssignmentMode.default('automatic'),
  /** An agent who misses this many in a row is away from then on. */
  misses: within(routingLimits.misses).default(3),
  /** An agent who answered a visitor at most this many days ago comes first. 0: none does. */
  sameAgentDays: within(routingLimits.sameAgentDays).default(30),
  /** What a step of priority is worth in seconds of waiting; 0: first come, first served. */
  stepS: within(routingLimits.stepS).default(120),
  tiers: CustomerTiers.default({ attribute: '', steps: {} }),
  /**
   * A visit of this expected value, in the account's currency, is worth a whole step. Null: worth
   * does not count.
   */
  fullValue: z.number().positive().max(1_000_000).nullable().default(null),
  /** For conversations whose skill has no hours of its own. Null: always open. */
  hours: OpeningHours.nullable().default(null),
  /** Agents may also take a conversation over from a colleague. Managers always may. */
  agentsTakeOver: z.boolean().default(false),
  /** Reasons that agents may give for being away. */
  reasons: z
    .array(z.string().trim().min(1).max(routingLimits.reasonLength))
    .max(routingLimits.reasons)
    .refine((reasons) => new Set(reasons).size === reasons.length)
    .default([]),
});
export type RoutingSettings = z.infer<typeof RoutingSettings>;
export const RevisedRouting = revised(RoutingSettings);
export type RevisedRouting = z.infer<typeof RevisedRouting>;

/** The defaults. */
export const usualRouting: RoutingSettings = RoutingSettings.parse({});

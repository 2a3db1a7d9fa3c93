// How conversations reach agents, by REST: the account's rules of routing, kept by managers. What is
// said of a single skill is with the skills.
import { z } from 'zod';
import { revised } from '../common.ts';
import { OpeningHours } from './opening-hours.ts';

/** How agents get the conversations that wait. */
export const AssignmentMode = z.enum([
  /** Given at once to whoever is next. */
  'automatic',
  /** Rings at whoever is next, then at the one after them. */
  'ring',
  /** Waits until somebody takes it by hand. */
  'pick',
]);
export type AssignmentMode = z.infer<typeof AssignmentMode>;

export const routingLimits = {
  /** How long a conversation may ring, s. */
  ringS: { least: 5, most: 300 },
  /** Rings that go unanswered in a row. */
  misses: { least: 1, most: 10 },
  /** Whoever did not take a waiting conversation is asked for it again after this, ms. */
  askAgainMs: 60_000,
  /** Places of the room that one conversation may take. */
  weight: { least: 1, most: 3 },
  /** Days within which a returning visitor is known to an agent; 0: never. */
  sameAgentDays: { least: 0, most: 365 },
  /** Seconds of waiting that a step of priority is worth. */
  stepS: { least: 0, most: 600 },
  /** Steps that a customer's tier may bring. */
  tierSteps: 3,
  /** Values of the attribute that name a tier. */
  tiers: 30,
  /** Steps that tier and worth bring at most. */
  standing: 4,
  /** Reasons of an account for being away, and their length. */
  reasons: 20,
  reasonLength: 40,
} as const;

function within({ least, most }: { readonly least: number; readonly most: number }) {
  return z.number().int().min(least).max(most);
}

/** Steps ahead by the value of one verified attribute of the customer. */
export const CustomerTiers = z.object({
  /** The trait's name, such as `tier`; empty: no tiers. */
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

/** GET and PUT /routing: all of it. What is left out is as usual. */
export const RoutingSettings = z.object({
  /** A conversation that rings and is not accepted goes on or back after so many seconds. */
  ringS: within(routingLimits.ringS).default(30),
  /** Of conversations whose skill says nothing else. */
  mode: AssignmentMode.default('automatic'),
  /** Who leaves so many in a row unanswered is away from then on. */
  misses: within(routingLimits.misses).default(3),
  /** Whoever answered a visitor so many days ago or less is given them first; 0: nobody is. */
  sameAgentDays: within(routingLimits.sameAgentDays).default(30),
  /** What a step of priority is worth in seconds of waiting; 0: whoever came first is first. */
  stepS: within(routingLimits.stepS).default(120),
  tiers: CustomerTiers.default({ attribute: '', steps: {} }),
  /** A visit of so much expected value, in the account's currency, is worth a whole step; null: it counts nothing. */
  fullValue: z.number().positive().max(1_000_000).nullable().default(null),
  /** Of conversations whose skill has no hours of its own; null: always open. */
  hours: OpeningHours.nullable().default(null),
  /** Agents, too, may take a conversation over from a colleague; managers always may. */
  agentsTakeOver: z.boolean().default(false),
  /** Why agents may say that they are away. */
  reasons: z
    .array(z.string().trim().min(1).max(routingLimits.reasonLength))
    .max(routingLimits.reasons)
    .refine((reasons) => new Set(reasons).size === reasons.length)
    .default([]),
});
export type RoutingSettings = z.infer<typeof RoutingSettings>;
export const RevisedRouting = revised(RoutingSettings);
export type RevisedRouting = z.infer<typeof RevisedRouting>;

/** As it is where nobody said otherwise. */
export const usualRouting: RoutingSettings = RoutingSettings.parse({});

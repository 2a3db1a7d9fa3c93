// What an optimising campaign has learnt in its newest period, for those who manage campaigns.
import { z } from 'zod';

const Effect = z.object({ effect: z.number(), error: z.number() });
/**
 * Its bounds are valid at every look, and for the whole list together, with 95 %: an effect whose
 * bounds are above 0 is established. Null while nothing is known.
 */
const BoundedEffect = Effect.extend({
  lower: z.number().nullable(),
  upper: z.number().nullable(),
});

/** In log odds unless stated otherwise. Money in the account's currency. */
export const LearntPolicy = z.object({
  /** By learnt gains, or by the campaign's own rule, and why. */
  using: z.enum(['uplift', 'rule']),
  /** `confirmed`: by randomised data alone, with bounds valid at every look. */
  why: z.enum(['few_outcomes', 'undecided', 'confirmed', 'refuted']),
  /** Randomised outcomes learnt, and the closing of the newest of them. */
  outcomes: z.number(),
  learntThrough: z.number().nullable(),
  /** How often it was renewed: decisions name it. */
  version: z.number(),
  /** The assumed value of reaching the goal. */
  value: z.number(),
  /**
   * It is the mean of this many conversions, received since then: over 90 days, or since the goal
   * has its present definition. Null without any: then its fixed sum counts, or 1.
   */
  valueFrom: z.object({ conversions: z.number(), since: z.number() }).nullable(),
  /** What an invitation adds to the probability of the goal. Valid at every look. */
  gain: z.object({ mean: z.number(), lower: z.number(), upper: z.number() }).nullable(),
  /** The part of the seeming gains of answered invitations that is relied on. */
  confirmed: z.number(),
  /** Its bounds from randomised data alone, valid at every look. Null while little is known. */
  confirmedBounds: z.object({ lower: z.number(), upper: z.number() }).nullable(),
  /** What an invitation does to an average visitor. */
  average: Effect,
  /** What each feature adds to that, by its name among the features of decisions. */
  features: z.array(BoundedEffect.extend({ feature: z.string() })),
  /**
   * For each delay against inviting now: how much likelier it is answered, and how much likelier
   * those who answered reach the goal. The latter is not caused by the delay alone, because other
   * visitors may answer later than at once. For content, which needs no answer: null, and the goal
   * of all to whom it was shown.
   */
  delays: z.array(
    z.object({ delayS: z.number(), goal: BoundedEffect, accept: BoundedEffect.nullable() }),
  ),
  /** Empty for content: it takes no agent's time. */
  skills: z.array(
    z.object({
      /** `*`: all agents. */
      skill: z.string(),
      agents: z.number(),
      /**
       * Of an hour of one agent: `pricePerHour` with one free place, the least price with all free.
       */
      pricePerHour: z.number(),
      leastPricePerHour: z.number(),
      /** Mean minutes of a conversation. */
      minutes: z.number(),
      /** The service level is missed: no visitor is offered a conversation. */
      guarded: z.boolean(),
      /** Of the conversations of the last ten minutes: how many, and the share answered in time. */
      conversations: z.number(),
      answeredInTime: z.number().nullable(),
    }),
  ),
});
export type LearntPolicy = z.infer<typeof LearntPolicy>;

/** GET /campaigns/:id/learnt. `policy` is null for a campaign that does not optimise. */
export const CampaignLearnt = z.object({
  period: z.number().nullable(),
  asOf: z.number(),
  policy: LearntPolicy.nullable(),
});
export type CampaignLearnt = z.infer<typeof CampaignLearnt>;

// What an optimising campaign has learnt in its newest period, for those who manage campaigns.
import { z } from 'zod';

const Effect = z.object({ effect: z.number(), error: z.number() });
/**
 * Its bounds hold at every look, and for all of a list together, with 95 %: what lies above 0 whole is
 * told apart. Null while nothing is known.
 */
const BoundedEffect = Effect.extend({
  lower: z.number().nullable(),
  upper: z.number().nullable(),
});

/** In log odds where nothing else is said; money in the account's currency. */
export const LearntPolicy = z.object({
  /** By learnt gains, or by the campaign's own rule, and why. */
  using: z.enum(['uplift', 'rule']),
  /** `confirmed`: chance alone says so, by bounds that hold at every look. */
  why: z.enum(['few_outcomes', 'undecided', 'confirmed', 'refuted']),
  /** Randomised outcomes learnt, and the closing of the newest of them. */
  outcomes: z.number(),
  learntThrough: z.number().nullable(),
  /** How often it was renewed: decisions name it. */
  version: z.number(),
  /** What reaching the goal is taken to be worth. */
  value: z.number(),
  /**
   * The mean of so many conversions, received since then: over 90 days, or since the goal is reached by
   * what reaches it now. Null where none says, and it counts for its fixed sum, or as one.
   */
  valueFrom: z.object({ conversions: z.number(), since: z.number() }).nullable(),
  /** Added to the probability of the goal by an invitation; holds at every look. */
  gain: z.object({ mean: z.number(), lower: z.number(), upper: z.number() }).nullable(),
  /** Part of what answered invitations seem to gain that is counted on. */
  confirmed: z.number(),
  /** Between which it lies by chance alone; holds at every look. Null while little is known. */
  confirmedBounds: z.object({ lower: z.number(), upper: z.number() }).nullable(),
  /** What an invitation does to an average visitor. */
  average: Effect,
  /** What each feature adds to that, by its name among the features of decisions. */
  features: z.array(BoundedEffect.extend({ feature: z.string() })),
  /**
   * Against now, how much likelier each delay is answered; and how much likelier those who answered reach
   * the goal, which is not the delay's doing alone: others may answer later than answer at once. Of
   * content, which nobody needs to answer: null, and the goal of all to whom it was shown.
   */
  delays: z.array(
    z.object({ delayS: z.number(), goal: BoundedEffect, accept: BoundedEffect.nullable() }),
  ),
  /** Empty for content: it takes nobody's time. */
  skills: z.array(
    z.object({
      /** `*`: everybody. */
      skill: z.string(),
      agents: z.number(),
      /** Of an hour of one agent, where one place is free and where all are. */
      pricePerHour: z.number(),
      leastPricePerHour: z.number(),
      /** Mean minutes of a conversation. */
      minutes: z.number(),
      /** The service level is missed: nobody is offered a conversation. */
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

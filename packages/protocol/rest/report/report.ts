// Results of a campaign's period, the site's funnel, and the definitions of every figure.
import { z } from 'zod';
import { CampaignId } from '../../ids.ts';
import { PeriodStop } from '../campaign/campaign.ts';
import { intervalOr } from './interval.ts';

/** Points are differences of rates times 100. */
export const Effect = intervalOr([
  'few-conversions',
  'no-value',
  'no-control',
  'no-closed-windows',
]);
export type Effect = z.infer<typeof Effect>;

const Counts = z.object({
  eligible: z.number(),
  exposed: z.number(),
  engaged: z.number(),
  converted: z.number(),
  value: z.number(),
});

/** Orders with refunds or cancellations, and what was taken back. */
const TakenBack = z.object({
  orders: z.number(),
  value: z.number(),
  /**
   * Received after the visitor's closing: in no effect. `conversions`: these came after it, too.
   */
  later: z.object({ orders: z.number(), value: z.number(), conversions: z.number() }),
});

export const ArmResult = z.object({
  /** `treatment` is *always* if the campaign optimises. */
  arm: z.enum(['optimise', 'treatment', 'control']),
  /** Null for all variants together and for control. */
  variant: z.string().nullable(),
  name: z.string(),
  soFar: Counts,
  offers: z.object({ live: z.number(), fallback: z.number(), content: z.number() }),
  takenBack: TakenBack,
  /** Visitors whose window has closed, and what is known of them. */
  closed: z.object({
    eligible: z.number(),
    /** Reacted so far, of those visitors alone. 0 in control. */
    engaged: z.number(),
    converted: z.number(),
    value: z.number(),
  }),
  rateEffect: Effect.nullable(),
  valueEffect: Effect.nullable(),
});
export type ArmResult = z.infer<typeof ArmResult>;

/** The effect by order of enrolment, a point at the end of each day; points of rate. */
const Path = z.array(
  z.object({
    at: z.number(),
    enrolled: z.number(),
    estimate: z.number(),
    lower: z.number(),
    upper: z.number(),
  }),
);

/** Two of an optimising campaign's arms. Each of the three comparisons has its part of alpha. */
export const ArmComparison = z.object({
  between: z.enum(['optimise.control', 'optimise.treatment', 'treatment.control']),
  rate: Effect,
  value: Effect,
  gain: Effect,
  incremental: Effect,
  incrementalValue: Effect,
  path: Path,
});
export type ArmComparison = z.infer<typeof ArmComparison>;

/** Harm that is proved at this look. Its `at` is now. */
export const SeenHarm = PeriodStop.extend({
  /** Whether it is also proved without any one network of senders. Otherwise it pauses nothing. */
  spread: z.boolean(),
});
export type SeenHarm = z.infer<typeof SeenHarm>;

/** GET /campaigns/:id/results?period=N */
export const CampaignResults = z.object({
  campaign: CampaignId,
  name: z.string(),
  goalName: z.string(),
  period: z.number(),
  periods: z.array(
    z.object({ number: z.number(), from: z.number(), until: z.number().nullable() }),
  ),
  asOf: z.number(),
  currency: z.string(),
  timeZone: z.string(),
  /** Whether the goal had a value when the period began. */
  hasValue: z.boolean(),
  valueCap: z.number().nullable(),
  arms: z.array(ArmResult),
  incrementalConversions: Effect,
  incrementalValue: Effect,
  /** (rate treatment − rate control) / rate control, with the interval carried over. */
  gain: Effect,
  /** What is proved to be harmed. */
  harm: SeenHarm.nullable(),
  /** If the campaign paused itself in this period. */
  stop: PeriodStop.nullable(),
  /** Visitors of control to whom an agent wrote first. They stay counted there. */
  byHand: z.number(),
  pending: z.object({ visitors: z.number(), lastClosesAt: z.number().nullable() }),
  sampleRatio: z.object({
    verdict: z.enum(['as-planned', 'watch', 'alarm']),
    evidence: z.number(),
    /** When the evidence first sufficed for an alarm, at the end of a day of enrolment. */
    since: z.number().nullable(),
    counts: z.array(z.object({ arm: z.string(), count: z.number(), share: z.number() })),
  }),
  path: Path,
  /**
   * Left out if the campaign does not optimise. Otherwise headline, gain and path are of the first.
   */
  comparisons: z.array(ArmComparison).optional(),
  /** By day of the account's time zone, `YYYY-MM-DD`, so far. */
  days: z.array(
    z.object({
      day: z.string(),
      /** Left out if the campaign does not optimise. */
      optimise: Counts.optional(),
      treatment: Counts,
      control: Counts,
    }),
  ),
});
export type CampaignResults = z.infer<typeof CampaignResults>;

/** Another campaign with partly the same visitors. */
export const CompetingCampaign = z.object({
  campaign: CampaignId,
  name: z.string(),
  /**
   * Visitors of this campaign's period who were also eligible in the other one, in a period that
   * ran at the same time.
   */
  visitors: z.number(),
  /** Their share of all visitors of this campaign's period, 0 to 1. */
  share: z.number(),
  /** Of them, those for whom the other had the same zone of the page just before this one came. */
  behind: z.number(),
  /** Of them, those for whom this one had the zone just before the other came. */
  ahead: z.number(),
});
export type CompetingCampaign = z.infer<typeof CompetingCampaign>;
/**
 * Another campaign in the same zone without a common eligible visitor: it may be kept out, or keep
 * out.
 */
export const UnmetCampaign = z.object({
  campaign: CampaignId,
  name: z.string(),
  /** By priority: whether it comes before this one if both are true at one instant. */
  order: z.enum(['before', 'same', 'after']),
});
export type UnmetCampaign = z.infer<typeof UnmetCampaign>;
/** GET /campaigns/:id/competing?period=N */
export const CompetingCampaigns = z.object({
  asOf: z.number(),
  items: z.array(CompetingCampaign),
  /** Of those that run now. None for a period that is over. */
  unmet: z.array(UnmetCampaign),
});
export type CompetingCampaigns = z.infer<typeof CompetingCampaigns>;

const FunnelSteps = z.object({
  visits: z.number(),
  withCart: z.number(),
  withOrder: z.number(),
});

/** GET /sites/:id/funnel?from&until */
export const Funnel = z.object({
  ...FunnelSteps.shape,
  visitors: z.number(),
  /**
   * Server-side visits: of visitors whom only the business's server reports, by the same gap of 30
   * minutes. They are not in the other figures.
   */
  fromServer: z.object({ ...FunnelSteps.shape, visitors: z.number() }),
  orders: z.number(),
  value: z.number(),
  bots: z.number(),
  asOf: z.number(),
  days: z.array(
    z.object({
      day: z.string(),
      ...FunnelSteps.shape,
      fromServer: FunnelSteps,
      value: z.number(),
    }),
  ),
});
export type Funnel = z.infer<typeof Funnel>;

const Reached = z.object({ visitors: z.number(), converted: z.number() });

/** GET /account/holdout-results: the holdout against everyone else, from the first event on. */
export const HoldoutResults = z.object({
  /** When the holdout was given its share. */
  since: z.number(),
  goals: z.array(
    z.object({
      goal: z.string(),
      name: z.string(),
      /**
       * Counts visitors who first came since then: when the holdout got its share, or when the goal
       * got its present definition.
       */
      since: z.number(),
      /** So far. */
      holdout: Reached,
      others: Reached,
      /** The basis of the effect: visitors whose window is over. */
      closed: z.object({ holdout: Reached, others: Reached }),
      pending: z.number(),
      effect: Effect,
    }),
  ),
});

/** GET /report/definitions: each figure once, in words, with its SQL. */
export const Definition = z.object({ figure: z.string(), words: z.string(), sql: z.string() });

// What the console's Home reads beside the pages' own figures: alarms of campaigns, and the value
// that is proved so far.
import { z } from 'zod';
import { CampaignId, GoalId } from '../../ids.ts';

/** Something about a running campaign, or one that paused itself, that a person has to decide. */
export const CampaignAlarm = z.object({
  campaign: CampaignId,
  name: z.string(),
  period: z.number(),
  /** `stopped`: it paused itself because of proved harm. `harm`: it is proved and goes on. */
  kind: z.enum(['stopped', 'harm', 'sample-ratio']),
  /** Since when it is so. Null: the figures do not tell. */
  since: z.number().nullable(),
});
export type CampaignAlarm = z.infer<typeof CampaignAlarm>;

/** GET /campaign-alarms, the oldest first. */
export const CampaignAlarms = z.object({ asOf: z.number(), items: z.array(CampaignAlarm) });
export type CampaignAlarms = z.infer<typeof CampaignAlarms>;

/** What campaigns with one goal are proved to have brought. Goals are never added up. */
export const GoalValue = z.object({
  goal: GoalId,
  name: z.string(),
  /** `value`: in the account's currency. `conversions`: the goal has no value. */
  unit: z.enum(['value', 'conversions']),
  /** Campaigns with a period whose effect is proved. Proved harm is subtracted. */
  campaigns: z.number().int(),
  periods: z.number().int(),
  /** Periods whose effect is not proved. They count for nothing. */
  unproved: z.number().int(),
  /** When the first of the proved periods began. */
  since: z.number(),
  /** Sums over the proved periods: of the estimates, and of both ends of their intervals. */
  estimate: z.number(),
  lower: z.number(),
  upper: z.number(),
});
export type GoalValue = z.infer<typeof GoalValue>;

/** GET /proved-value, the goal with the most proved periods first. */
export const ProvedValue = z.object({
  asOf: z.number(),
  goals: z.array(GoalValue),
  /** Periods that were looked at, and older ones that were left out because there are too many. */
  periods: z.number().int(),
  more: z.number().int(),
});
export type ProvedValue = z.infer<typeof ProvedValue>;

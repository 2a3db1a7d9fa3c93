// The answer about one visitor, parsed: the same shapes as in `protocol`, which has them as types.
import { Condition } from '@opportune/protocol/campaign/condition.ts';
import type {
  Arm,
  CampaignExplanation,
  Decision,
  Gate,
  Reason,
} from '@opportune/protocol/campaign/decision.ts';
import { Zone } from '@opportune/protocol/campaign/campaign.ts';
import {
  AccountId,
  CampaignId,
  DecisionId,
  EngagementId,
  EventId,
  GoalId,
  PageViewId,
  SiteId,
  VariantId,
  VisitId,
  VisitorId,
} from '@opportune/protocol/ids.ts';
import { DecisionPolicy } from '@opportune/protocol/campaign/policy.ts';
import {
  CartLine,
  TimelineEntry,
  VisitorRow,
  type DecisionExplanation,
  type VisitorDetail,
} from '@opportune/protocol/rest/visitor.ts';
import { z } from 'zod';

const Reason: z.ZodType<Reason> = z.lazy(() =>
  z.object({
    holds: z.boolean(),
    node: Condition,
    value: z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]),
    wakesAt: z.number().nullable(),
    parts: z.array(Reason),
  }),
);
const Treatment = z.object({ type: z.literal('treatment'), variant: VariantId });
const Optimise = z.object({ type: z.literal('optimise'), variant: VariantId });
const Control = z.object({ type: z.literal('control') });
const Arm: z.ZodType<Arm> = z.discriminatedUnion('type', [
  Treatment,
  Optimise,
  Control,
  z.object({ type: z.literal('holdout') }),
]);
const Reasons = z.object({ audience: Reason, moment: Reason });

const Explanation: z.ZodType<CampaignExplanation> = z.object({
  campaign: CampaignId,
  name: z.string(),
  period: z.number(),
  arm: Arm,
  optimises: z.boolean(),
  outcome: z.enum(['fired', 'eligible-now', 'waiting', 'not-eligible']),
  // A gate that this console has no words for is still a gate.
  gate: (z.string() as unknown as z.ZodType<Gate>).nullable(),
  audience: Reason,
  moment: Reason,
  decisions: z.array(DecisionId),
});

const DecisionSchema: z.ZodType<Decision> = z.object({
  id: DecisionId,
  account: AccountId,
  site: SiteId,
  visitor: VisitorId,
  visit: VisitId,
  campaign: CampaignId,
  period: z.number(),
  engagement: EngagementId,
  goal: GoalId,
  arm: z.discriminatedUnion('type', [Treatment, Optimise, Control]),
  zone: Zone,
  offer: z.enum(['live', 'fallback', 'content']),
  event: EventId.nullable(),
  pageView: PageViewId.nullable(),
  at: z.number(),
  ordinal: z.number(),
  configurationVersion: z.number(),
  availabilityVersion: z.number(),
  propensity: z.number(),
  reasons: Reasons,
  policy: DecisionPolicy.exactOptional(),
});

export const VisitorDetailAnswer: z.ZodType<VisitorDetail> = z.object({
  row: VisitorRow.nullable(),
  profile: z.object({
    firstSeenAt: z.number(),
    visits: z.number(),
    orders: z.number(),
    orderValue: z.number(),
    traits: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    searches: z.array(z.string()),
    products: z.array(z.string()),
    dropped: z.number(),
  }),
  cart: z.object({ lines: z.array(CartLine), more: z.number() }),
  timeline: z.array(TimelineEntry),
  at: z.number(),
  why: z.array(Explanation),
  decisions: z.array(DecisionSchema),
  campaigns: z.record(z.string(), z.string()),
});

export const ExplanationAnswer: z.ZodType<DecisionExplanation> = z.object({
  decision: DecisionSchema,
  replayed: Reasons,
  agrees: z.boolean(),
  whole: z.boolean(),
});

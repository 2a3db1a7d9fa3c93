// Campaigns: the draft against the live version, life cycle, trial, plan and matching now.
import { z } from 'zod';
import { CampaignDocument, CampaignState } from '../../campaign/campaign.ts';
import { CampaignId, UserId } from '../../ids.ts';
import { listOf } from '../common.ts';

/**
 * What made a campaign pause itself, with the figures of that instant. Differences are per visitor.
 */
export const PeriodStop = z.object({
  at: z.number(),
  /**
   * `rate`: fewer reach the goal than in control. `value`: they bring less. `leaving`: more leave
   * at once.
   */
  measure: z.enum(['rate', 'value', 'leaving']),
  /** If the campaign optimises: of which arm. `treatment` is *always*. */
  arm: z.enum(['optimise', 'treatment']).optional(),
  estimate: z.number(),
  lower: z.number(),
  upper: z.number(),
  /** Relative to control. */
  gain: z.number().nullable(),
  /** The number of closed visitors behind it. */
  treatment: z.number(),
  control: z.number(),
});
export type PeriodStop = z.infer<typeof PeriodStop>;

export const Period = z.object({
  number: z.number().int().min(1),
  from: z.number(),
  until: z.number().nullable(),
  document: CampaignDocument,
  /** If it paused itself. */
  stop: PeriodStop.nullable(),
});
export type Period = z.infer<typeof Period>;

/** A requested publication that can still be undone. */
const PendingPublication = z.object({
  /** When it takes effect. */
  at: z.number(),
  by: z.string(),
});

/** How long a word about an approval may be. */
const ApprovalNote = z.string().trim().max(500);

/**
 * A request that a second person publish the draft as it is. A change of the draft ends it, unless it
 * was declined: then it stays until somebody asks again.
 */
export const Approval = z.object({
  /** The name of who asked, and their id. They cannot approve it. */
  by: z.string(),
  user: UserId,
  at: z.number(),
  note: z.string(),
  /** Null: it waits. */
  declined: z.object({ by: z.string(), at: z.number(), note: z.string() }).nullable(),
});
export type Approval = z.infer<typeof Approval>;

/** `revision` guards against two people editing one draft: send back the one you loaded. */
export const Campaign = z.object({
  id: CampaignId,
  state: CampaignState,
  draft: CampaignDocument,
  live: CampaignDocument.nullable(),
  period: z.number().int().nullable(),
  revision: z.number().int(),
  updatedAt: z.number(),
  updatedBy: z.string(),
  /** Pauses itself when it is proved to do harm, once a period. */
  pauseOnHarm: z.boolean(),
  /** The same when it is proved to drive visitors away. */
  pauseOnLeaving: z.boolean(),
  /** Null: no publication waits. */
  publishing: PendingPublication.nullable().default(null),
  /** Null: nobody has asked, or it was given or taken back. */
  approval: Approval.nullable().default(null),
});
export type Campaign = z.infer<typeof Campaign>;

export const NewCampaign = z.object({ document: CampaignDocument });
/** PUT /campaigns/:id/draft. `document` is parsed separately, so that problems carry their path. */
export const DraftChange = z.object({
  /** The older way to name the revision. `If-Match` takes precedence. */
  revision: z.number().int().optional(),
  document: CampaignDocument,
});
/** What to know before a draft goes live. It refuses nothing. */
export const CampaignWarning = z.object({
  /** The goal has a value, and any page can send what reaches it. */
  code: z.enum(['goal.page_trust']),
  /** Where in the document. */
  path: z.string(),
  message: z.string(),
});
export type CampaignWarning = z.infer<typeof CampaignWarning>;
/** GET /campaigns/:id/warnings, of its draft. */
export const CampaignWarnings = z.object({ items: z.array(CampaignWarning) });
/** The answer to publishing. */
export const PublishedCampaign = Campaign.extend({ warnings: z.array(CampaignWarning) });

/** POST /campaigns/:id/(publish|pause|resume|archive|discard) */
export const CampaignAct = z.object({ revision: z.number().int() });
/** POST /campaigns/:id/publication: publishes the present draft after `delayMs`. */
export const NewPublication = z.object({
  revision: z.number().int(),
  delayMs: z.number().int().min(1000).max(60_000).default(10_000),
});
/** POST /campaigns/:id/approval: asks somebody else to approve the present draft. */
export const NewApproval = z.object({
  revision: z.number().int(),
  note: ApprovalNote.default(''),
});
/** POST /campaigns/:id/approval/decline */
export const DeclinedApproval = z.object({ note: ApprovalNote.default('') });
/** GET /campaign-approvals: what waits or was declined, the oldest first. */
const CampaignApproval = Approval.extend({ campaign: CampaignId, name: z.string() });
export type CampaignApproval = z.infer<typeof CampaignApproval>;
export const CampaignApprovals = z.object({ items: z.array(CampaignApproval) });
export type CampaignApprovals = z.infer<typeof CampaignApprovals>;
/** PUT /campaigns/:id/guardrail. It takes effect at once, begins no period and changes no draft. */
export const Guardrail = z.object({
  pauseOnHarm: z.boolean(),
  /** Default: unchanged. */
  pauseOnLeaving: z.boolean().optional(),
});
export type Guardrail = z.infer<typeof Guardrail>;

/**
 * Why a draft's own shares have no plan: a group to be compared is empty, or a gain would take more
 * than 10 billion visitors.
 */
export const PlanWithheld = z.enum([
  'variant-without-share',
  'no-control',
  'all-control',
  'no-always',
  'all-always',
  'too-many',
]);
export type PlanWithheld = z.infer<typeof PlanWithheld>;

/** POST /campaigns/:id/plan, before it starts. */
export const PlanQuery = z.object({ gainPercent: z.number().positive().max(500).default(10) });
export const Plan = z.object({
  /**
   * The basis: the last `days` on which it ran, a rehearsal of this draft over that many days, or
   * assumed if there is too little of either.
   */
  basis: z.enum(['measured', 'rehearsed', 'assumed']),
  days: z.number(),
  eligiblePerDay: z.number(),
  baseRate: z.number(),
  /** Whether the rate was measured too: a rehearsal may have too few visitors for it. */
  rateBasis: z.enum(['measured', 'assumed']),
  gainPercent: z.number(),
  rows: z.array(
    z.object({
      control: z.number(),
      visitors: z.number(),
      days: z.number().nullable(),
      asSet: z.boolean(),
    }),
  ),
  /** Why the row as set is missing, or a comparison if it optimises. Null: none is. */
  withheld: PlanWithheld.nullable(),
  /** Whether it optimises. `rows` are then of the arm `optimise` against control. */
  optimises: z.boolean(),
  /** Between each two of the three arms, as set. If it does not optimise: as they would be. */
  comparisons: z.array(
    z.object({
      between: z.enum(['optimise-control', 'optimise-always', 'always-control']),
      /** Of all arms. Null: never, or one of the two is empty. */
      visitors: z.number().nullable(),
      days: z.number().nullable(),
    }),
  ),
});
export type Plan = z.infer<typeof Plan>;
/** GET /campaigns: with its line of figures. */
export const CampaignSummary = Campaign.pick({
  id: true,
  state: true,
  period: true,
  updatedAt: true,
}).extend({
  name: z.string(),
  goalName: z.string(),
  channel: z.enum(['chat', 'content']),
  /** Instead of always offering. */
  optimises: z.boolean(),
  control: z.number(),
  eligible: z.number(),
  /** Eligible a day, oldest first, 14 days. */
  perDay: z.array(z.number()),
  effect: z.object({ gain: z.number(), lower: z.number(), upper: z.number() }).nullable(),
  /** Proved to do harm in its newest period, to the goal or to its value. */
  harm: z.boolean(),
  hasDraft: z.boolean(),
  /** Runs on every site, including those added later. */
  allSites: z.boolean(),
});
export type CampaignSummary = z.infer<typeof CampaignSummary>;
export const CampaignList = listOf(CampaignSummary);

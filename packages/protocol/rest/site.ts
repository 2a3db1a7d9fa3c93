// Sites, keys, sections, goals and the debugger of events.
import { z } from 'zod';
import { listOf, revised } from './common.ts';
import { Goal, Section } from '../campaign/campaign.ts';
import { SiteSettings } from '../campaign/configuration.ts';
import { CustomAttribute } from '../behaviour/attributes.ts';
import { Trust } from '../behaviour/event.ts';
import { CampaignId, KeyId, SiteId } from '../ids.ts';
import { intakeLimits } from '../limits/intake.ts';

/**
 * GET /sites lists these. The write key is public; of secret keys only the last characters are
 * shown.
 */
export const SiteKey = z.object({
  id: KeyId,
  name: z.string().max(80),
  trust: Trust,
  hint: z.string(),
  /**
   * How its customer tokens are signed: with a signing key of its own, stored sealed; or, for a key
   * from before signing keys existed, with its stored hash. Replace an `outdated` one. Also replace
   * a `lost` one, whose signing key no available sealing key opens: it signs nothing.
   */
  signing: z.enum(['sealed', 'outdated', 'lost']),
  createdAt: z.number(),
  lastUsedAt: z.number().nullable(),
  revokedAt: z.number().nullable(),
});
export const Site = SiteSettings.extend({
  writeKey: z.string(),
  keys: z.array(SiteKey),
  snippet: z.string(),
});
export type Site = z.infer<typeof Site>;
export const RevisedSite = revised(Site);
export type RevisedSite = z.infer<typeof RevisedSite>;
export const SiteList = listOf(RevisedSite);

export const NewSite = z.object({
  name: SiteSettings.shape.name,
  origins: SiteSettings.shape.origins,
  /** Campaigns of all sites that stay limited to the existing sites, without a new period. */
  leftOut: z.array(CampaignId).max(500).optional(),
});
export const SiteChange = SiteSettings.omit({ id: true }).partial();
/** POST /sites/:id/keys. `secret` is only in this answer. */
export const NewKey = z.object({ name: z.string().trim().min(1).max(80) });
export const CreatedKey = z.object({ key: SiteKey, secret: z.string() });

/** GET/POST /sections, PUT/DELETE /sections/:id; the same for /goals. */
export const NewSection = Section.omit({ id: true });
const { amount: most } = intakeLimits;
/** Without `trust`: server if it has a value and a secret key is in use, else page. */
export const NewGoal = Goal.omit({ id: true }).extend({
  trust: Trust.optional(),
  // Bounded here and not in `Goal`, so that a stored one beyond the bound can be read.
  value: Goal.shape.value.refine(
    (value) => value.type !== 'fixed' || value.amount <= most,
    `must be at most ${most}`,
  ),
  valueCap: z.number().positive().max(most).nullable(),
});
/** POST /goals/suggested-cap: for a goal that exists or is being created. */
export const CapQuestion = Goal.pick({ event: true, value: true, key: true });
export type CapQuestion = z.infer<typeof CapQuestion>;
/** The 95th percentile of the value of such events. Null if too few had a value. */
export const SuggestedCap = z.object({
  cap: z.number().positive().nullable(),
  /** Events with a value that were examined, over this many days. */
  events: z.number(),
  days: z.number(),
});
export type SuggestedCap = z.infer<typeof SuggestedCap>;
export { Goal, Section };
export const RevisedSection = revised(Section);
export type RevisedSection = z.infer<typeof RevisedSection>;
export const SectionList = listOf(RevisedSection);
export const RevisedGoal = revised(Goal);
export type RevisedGoal = z.infer<typeof RevisedGoal>;
export const GoalList = listOf(RevisedGoal);
export const RevisedAttribute = revised(CustomAttribute);
export type RevisedAttribute = z.infer<typeof RevisedAttribute>;
/** PUT /attributes/:name */
export const AttributeChange = CustomAttribute.omit({ name: true });
/** GET/POST /attributes, PUT/DELETE /attributes/:name. */
export const AttributeList = z.object({ items: z.array(RevisedAttribute) });

/** GET /sites/:id/debugger: the latest, newest first, kept in memory only. */
export const DebugEntry = z.object({
  at: z.number(),
  site: SiteId,
  verdict: z.enum(['accepted', 'told', 'refused']),
  /** Name of the event, as far as it could be read. */
  name: z.string(),
  kind: z.string(),
  visitor: z.string().nullable(),
  trust: Trust,
  code: z.string().nullable(),
  message: z.string().nullable(),
  path: z.string().nullable(),
  /** The event as received, cut at 4 KiB. */
  received: z.string(),
});
export type DebugEntry = z.infer<typeof DebugEntry>;
export const DebugList = z.object({
  entries: z.array(DebugEntry),
  accepted: z.number(),
  refused: z.number(),
});

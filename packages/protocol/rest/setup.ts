// How far an account is set up: what it wanted first, and what it has by now.
import { z } from 'zod';
import { SiteId } from '../ids.ts';

/** What a business wants first. Each but `answers` names the template of its first campaign. */
export const SetupWish = z.enum(['cart', 'trouble', 'delivery', 'answers']);
export type SetupWish = z.infer<typeof SetupWish>;

/** GET /setup */
export const Setup = z.object({
  /** Null: nobody was asked yet. */
  wants: SetupWish.nullable(),
  /** When the checklist was put away. Null: it was not. */
  dismissedAt: z.number().nullable(),
  sites: z.array(
    z.object({
      site: SiteId,
      /** When it sent its first event of a person's browser. Null: not yet. */
      seenAt: z.number().nullable(),
      /** Whether the account came with it: the demo shop. */
      given: z.boolean(),
    }),
  ),
  /** Whether somebody changed the brand of a site. */
  brand: z.boolean(),
  /** Whether letters can be sent. */
  mail: z.boolean(),
  /** Campaigns that are or were live. One that the account came with counts once it was changed. */
  campaigns: z.number().int(),
  /** People who have access, programs not counted. */
  people: z.number().int(),
});
export type Setup = z.infer<typeof Setup>;

/** PATCH /setup */
export const SetupChange = z.object({
  wants: SetupWish.optional(),
  /** True puts the checklist away for the whole account. */
  dismissed: z.boolean().optional(),
});
export type SetupChange = z.infer<typeof SetupChange>;

// Verifications of contacts, over REST.
import { z } from 'zod';
import { AddressAt } from '../../contact/contact.ts';
import { ConversationId, SiteId, VerificationId } from '../../ids.ts';

/**
 * `asked`: the contact has not answered yet. `verified`: the two addresses are of one contact.
 * `declined`: they said that it was not them. `failed`: too many wrong codes, or both addresses are
 * of a customer, and not of the same. `expired`: its time was over.
 */
export const VerificationState = z.enum(['asked', 'verified', 'declined', 'failed', 'expired']);
export type VerificationState = z.infer<typeof VerificationState>;

export const Verification = z.object({
  id: VerificationId,
  /** In which the contact was asked. */
  conversation: ConversationId,
  by: z.enum(['link', 'code']),
  /** Where the code was sent. Null: they were sent a link. */
  to: AddressAt.nullable(),
  state: VerificationState,
  /** The name of the agent or program. */
  askedBy: z.string(),
  askedAt: z.number(),
  expiresAt: z.number(),
  endedAt: z.number().nullable(),
});
export type Verification = z.infer<typeof Verification>;

/** POST /conversations/:id/caller-code: what a caller says. Spaces and hyphens do not count. */
export const CallerCode = z.object({
  code: z
    .string()
    .max(20)
    .transform((said) => said.replaceAll(/[ -]/g, ''))
    .pipe(z.string().regex(/^([0-8][0-9]{5}|9[0-9]{7})$/)),
});

/** `spent`: too many codes were wrong of late, so that none is looked at. */
export const CallerCodeResult = z.object({ result: z.enum(['proved', 'wrong', 'spent']) });

/** GET /conversations/:id/verifications: newest first. */
export const VerificationList = z.object({ items: z.array(Verification) });

/** POST /contact-verifications */
export const AskVerification = z.discriminatedUnion('by', [
  /** A link to a site, which the contact opens where they are signed in. Absent: the account's first. */
  z.object({ by: z.literal('link'), conversation: ConversationId, site: SiteId.exactOptional() }),
  /** A code to an address, which the contact writes in the conversation. */
  z.object({ by: z.literal('code'), conversation: ConversationId, to: AddressAt }),
]);
export type AskVerification = z.infer<typeof AskVerification>;

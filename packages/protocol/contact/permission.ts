// What contacts permit: opt-ins by address and purpose, each with its proof, and suppressions, which
// forbid every message to an address.
import { z } from 'zod';
import { UserId } from '../ids.ts';
import { textOf } from '../text.ts';
import { AddressAt } from './contact.ts';

export const permissionLimits = { words: 2000, place: 500 } as const;

/** What messages are for, in the account's own word, such as `marketing`. */
export const Purpose = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
export type Purpose = z.infer<typeof Purpose>;
/** The purpose of which providers speak when a person wants no marketing. */
export const marketing: Purpose = 'marketing';

/** The words that a person read, said or wrote. */
export const PermissionWords = textOf(permissionLimits.words);

/**
 * Who said it: the contact in words, such as STOP; the contact by a link of ours; the provider, to
 * which the contact said it; or somebody of the account.
 */
export const PermissionSource = z.enum(['words', 'link', 'provider', 'account']);
export type PermissionSource = z.infer<typeof PermissionSource>;

/** Permission of an address for a purpose, with its proof. */
export const OptIn = AddressAt.extend({
  purpose: Purpose,
  givenAt: z.number(),
  source: PermissionSource,
  /** Where it was given, for example a page, a shop or a call. */
  place: z.string(),
  /** The words that were agreed to. */
  words: z.string(),
  /** Null: no person recorded it. */
  recordedBy: UserId.nullable(),
  recordedAt: z.number(),
  /** Null: it holds. */
  withdrawnAt: z.number().nullable(),
});
export type OptIn = z.infer<typeof OptIn>;

/**
 * Why nothing is sent to an address. `blocked`: the provider says so, until the contact writes or
 * follows again. `words` and `link`: the contact said so, until they say otherwise. `account`: somebody
 * of the account said so, until somebody releases it.
 */
export const SuppressionReason = z.enum(['blocked', 'words', 'link', 'account']);
export type SuppressionReason = z.infer<typeof SuppressionReason>;

export const Suppression = AddressAt.extend({
  reason: SuppressionReason,
  words: z.string(),
  since: z.number(),
  /** Null: no person of the account. */
  suppressedBy: UserId.nullable(),
});
export type Suppression = z.infer<typeof Suppression>;

/** A change of what an address permits. Kept as a record, and never changed. */
export const PermissionEntry = AddressAt.extend({
  id: z.string(),
  act: z.enum(['granted', 'withdrawn', 'suppressed', 'released']),
  /** Null: any. */
  purpose: Purpose.nullable(),
  source: PermissionSource,
  place: z.string(),
  words: z.string(),
  /** When it was said, and when it was recorded. */
  happenedAt: z.number(),
  recordedAt: z.number(),
  recordedBy: UserId.nullable(),
});
export type PermissionEntry = z.infer<typeof PermissionEntry>;

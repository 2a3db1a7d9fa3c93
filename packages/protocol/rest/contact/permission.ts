// Permission by REST: opt-ins of addresses with their proof, the suppression list, and what a contact
// permits at all their addresses.
import { z } from 'zod';
import { AddressAt } from '../../contact/contact.ts';
import {
  OptIn,
  PermissionEntry,
  permissionLimits,
  PermissionWords,
  Purpose,
  Suppression,
} from '../../contact/permission.ts';
import { ChannelId } from '../../ids.ts';
import { textOf } from '../../text.ts';
import { lastInstant, listOf, PageQuery } from '../common.ts';

export const permissionLists = {
  /** Opt-ins, suppressions and entries of a contact in one answer, the newest. */
  ofContact: 200,
} as const;

/** POST /opt-ins. The proof: when, where and to which words. */
export const NewOptIn = AddressAt.extend({
  purpose: Purpose,
  /** ms since 1970, not in the future. */
  givenAt: z.number().int().min(0).max(lastInstant),
  place: textOf(permissionLimits.place, 1),
  words: PermissionWords.min(1),
});
export type NewOptIn = z.infer<typeof NewOptIn>;

/** POST /opt-ins/withdraw */
export const OptInWithdrawal = AddressAt.extend({
  /** Null: all. */
  purpose: Purpose.nullable(),
  words: PermissionWords.default(''),
});
export type OptInWithdrawal = z.infer<typeof OptInWithdrawal>;

/** POST /suppressions and POST /suppressions/release: who says so, or why. */
export const SuppressionChange = AddressAt.extend({ words: PermissionWords.default('') });
export type SuppressionChange = z.infer<typeof SuppressionChange>;

/** GET /suppressions, the newest first. */
export const SuppressionQuery = PageQuery.extend({
  channel: ChannelId.optional(),
  address: z.string().max(320).optional(),
});
export const SuppressionList = listOf(Suppression);

/** GET /contacts/:id/permission, each the newest first. */
export const ContactPermission = z.object({
  optIns: z.array(OptIn).readonly(),
  suppressions: z.array(Suppression).readonly(),
  /** What was recorded of it. Nothing of it is ever changed. */
  entries: z.array(PermissionEntry).readonly(),
});
export type ContactPermission = z.infer<typeof ContactPermission>;

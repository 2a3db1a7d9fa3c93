// Contacts from and to CSV files, by REST. A file is uploaded, its columns are given a meaning, a rehearsal
// counts what would happen, and then it runs. Exports are made as a job and fetched as a file.
import { z } from 'zod';
import { permissionLimits, PermissionWords, Purpose } from '../../contact/permission.ts';
import { ChannelId, ContactFileId, LabelId } from '../../ids.ts';
import { textOf } from '../../text.ts';
import { lastInstant } from '../common.ts';
import { ContactFilter } from './contacts.ts';

export const transferLimits = {
  /** Of an uploaded file. */
  sizeBytes: 16 * 1024 * 1024,
  /** Of all files that are being uploaded, in memory. Beyond: `server.overloaded`, may be sent again. */
  heldBytes: 64 * 1024 * 1024,
  rows: 100_000,
  columns: 100,
  /** Of one row. */
  recordBytes: 256 * 1024,
  /** Imports of an account, and its exports. The oldest goes first. */
  kept: 20,
  /** Refused rows that are kept of an import. */
  errors: 10_000,
  /** Contacts in one export. */
  contacts: 1_000_000,
  /** An export, and an import with what it refused, is removed after this. */
  keptMs: 7 * 86_400_000,
} as const;

/** What a column of a file holds. */
export const ImportColumn = z.discriminatedUnion('to', [
  z.object({ to: z.literal('ignore') }),
  z.object({ to: z.literal('name') }),
  z.object({ to: z.literal('language') }),
  /** Several, with commas between them. */
  z.object({ to: z.literal('tags') }),
  z.object({ to: z.literal('address'), channel: ChannelId }),
  z.object({ to: z.literal('field'), field: LabelId }),
]);
export type ImportColumn = z.infer<typeof ImportColumn>;

/** Opt-ins of the imported addresses. The proof is what the account states. */
export const ImportOptIn = z.object({
  purpose: Purpose,
  /** When the contacts gave it. What one withdrew since stays withdrawn. */
  givenAt: z.number().int().min(0).max(lastInstant),
  place: textOf(permissionLimits.place, 1),
  words: PermissionWords.min(1),
});

export const ImportPlan = z.object({
  /** One for each column of the file. */
  columns: z.array(ImportColumn).min(1).max(transferLimits.columns),
  /**
   * What happens to a contact that exists: `skip` leaves it, `fill` sets what it lacks, `overwrite`
   * replaces what the file has. Tags and addresses are added.
   */
  existing: z.enum(['skip', 'fill', 'overwrite']),
  optIn: ImportOptIn.nullable().default(null),
});
export type ImportPlan = z.infer<typeof ImportPlan>;

export const ContactImport = z.object({
  id: ContactFileId,
  name: z.string(),
  state: z.enum(['uploaded', 'rehearsing', 'rehearsed', 'running', 'done', 'failed']),
  delimiter: z.string(),
  header: z.array(z.string()),
  /** The first rows. */
  sample: z.array(z.array(z.string())),
  /** What the columns probably hold. */
  guess: z.array(ImportColumn),
  plan: ImportPlan.nullable(),
  rows: z.number().int(),
  /** Rows that were rehearsed or imported. */
  done: z.number().int(),
  created: z.number().int(),
  changed: z.number().int(),
  /** As they are in the file already, or left by the rule. */
  skipped: z.number().int(),
  refused: z.number().int(),
  /** Rows with an address that was not opted in, because the contact withdrew since or wants no messages. */
  withdrawn: z.number().int(),
  createdAt: z.number(),
});
export type ContactImport = z.infer<typeof ContactImport>;
export const ContactImports = z.object({ imports: z.array(ContactImport) });

/** POST /contact-imports: the body is the file. */
export const ImportQuery = z.object({ name: textOf(200).default('') });

/** Why a row is refused. `withdrawn`: it is taken, and an address of it is not opted in. */
export const ImportRefusal = z.enum([
  'no-address',
  'address',
  'value',
  'repeated',
  'two-contacts',
  'withdrawn',
]);
export type ImportRefusal = z.infer<typeof ImportRefusal>;

export const ContactExport = z.object({
  id: ContactFileId,
  state: z.enum(['running', 'done', 'failed']),
  filter: ContactFilter,
  contacts: z.number().int(),
  createdAt: z.number(),
});
export type ContactExport = z.infer<typeof ContactExport>;
export const ContactExports = z.object({ exports: z.array(ContactExport) });
/** POST /contact-exports: which contacts. */
export const NewContactExport = ContactFilter;

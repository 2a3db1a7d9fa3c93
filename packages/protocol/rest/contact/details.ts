// What the business keeps of a contact, by REST: the name, the language, tags and fields of the account's
// own, notes, and the record of who changed what.
import { z } from 'zod';
import { ContactChangeId, ContactId, ContactNoteId, LabelId, UserId } from '../../ids.ts';
import { textOf } from '../../text.ts';
import { listOf, revised } from '../common.ts';
import { FieldType } from '../conversation/labels.ts';

export const contactDetailLimits = {
  /** Fields on an account's list. */
  fields: 50,
  /** Including those taken off the list. Beyond: `account.full`. */
  keptFields: 200,
  fieldNameLength: 40,
  /** Tags of one contact. */
  tags: 50,
  tagLength: 40,
  /** Tags of an account that are listed, the most used first. */
  tagsListed: 200,
  textLength: 500,
  nameLength: 200,
  /** Of a language tag. */
  languageLength: 35,
  noteLength: 4000,
  /** Notes of one contact. Beyond: `account.full`. */
  notes: 500,
  /** Changes of one contact that are kept. The oldest goes first. */
  changes: 200,
  /** A change is kept for this long. */
  changesKeptMs: 365 * 86_400_000,
  /** Of the tags of an account, these are counted, in alphabetical order. */
  tagsCounted: 1000,
  /** Contacts that are counted for one tag. */
  contactsCounted: 1000,
} as const;

const fieldName = textOf(contactDetailLimits.fieldNameLength).trim().min(1);

/** A field that the account keeps of its contacts. */
export const ContactField = z.object({ id: LabelId, name: fieldName, holds: FieldType });
export type ContactField = z.infer<typeof ContactField>;

/** GET /contact-fields */
export const ContactFields = z.object({ fields: z.array(ContactField) });
export type ContactFields = z.infer<typeof ContactFields>;
export const RevisedContactFields = revised(ContactFields);

/** PUT /contact-fields: the whole list. The type of a field is set once. Choices may change. */
export const ContactFieldsDraft = z.object({
  fields: z
    .array(z.object({ id: LabelId.optional(), name: fieldName, holds: FieldType }))
    .max(contactDetailLimits.fields),
});
export type ContactFieldsDraft = z.infer<typeof ContactFieldsDraft>;

export const ContactTag = textOf(contactDetailLimits.tagLength).trim().min(1);

/** A day is a text like 2026-03-09. */
export const ContactFieldValue = z.union([
  textOf(contactDetailLimits.textLength, 1),
  z.number(),
  z.boolean(),
]);
export type ContactFieldValue = z.infer<typeof ContactFieldValue>;

/** GET /contacts/:id/details. Includes what contacts that became part of it have. */
export const ContactDetails = z.object({
  id: ContactId,
  name: z.string(),
  language: z.string().nullable(),
  tags: z.array(ContactTag),
  /** Only fields on the list that have a value. */
  fields: z.record(LabelId, ContactFieldValue),
});
export type ContactDetails = z.infer<typeof ContactDetails>;
export const RevisedContactDetails = revised(ContactDetails);
export type RevisedContactDetails = z.infer<typeof RevisedContactDetails>;

/** PATCH /contacts/:id/details. Tags are the whole list. Of fields only those named change. */
export const ContactDetailsChange = z.object({
  name: textOf(contactDetailLimits.nameLength).exactOptional(),
  language: z
    .string()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
    .max(contactDetailLimits.languageLength)
    .nullable()
    .exactOptional(),
  tags: z.array(ContactTag).max(contactDetailLimits.tags).exactOptional(),
  fields: z.record(LabelId, ContactFieldValue.nullable()).exactOptional(),
});
export type ContactDetailsChange = z.infer<typeof ContactDetailsChange>;

/** GET /contact-tags. No tag is counted beyond 1,000 contacts. */
export const ContactTags = z.object({
  tags: z.array(z.object({ tag: ContactTag, contacts: z.number().int() })),
});

/** A note of the team about a contact. Contacts never see it. */
export const ContactNote = z.object({
  id: ContactNoteId,
  text: z.string(),
  by: z.object({ user: UserId, name: z.string() }),
  createdAt: z.number(),
});
export type ContactNote = z.infer<typeof ContactNote>;
export const ContactNoteList = listOf(ContactNote);
/** POST /contacts/:id/notes */
export const NewContactNote = z.object({
  text: textOf(contactDetailLimits.noteLength).trim().min(1),
});

/** What a part of a contact was: a text, tags, or fields by their ids. */
const Part = z.union([
  z.string().nullable(),
  z.array(z.string()),
  z.record(z.string(), ContactFieldValue),
]);

/** Who changed what of a contact. Nothing of it is ever changed. */
export const ContactChange = z.object({
  id: ContactChangeId,
  act: z.enum(['details', 'note', 'note-removed', 'imported']),
  before: z.record(z.string(), Part),
  after: z.record(z.string(), Part),
  /** Null: no person did it. */
  by: z.object({ user: UserId, name: z.string() }).nullable(),
  createdAt: z.number(),
});
export type ContactChange = z.infer<typeof ContactChange>;
export const ContactChangeList = listOf(ContactChange);

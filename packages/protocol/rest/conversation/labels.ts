// Labels of a conversation, by REST: tags, its result (disposition), and fields of the account's
// own. The lists belong to the account; managers maintain each as a whole.
import { z } from 'zod';
import { revised } from '../common.ts';
import { LabelId } from '../../ids.ts';

export const labelLimits = {
  /** Tags on an account's list. */
  tags: 200,
  dispositions: 50,
  fields: 30,
  /** Choices of one field. */
  choices: 50,
  /**
   * Including those taken off a list, which conversations may still have. Beyond: `account.full`.
   */
  kept: 1_000,
  nameLength: 40,
  /** Tags on one conversation. */
  tagsOfOne: 20,
  textLength: 500,
} as const;

const name = z.string().trim().min(1).max(labelLimits.nameLength);
const id = LabelId.optional();

/** The type of a field. A flag is true or absent; a date is like 2026-03-09. */
export const FieldType = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text') }),
  z.object({ type: z.literal('number') }),
  z.object({ type: z.literal('flag') }),
  z.object({ type: z.literal('date') }),
  z.object({
    type: z.literal('choice'),
    choices: z.array(name).min(1).max(labelLimits.choices),
  }),
]);
export type FieldType = z.infer<typeof FieldType>;

const Listed = z.object({ id: LabelId, name });
export const Tag = Listed;
export type Tag = z.infer<typeof Tag>;
export const Disposition = Listed;
export const Field = Listed.extend({ holds: FieldType });
export type Field = z.infer<typeof Field>;

/** GET /conversation-labels; PUT answers the same. */
export const LabelLists = z.object({
  tags: z.array(Tag),
  dispositions: z.array(Disposition),
  fields: z.array(Field),
  /** An agent is asked for a disposition before a wrap-up is closed. */
  dispositionRequired: z.boolean(),
});
export type LabelLists = z.infer<typeof LabelLists>;
export const RevisedLabelLists = revised(LabelLists);
export type RevisedLabelLists = z.infer<typeof RevisedLabelLists>;

/** PUT /conversation-labels: whole lists. One left out stays. An entry without an id is new. */
export const LabelListsDraft = z.object({
  tags: z.array(z.object({ id, name })).max(labelLimits.tags).exactOptional(),
  dispositions: z.array(z.object({ id, name })).max(labelLimits.dispositions).exactOptional(),
  /** The type of a field is set once: a change is refused. Choices may change. */
  fields: z
    .array(z.object({ id, name, holds: FieldType }))
    .max(labelLimits.fields)
    .exactOptional(),
  dispositionRequired: z.boolean().exactOptional(),
});
export type LabelListsDraft = z.infer<typeof LabelListsDraft>;

export const FieldValue = z.union([
  z.string().trim().min(1).max(labelLimits.textLength),
  z.number(),
  z.literal(true),
]);
export type FieldValue = z.infer<typeof FieldValue>;

/** GET /conversations/:id/labels: the conversation's labels that are on the lists now. */
export const ConversationLabels = z.object({
  tags: z.array(LabelId),
  disposition: LabelId.nullable(),
  fields: z.record(LabelId, FieldValue),
});
export type ConversationLabels = z.infer<typeof ConversationLabels>;

/** PUT /conversations/:id/labels. Fields left out stay. Null removes the value of a field. */
export const LabelsChange = z.object({
  addTags: z.array(LabelId).max(labelLimits.tagsOfOne).exactOptional(),
  removeTags: z.array(LabelId).max(labelLimits.tagsOfOne).exactOptional(),
  disposition: LabelId.nullable().exactOptional(),
  fields: z.record(LabelId, FieldValue.nullable()).exactOptional(),
});
export type LabelsChange = z.infer<typeof LabelsChange>;

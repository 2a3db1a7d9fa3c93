// Files in conversations by REST: what an account accepts, and a file that an agent sends.
import { z } from 'zod';
import { revised } from '../common.ts';
import { MediaType } from '../../conversation/attachment.ts';
import { ConversationId, MessageId } from '../../ids.ts';
import { attachmentLimits } from '../../limits/conversations.ts';

/** The largest size that may be set. */
export const mostSizeMb = attachmentLimits.sizeBytes / 1024 / 1024;

/** GET and PUT /attachment-settings */
export const AttachmentSettings = z.object({
  visitors: z.boolean(),
  agents: z.boolean(),
  types: z
    .array(MediaType)
    .min(1)
    .max(MediaType.options.length)
    .refine((types) => new Set(types).size === types.length, { message: 'each type once' }),
  /** MiB of one file. */
  sizeMb: z.number().int().min(1).max(mostSizeMb),
});
export type AttachmentSettings = z.infer<typeof AttachmentSettings>;
export const RevisedAttachmentSettings = revised(AttachmentSettings);

/** GET and PUT /conversations/:id/attachments/:attachment, by the id of the message that carries it. */
export const AttachmentParams = z.object({ id: ConversationId, attachment: MessageId });
/** PUT: the file is the body, as `application/octet-stream`. */
export const AttachmentQuery = z.object({ name: z.string().max(500).default('') });

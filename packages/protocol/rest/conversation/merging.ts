// Merged conversations: one that is over is read as the beginning of another.
import { z } from 'zod';
import { Conversation } from '../../conversation/conversation.ts';
import { ConversationId } from '../../ids.ts';

export const MergeInto = z.object({ into: ConversationId });

export const Merges = z.object({
  /** The conversation that this one belongs to. */
  into: Conversation.nullable(),
  /** Those that belong to this one, the oldest first. */
  parts: z.array(Conversation),
});
export type Merges = z.infer<typeof Merges>;

/** The most conversations that belong to one. */
export const mostMerged = 50;

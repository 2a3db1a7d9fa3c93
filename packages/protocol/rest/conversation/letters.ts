// E-mails by REST: what one has beside the text of its message, by the message's id.
import { z } from 'zod';
import { FoldedPiece } from '../../channel/letter.ts';
import { ConversationId, MessageId } from '../../ids.ts';

export const LetterParams = z.object({ id: ConversationId, letter: MessageId });

/** GET /conversations/:id/letters/:letter */
export const LetterDetail = z.object({
  /** What the writer wrote, also where the message has only its beginning. */
  text: z.string(),
  /** Quoted text and signatures, in the order of the letter. */
  folded: z.array(FoldedPiece).readonly(),
  html: z.boolean(),
  /** Whether the HTML has pictures of other servers. */
  remoteImages: z.boolean(),
});
export type LetterDetail = z.infer<typeof LetterDetail>;

/** GET /conversations/:id/letters/:letter/html. `remote`: with pictures of other servers. */
export const LetterHtmlQuery = z.object({ images: z.enum(['own', 'remote']).default('own') });

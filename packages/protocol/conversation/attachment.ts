// A file in a conversation: its metadata. Its bytes are outside the database and are found by the
// message that carries them. Its type comes from its content, never from its name.
import { z } from 'zod';
import { attachmentLimits as limits } from '../limits/conversations.ts';
import { textOf } from '../text.ts';

export const MediaType = z.enum([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'application/pdf',
  'text/plain',
]);
export type MediaType = z.infer<typeof MediaType>;

/** Sound that the server made. Nobody uploads it. */
export const SoundType = z.literal('audio/wav');

/** What a message that carries a file says of it. */
export const Attachment = z.object({
  type: z.literal('attachment'),
  /** Cleaned and masked. Its extension fits its type. */
  name: textOf(limits.nameLength, 1),
  mediaType: z.union([MediaType, SoundType]),
  sizeBytes: z.number().int().positive(),
  /** For a picture that may be shown: its size upright. Without it, it is offered as a file. */
  picture: z
    .object({ width: z.number().int().positive(), height: z.number().int().positive() })
    .optional(),
  /** For sound that is played: how long it is, and how loud from its beginning to its end, 0 to 100. */
  sound: z
    .object({
      durationMs: z.number().int().nonnegative(),
      loudness: z.array(z.number().int().min(0).max(100)).max(limits.peaks).readonly(),
    })
    .optional(),
  /**
   * Where a visitor's window finds it, for a limited time. Never stored; agents find it by its
   * message.
   */
  address: z.string().optional(),
});
export type Attachment = z.infer<typeof Attachment>;

/**
 * Where a file's bytes are stored: the account, and an unguessable word. Made by the server alone.
 */
export const AttachmentKey = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}\/[A-Za-z0-9_-]{1,64}$/)
  .brand<'AttachmentKey'>();
export type AttachmentKey = z.infer<typeof AttachmentKey>;

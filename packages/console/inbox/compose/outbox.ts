// Messages on their way out. Each keeps its id until the server has stored it, so that sending it
// again after a lost line posts it once; they leave in the order they were written.
import { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import { ConversationId, MessageId } from '@opportune/protocol/ids.ts';
import { OfferedContent } from '@opportune/protocol/conversation/message-content.ts';
import { z } from 'zod';

export const OutgoingMessage = z.object({
  id: MessageId,
  conversation: ConversationId,
  text: z.string(),
  note: z.boolean(),
  content: OfferedContent.optional(),
  /** A file that the server has already. */
  attachment: Attachment.optional(),
  at: z.number(),
  /** The sentence of the refusal, where the server refused it. */
  refused: z.string().nullable(),
});
export type OutgoingMessage = z.infer<typeof OutgoingMessage>;
export type Outbox = readonly OutgoingMessage[];

/**
 * When a message is written, by the server's clock: after all that waits already, so that they keep
 * their order though the clock stands, goes back, or another tab's goes ahead.
 */
export function writtenAt(outbox: Outbox, now: number): number {
  return Math.max(now, ...outbox.map(({ at }) => at + 1));
}

export function withMessage(outbox: Outbox, message: OutgoingMessage): Outbox {
  return outbox.some(({ id }) => id === message.id) ? outbox : [...outbox, message];
}

/** Stored by the server: it leaves the box. */
export function withoutMessage(outbox: Outbox, id: MessageId): Outbox {
  return outbox.some((message) => message.id === id)
    ? outbox.filter((message) => message.id !== id)
    : outbox;
}

/** Refused for good: it stays in sight with the reason, and is not sent again by itself. */
export function withRefusal(outbox: Outbox, id: MessageId, sentence: string): Outbox {
  return outbox.map((message) => (message.id === id ? { ...message, refused: sentence } : message));
}

/** As they were written, whichever tab it was. */
export function inOrder(outbox: Outbox): Outbox {
  return outbox.toSorted((a, b) => a.at - b.at);
}

/** What is sent when the line is back, oldest first. */
export function toSend(outbox: Outbox): Outbox {
  return outbox.filter(({ refused }) => refused === null);
}

/** What a browser has kept in one piece; what cannot be read is dropped. */
export function parseOutbox(stored: string | null): Outbox {
  try {
    return z.array(OutgoingMessage).parse(JSON.parse(stored ?? '[]'));
  } catch {
    return [];
  }
}

/** One of them; null where it cannot be read. */
export function parseMessage(stored: string): OutgoingMessage | null {
  try {
    return OutgoingMessage.parse(JSON.parse(stored));
  } catch {
    return null;
  }
}

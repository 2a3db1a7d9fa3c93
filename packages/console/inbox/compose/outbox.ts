// Messages that wait to be sent. Each keeps its id until the server has stored it, so sending it again
// after a lost connection posts it once. They are sent in the order in which they were written.
import { WrittenLetter } from '@opportune/protocol/channel/letter.ts';
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
  /** A file that the server already has. */
  attachment: Attachment.optional(),
  /** What its author wrote in the header of an e-mail. */
  letter: WrittenLetter.optional(),
  at: z.number(),
  /** The sentence of the server's refusal; null if it was not refused. */
  refused: z.string().nullable(),
});
export type OutgoingMessage = z.infer<typeof OutgoingMessage>;
export type Outbox = readonly OutgoingMessage[];

/**
 * The time of a new message, by the server's clock. It is later than that of every waiting message, so the
 * order is kept even if the clock stops, goes back, or another tab's is ahead.
 */
export function writtenAt(outbox: Outbox, now: number): number {
  return Math.max(now, ...outbox.map(({ at }) => at + 1));
}

export function withMessage(outbox: Outbox, message: OutgoingMessage): Outbox {
  return outbox.some(({ id }) => id === message.id) ? outbox : [...outbox, message];
}

/** Removes a message that the server has stored. */
export function withoutMessage(outbox: Outbox, id: MessageId): Outbox {
  return outbox.some((message) => message.id === id)
    ? outbox.filter((message) => message.id !== id)
    : outbox;
}

/**
 * Marks a message as refused for good. It stays visible with the reason and is not sent again
 * automatically.
 */
export function withRefusal(outbox: Outbox, id: MessageId, sentence: string): Outbox {
  return outbox.map((message) => (message.id === id ? { ...message, refused: sentence } : message));
}

/** Orders messages as they were written, across tabs. */
export function inOrder(outbox: Outbox): Outbox {
  return outbox.toSorted((a, b) => a.at - b.at);
}

/** The messages to send after a reconnect, oldest first. */
export function toSend(outbox: Outbox): Outbox {
  return outbox.filter(({ refused }) => refused === null);
}

/** Parses all messages that a browser kept in one piece; drops what cannot be read. */
export function parseOutbox(stored: string | null): Outbox {
  let kept: unknown;
  try {
    kept = JSON.parse(stored ?? '[]');
  } catch {
    return [];
  }
  return Array.isArray(kept)
    ? kept.flatMap((each) => OutgoingMessage.safeParse(each).data ?? [])
    : [];
}

/** Parses one message; null if it cannot be read. */
export function parseMessage(stored: string): OutgoingMessage | null {
  try {
    return OutgoingMessage.parse(JSON.parse(stored));
  } catch {
    return null;
  }
}

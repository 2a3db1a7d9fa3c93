// Conversations by REST: lists, one with its messages, the visitor's side of an inbox row.
import { WrittenLetter } from '../../channel/letter.ts';
import { z } from 'zod';
import {
  AgentPresence,
  AgentState,
  Conversation,
  ConversationStatus,
  Message,
  mostSequence,
} from '../../conversation/conversation.ts';
import { ChannelId, ContactId, MessageId } from '../../ids.ts';
import { conversationLimits } from '../../limits/conversations.ts';
import { OfferedContent } from '../../conversation/message-content.ts';
import { textOf } from '../../text.ts';
import { PageQuery } from '../common.ts';

/** GET /conversations */
export const ConversationQuery = PageQuery.extend({
  status: ConversationStatus.optional(),
  visitor: z.string().optional(),
  channel: ChannelId.optional(),
  contact: ContactId.optional(),
});
/** GET /conversations/:id/messages?after=N */
export const MessageQuery = z.object({
  after: z.coerce.number().int().nonnegative().max(mostSequence).default(0),
});
export const MessagePage = z.object({ messages: z.array(Message), complete: z.boolean() });
/** POST /conversations/:id/messages: a text, or content whose text the server makes. */
export const MessagePost = z
  .object({
    /** Chosen by the writer. The same id again is the same message. */
    id: MessageId,
    text: textOf(conversationLimits.messageLength).default(''),
    note: z.boolean().default(false),
    content: OfferedContent.optional(),
    /** It carries the file that was uploaded under this id. */
    attachment: z.literal(true).optional(),
    /** Subject and copies, of a text in a conversation by e-mail. */
    letter: WrittenLetter.optional(),
  })
  .refine(({ note, content, attachment }) => !note || (content ?? attachment) === undefined, {
    message: 'a note carries no content',
    path: ['content'],
  });
/**
 * POST /conversations/:id/answer: to a message left with an address. Sends e-mail if SMTP is
 * configured.
 */
export const Answer = z.object({
  id: z.string(),
  text: textOf(conversationLimits.messageLength, 1),
});
export const AgentList = z.object({ agents: z.array(AgentPresence) });
/** PUT /my-state. Without a state: their last choice. */
export const OwnState = z.object({
  state: AgentState.optional(),
  /** One of the account's reasons, with a state other than online. */
  reason: z.string().max(200).optional(),
});
/** Unless they report again, they count as at the desk until then, ms since 1970. */
export const AgentStay = z.object({ agent: AgentPresence, until: z.number() });
export { Conversation };

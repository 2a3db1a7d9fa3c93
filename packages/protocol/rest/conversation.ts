// Conversations by REST: lists, one with its messages, the visitor's side of an inbox row.
import { z } from 'zod';
import { AgentPresence, Conversation, ConversationStatus, Message } from '../conversation.ts';
import { PageQuery } from './common.ts';

/** GET /conversations */
export const ConversationQuery = PageQuery.extend({
  status: ConversationStatus.optional(),
  visitor: z.string().optional(),
});
/** GET /conversations/:id/messages?after=N */
export const MessageQuery = z.object({ after: z.coerce.number().int().nonnegative().default(0) });
export const MessagePage = z.object({ messages: z.array(Message), complete: z.boolean() });
/** POST /conversations/:id/answer: to a message left with an address; sends e-mail where SMTP is configured. */
export const Answer = z.object({ id: z.string(), text: z.string().min(1).max(4000) });
export const AgentList = z.object({ agents: z.array(AgentPresence) });
export { Conversation };

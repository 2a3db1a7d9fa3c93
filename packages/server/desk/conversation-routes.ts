// Conversations by REST: lists, one with its messages, answers to messages that were left, and the
// presence of agents. Everything belongs to the signed-in user's account.
import {
  Answer,
  AgentList,
  Conversation,
  ConversationQuery,
  MessagePage,
  MessagePost,
  MessageQuery,
} from '@opportune/protocol/rest/conversation/conversation.ts';
import { visitorAddress } from '@opportune/protocol/contact/contact.ts';
import { Message } from '@opportune/protocol/conversation/conversation.ts';
import { type AccountId, ConversationId, MessageId, VisitorId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { CaseChange } from '@opportune/protocol/rest/conversation/cases.ts';
import { listOf } from '@opportune/protocol/rest/common.ts';
import { z } from 'zod';
import type { App } from '../http/rest/app.ts';
import { pageOf, readCursor } from '../http/rest/page.ts';
import { refuse, found } from '../http/problem/refusal.ts';
import type { AccountDesk } from './account-desk.ts';
import { answerCase, changeCase } from './cases/cases.ts';
import { postAsAgent } from './post-as-agent.ts';
import type { DeskParts } from './seams.ts';
import { presences } from './audience/views.ts';
import { operation } from '../http/rest/operation.ts';

const ofAgents = { tag: 'Conversations', access: 'agent' } as const;
const ofOne = { ...ofAgents, params: z.object({ id: ConversationId }) } as const;

export function conversationRoutes(
  app: App,
  use: DeskParts,
  deskOf: (account: AccountId) => Promise<AccountDesk>,
): void {
  readingRoutes(app, use);
  writingRoutes(app, use, deskOf);
  operation(app, 'GET /agents', {
    ...ofAgents,
    id: 'listAgents',
    summary: 'Agents with their states',
    answer: AgentList,
    handle: async ({ account }) => ({ agents: presences((await deskOf(account)).desk) }),
  });
}

function readingRoutes(app: App, { store }: DeskParts): void {
  operation(app, 'GET /conversations', {
    ...ofAgents,
    id: 'listConversations',
    summary: 'Conversations, newest first',
    query: ConversationQuery,
    answer: listOf(Conversation),
    async handle({ account, query: { cursor, limit, status, visitor, channel, contact } }) {
      const rows = await store.list(account, {
        before: readCursor(cursor),
        limit: limit + 1,
        ...(status === undefined ? {} : { status }),
        ...(channel === undefined ? {} : { channel }),
        ...(contact === undefined ? {} : { contact }),
        ...(visitor === undefined ? {} : visitorAddress(visitorOf(visitor))),
      });
      return pageOf(
        rows,
        limit,
        ({ startedAt, id }) => ({ at: startedAt, id }),
        (record) => record,
      );
    },
  });
  operation(app, 'GET /conversations/:id', {
    ...ofOne,
    id: 'getConversation',
    summary: 'One conversation',
    answer: Conversation,
    handle: async ({ account, params }) => found(await store.load(account, params.id)),
  });
  operation(app, 'GET /conversations/:id/messages', {
    ...ofOne,
    id: 'listMessages',
    summary: 'Its messages after a sequence',
    query: MessageQuery,
    answer: MessagePage,
    async handle({ account, params: { id }, query: { after } }) {
      found(await store.load(account, id));
      const limit = conversationLimits.resumePage;
      const messages = await store.after(account, id, { after, limit: limit + 1, notes: true });
      return { messages: messages.slice(0, limit), complete: messages.length <= limit };
    },
  });
}

function writingRoutes(
  app: App,
  use: DeskParts,
  deskOf: (account: AccountId) => Promise<AccountDesk>,
): void {
  operation(app, 'POST /conversations/:id/messages', {
    ...ofOne,
    id: 'postMessage',
    summary:
      'Write a message or a note in your own conversation. A message is a text, replies, cards or a form',
    body: MessagePost,
    answer: Message,
    errors: [
      ...(['message.empty', 'conversation.ended', 'conversation.not_yours'] as const),
      ...(['attachment.missing', 'contact.opted_out'] as const),
    ],
    async handle({ account, principal, params, body }) {
      const post = { ...body, conversation: params.id };
      const posted = await postAsAgent(use, await deskOf(account), principal, post);
      if (typeof posted === 'string') throw refuse(posted);
      return posted;
    },
  });
  operation(app, 'PUT /conversations/:id/case', {
    ...ofOne,
    id: 'changeCase',
    summary: 'Assign, close or reopen a message that was left',
    body: CaseChange,
    answer: Conversation,
    errors: ['request.conflict', 'conversation.merged'],
    handle: async ({ account, params, body }) =>
      changeCase(use, await deskOf(account), account, { id: params.id, change: body }),
  });
  operation(app, 'POST /conversations/:id/answer', {
    ...ofOne,
    id: 'answerCase',
    summary: 'Send an e-mail answer to a message that was left',
    description:
      'The e-mail is sent after this call returns. The deliveries of the conversation show the outcome.',
    body: Answer,
    answer: Message,
    errors: ['message.empty', 'request.conflict', 'mail.not_configured', 'contact.opted_out'],
    async handle({ account, principal, params, body: { text, ...body } }) {
      if (text.trim() === '') throw refuse('message.empty', { path: 'text' });
      const id = MessageId.safeParse(body.id);
      if (!id.success) throw refuse('request.invalid', { path: 'id' });
      const answer = { conversation: params.id, id: id.data, text };
      return answerCase(use, await deskOf(account), principal, answer);
    },
  });
}

function visitorOf(text: string): VisitorId {
  const parsed = VisitorId.safeParse(text);
  if (!parsed.success) throw refuse('request.invalid', { path: 'visitor' });
  return parsed.data;
}

// Conversations by REST: lists, one with its messages, answering a message that was left, and who
// of the agents is there. Everything is of the signed-in user's account and of no other.
import {
  Answer,
  AgentList,
  Conversation,
  ConversationQuery,
  MessagePage,
  MessagePost,
  MessageQuery,
} from '@opportune/protocol/rest/conversation/conversation.ts';
import { Message } from '@opportune/protocol/conversation/conversation.ts';
import { type AccountId, ConversationId, MessageId, VisitorId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits.ts';
import { CaseChange } from '@opportune/protocol/rest/conversation/cases.ts';
import { listOf } from '@opportune/protocol/rest/common.ts';
import { z } from 'zod';
import type { App } from '../http/rest/app.ts';
import { pageOf, readCursor } from '../http/rest/page.ts';
import { type Principal, principalOf } from '../http/access/principal.ts';
import { refuse } from '../http/problem/refusal.ts';
import type { AccountDesk } from './account-desk.ts';
import { answerCase, changeCase } from './cases/cases.ts';
import { postAsAgent } from './post-as-agent.ts';
import type { ConverseDependencies } from './seams.ts';
import { presences } from './audience/views.ts';

const Params = z.object({ id: ConversationId });

export function conversationRoutes(
  app: App,
  use: ConverseDependencies,
  deskOf: (account: AccountId) => Promise<AccountDesk>,
): void {
  const access = { access: 'agent' } as const;
  const tags = ['Conversations'];

  app.get(
    '/api/v1/conversations',
    {
      config: access,
      schema: {
        tags,
        summary: 'Conversations, newest first',
        querystring: ConversationQuery,
        response: { 200: listOf(Conversation) },
      },
    },
    async (request) => {
      const { account } = principalOf(request);
      const { cursor, limit, status, visitor } = request.query;
      const rows = await use.store.list(account, {
        before: readCursor(cursor),
        limit: limit + 1,
        ...(status === undefined ? {} : { status }),
        ...(visitor === undefined ? {} : { visitor: visitorOf(visitor) }),
      });
      return pageOf(
        rows,
        limit,
        ({ startedAt, id }) => ({ at: startedAt, id }),
        (record) => record,
      );
    },
  );

  app.get(
    '/api/v1/conversations/:id',
    {
      config: access,
      schema: {
        tags,
        summary: 'One conversation',
        params: Params,
        response: { 200: Conversation },
      },
    },
    async (request) => {
      const found = await use.store.load(principalOf(request).account, request.params.id);
      if (found === null) throw refuse('request.not_found');
      return found;
    },
  );

  app.get(
    '/api/v1/conversations/:id/messages',
    {
      config: access,
      schema: {
        tags,
        summary: 'Its messages after a sequence',
        params: Params,
        querystring: MessageQuery,
        response: { 200: MessagePage },
      },
    },
    async (request) => {
      const { account } = principalOf(request);
      const { id } = request.params;
      if ((await use.store.load(account, id)) === null) throw refuse('request.not_found');
      const limit = conversationLimits.resumePage;
      const found = await use.store.after(account, id, {
        after: request.query.after,
        limit: limit + 1,
        notes: true,
      });
      return { messages: found.slice(0, limit), complete: found.length <= limit };
    },
  );

  app.post(
    '/api/v1/conversations/:id/messages',
    {
      config: access,
      schema: {
        tags,
        summary: 'Say something in one’s own conversation: text, replies, cards, a form; or a note',
        params: Params,
        body: MessagePost,
        response: { 200: Message },
      },
    },
    async (request) => {
      const principal = principalOf(request);
      const desk = await deskOf(principal.account);
      const post = { ...request.body, conversation: request.params.id };
      const posted = await postAsAgent(use, desk, principal, post);
      if (typeof posted === 'string') throw refuse(posted);
      return posted;
    },
  );

  app.put(
    '/api/v1/conversations/:id/case',
    {
      config: access,
      schema: {
        tags,
        summary: 'Assign, close or open again a message that was left',
        params: Params,
        body: CaseChange,
        response: { 200: Conversation },
      },
    },
    async (request) => {
      const { account } = principalOf(request);
      const { id } = request.params;
      const desk = await deskOf(account);
      return changeCase(use, desk, account, { id, change: request.body });
    },
  );

  app.post(
    '/api/v1/conversations/:id/answer',
    {
      config: access,
      schema: {
        tags,
        summary: 'Answer a message that was left, by e-mail',
        params: Params,
        body: Answer,
        response: { 200: Message },
      },
    },
    async (request) => {
      const principal = principalOf(request);
      return answer(
        use,
        await deskOf(principal.account),
        principal,
        request.params.id,
        request.body,
      );
    },
  );

  app.get(
    '/api/v1/agents',
    {
      config: access,
      schema: { tags, summary: 'Agents and how they are', response: { 200: AgentList } },
    },
    async (request) => {
      const desk = await deskOf(principalOf(request).account);
      return { agents: presences(desk.desk) };
    },
  );
}

async function answer(
  use: ConverseDependencies,
  desk: AccountDesk,
  principal: Principal,
  conversation: ConversationId,
  body: z.infer<typeof Answer>,
): Promise<Message> {
  if (body.text.trim() === '') throw refuse('message.empty', { path: 'text' });
  const id = MessageId.safeParse(body.id);
  if (!id.success) throw refuse('request.invalid', { path: 'id' });
  return answerCase(use, desk, principal, { conversation, id: id.data, text: body.text });
}

function visitorOf(text: string): VisitorId {
  const parsed = VisitorId.safeParse(text);
  if (!parsed.success) throw refuse('request.invalid', { path: 'visitor' });
  return parsed.data;
}

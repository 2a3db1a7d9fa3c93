// What comes after conversations, by REST: the account's rules, for managers to change; what a
// visitor answered; and sending a conversation to the address that its visitor is known by.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { ConversationId } from '@opportune/protocol/ids.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { IfMatch } from '@opportune/protocol/rest/common.ts';
import {
  AfterConversation,
  AfterSettings,
  RevisedAfterRules,
} from '@opportune/protocol/rest/conversation/after.ts';
import { z } from 'zod';
import type { App } from '../http/rest/app.ts';
import { principalOf } from '../http/access/principal.ts';
import { saveWhole, savedWhole, withRevision } from '../http/rest/whole-document.ts';
import { refuse } from '../http/problem/refusal.ts';
import type { After } from './followup.ts';
import { isOver } from './offered.ts';
import { sendTranscript } from './send-transcript.ts';

const tags = ['Conversations'];
const Params = z.object({ id: ConversationId });

export function afterRoutes(app: App, after: After): void {
  ruleRoutes(app, after);
  app.get(
    '/api/v1/conversations/:id/after',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'What the visitor answered after a conversation, and whom it was sent to',
        params: Params,
        response: { 200: AfterConversation },
      },
    },
    async (request) => {
      const { account } = principalOf(request);
      return afterOf(after, account, await recordOf(after, account, request.params.id));
    },
  );
  app.post(
    '/api/v1/conversations/:id/transcript',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'Send a conversation that is over to its visitor, by e-mail',
        params: Params,
        response: { 200: AfterConversation },
      },
    },
    async (request) => {
      const { account } = principalOf(request);
      const record = await recordOf(after, account, request.params.id);
      if (!(await after.mailOf(account)).configured) throw refuse('mail.not_configured');
      const address = await agentsAddress(after, account, record);
      if (address === null) throw refuse('transcript.not_offered');
      const order = { account, conversation: record.id, by: 'agent', address } as const;
      const { visitor } = record;
      const refused = await sendTranscript(after, record, { ...order, visitor }, after.clock.now());
      if (refused !== null) throw refuse(refused);
      return afterOf(after, account, record);
    },
  );
}

async function recordOf({ store }: After, account: AccountId, id: ConversationId) {
  const record = await store.load(account, id);
  if (record === null) throw refuse('request.not_found');
  return record;
}

async function afterOf(after: After, account: AccountId, record: Conversation) {
  const sent = [...(await after.transcripts.sent(account, record.id))];
  const address = (await after.mailOf(account)).configured
    ? await agentsAddress(after, account, record)
    : null;
  const to = sent.some(({ by }) => by === 'agent') ? null : address;
  return { survey: await after.surveys.of(account, record.id), transcript: { sent, to } };
}

/** The address that was left, or that the visitor is known by; null where nothing is sent. */
async function agentsAddress(
  { rules, addressOf }: After,
  account: AccountId,
  record: Conversation,
): Promise<string | null> {
  if (!isOver(record) || !(await rules.of(account)).transcript) return null;
  return record.replyTo ?? addressOf(account, record.visitor);
}

function ruleRoutes(app: App, { rules, mailOf }: After): void {
  const read = async (account: AccountId) => ({
    ...(await rules.of(account)),
    mail: (await mailOf(account)).configured,
  });
  app.get(
    '/api/v1/after-chat',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'What visitors are asked and offered after a conversation',
        response: { 200: RevisedAfterRules },
      },
    },
    async (request) => withRevision(AfterSettings, await read(principalOf(request).account)),
  );
  app.put(
    '/api/v1/after-chat',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Change what visitors are asked and offered after a conversation',
        description: savedWhole,
        headers: IfMatch,
        body: AfterSettings,
        response: { 200: RevisedAfterRules },
      },
    },
    async (request) => {
      const { account } = principalOf(request);
      return saveWhole(request, AfterSettings, {
        read: () => read(account),
        write: () => rules.change(account, request.body),
      });
    },
  );
}

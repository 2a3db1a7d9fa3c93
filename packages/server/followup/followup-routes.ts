// Surveys and transcripts by REST: the account's rules, for managers to change; visitors' answers;
// and sending a conversation to its visitor's known address.
import { webChannel } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { ConversationId, type AccountId } from '@opportune/protocol/ids.ts';
import {
  AfterConversation,
  AfterSettings,
  RevisedAfterRules,
} from '@opportune/protocol/rest/conversation/after.ts';
import { z } from 'zod';
import type { App } from '../http/rest/app.ts';
import { refuse, found } from '../http/problem/refusal.ts';
import type { After } from './followup.ts';
import { isOver } from './offered.ts';
import { sendTranscript } from './send-transcript.ts';
import { operation } from '../http/rest/operation.ts';
import { resource } from '../http/rest/resource.ts';

const tag = 'Conversations';
const ofOne = {
  tag,
  access: 'agent',
  params: z.object({ id: ConversationId }),
  answer: AfterConversation,
} as const;

export function afterRoutes(app: App, after: After): void {
  ruleRoutes(app, after);
  operation(app, 'GET /conversations/:id/after', {
    ...ofOne,
    id: 'getAfterConversation',
    summary: 'What the visitor answered after a conversation, and to whom it was sent by e-mail',
    handle: async ({ account, params }) =>
      afterOf(after, account, found(await after.store.load(account, params.id))),
  });
  operation(app, 'POST /conversations/:id/transcript', {
    ...ofOne,
    id: 'sendTranscript',
    summary: 'Send an ended conversation to its visitor by e-mail',
    errors: [
      ...(['mail.not_configured', 'mail.failed'] as const),
      ...(['transcript.not_offered', 'transcript.sent', 'rate.transcripts'] as const),
    ],
    async handle({ account, params }) {
      const record = found(await after.store.load(account, params.id));
      if (!(await after.mailOf(account)).configured) throw refuse('mail.not_configured');
      const address = await agentsAddress(after, account, record);
      if (address === null) throw refuse('transcript.not_offered');
      const order = { account, conversation: record.id, by: 'agent', address } as const;
      const { visitor } = record;
      const refused = await sendTranscript(after, { ...order, visitor }, after.clock.now());
      if (refused !== null) throw refuse(refused);
      return afterOf(after, account, record);
    },
  });
}

async function afterOf(after: After, account: AccountId, record: Conversation) {
  const sent = [...(await after.transcripts.sent(account, record.id))];
  const address = (await after.mailOf(account)).configured
    ? await agentsAddress(after, account, record)
    : null;
  const to = sent.some(({ by }) => by === 'agent') ? null : address;
  return { survey: await after.surveys.of(account, record.id), transcript: { sent, to } };
}

/** The address that was left, or that the visitor is known by. Null if nothing is sent. */
async function agentsAddress(
  { rules, addressOf }: After,
  account: AccountId,
  record: Conversation,
): Promise<string | null> {
  if (!isOver(record) || !(await rules.of(account)).transcript) return null;
  // Whoever came by the link of an offer need not be the visitor to whom it was made.
  if (record.replyTo !== null || record.channel !== webChannel) return record.replyTo;
  return addressOf(account, record.visitor);
}

function ruleRoutes(app: App, { rules, mailOf }: After): void {
  const withMail = async (account: AccountId, settings: AfterSettings) => ({
    ...settings,
    mail: (await mailOf(account)).configured,
  });
  resource(app, {
    tag,
    name: 'AfterChat',
    item: '/after-chat',
    readers: 'agent',
    writers: 'manager',
    saved: AfterSettings,
    answer: RevisedAfterRules,
    read: async ({ account }) => withMail(account, await rules.of(account)),
    get: { summary: 'What visitors are asked and offered after a conversation' },
    replace: {
      summary: 'Change what visitors are asked and offered after a conversation',
      handle: async ({ account, body, unchanged }) =>
        withMail(account, await rules.change(account, body, unchanged)),
    },
  });
}

// Marks a case as answered once its answer has left by e-mail. The job is created in the
// transaction that notes the departure, so that no crash leaves an answered case open.
import { emailChannel } from '@opportune/protocol/contact/contact.ts';
import type { JobKind, JobStore } from '@opportune/core/ports/jobs.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import {
  type AccountId,
  type ChannelId,
  ConversationId,
  type DeliveryId,
  JobId,
  MessageId,
} from '@opportune/protocol/ids.ts';
import { deliveryLimits } from '@opportune/protocol/limits/channels.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { z } from 'zod';
import type { AccountDesk } from '../account-desk.ts';
import type { Desks } from '../desks.ts';

const name = 'case.answered';
const Answered = z.object({ conversation: ConversationId, message: MessageId });

/** The answer that has left. */
export interface SentAnswer {
  readonly id: DeliveryId;
  readonly channel: ChannelId;
  readonly conversation: ConversationId;
  readonly message: MessageId;
}

export async function makeAnswered(
  jobs: Pick<JobStore, 'make'>,
  sql: Sql,
  account: AccountId,
  { id, channel, conversation, message }: SentAnswer,
  now: number,
): Promise<void> {
  if (channel !== emailChannel) return;
  const payload: z.infer<typeof Answered> = { conversation, message };
  const job = {
    ...{ id: JobId.parse(`case.${id}`), kind: name, key: `case/${conversation}`, lane: name },
    ...{ payload, dueAt: now, deadlineAt: now + deliveryLimits.triedMs },
  };
  await jobs.make(sql, account, job, now);
}

export function answeredKind(
  desks: Pick<Desks, 'of'>,
  store: Pick<ConversationStore, 'find' | 'after'>,
): JobKind<z.infer<typeof Answered>> {
  return {
    name,
    payload: Answered,
    async handle({ account, payload: { conversation, message } }) {
      const answer = await store.find(account, conversation, message);
      if (answer !== null) await settle(store, await desks.of(account), answer);
      return { type: 'done' };
    },
  };
}

/** The case may have been closed, assigned or written to while the e-mail was being sent. */
async function settle(
  store: Pick<ConversationStore, 'after'>,
  desk: AccountDesk,
  { conversation, sequence, author }: Message,
): Promise<void> {
  await desk.writes.decide(conversation, async (record) => {
    if (record.status !== 'message' || author.type !== 'agent') return null;
    const page = { after: sequence, limit: conversationLimits.resumePage, notes: false };
    const later = await store.after(desk.account, conversation, page);
    const isAnswered = !later.some((each) => each.author.type === 'visitor');
    const agent = record.agent ?? { user: author.user, name: author.name };
    return { messages: [], change: { agent, ...(isAnswered ? { caseState: 'answered' } : {}) } };
  });
}

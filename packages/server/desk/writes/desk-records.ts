// Converts between the desk's view of a conversation and its stored record, and determines whom a
// change concerns. Pure. It decides nothing about routing.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { Restored, ConversationOutcome } from '@opportune/core/conversation/desk.ts';
import { isAnswer } from '@opportune/core/conversation/awaited-reply.ts';
import type { UserId } from '@opportune/protocol/ids.ts';
import type {
  Marks,
  NewMessage,
  ConversationChange,
  Written,
} from '@opportune/core/ports/conversation-store.ts';

/** A stored conversation as the desk begins with it. */
export function conversationOf(record: Conversation): Restored['conversations'][number] {
  const { id, skill, weight, standing, status, agent, queuedAt, waitingSince, endedAt } = record;
  const { channel, lastAt, callsBack } = record;
  const joined = record.joined.map(({ user }) => user);
  if (status === 'ended' || status === 'message')
    throw new Error('only unfinished conversations come to a desk');
  return {
    id,
    channel,
    skill,
    weight,
    standing,
    status,
    callsBack,
    agent: agent?.user ?? null,
    joined,
    // It has rested since its agent's last message.
    restingSince: status === 'resting' ? lastAt : null,
    queuedAt,
    waitingSince,
    wrapUpSince: status === 'wrap-up' ? endedAt : null,
  };
}

/** The change of a step, for the record. An open conversation is never a case. */
export function changeOf(
  conversation: ConversationOutcome,
  nameOf: (user: UserId) => string,
  now: number,
): ConversationChange {
  const { status, skill, weight, standing, agent, queuedAt, waitingSince, wrapUpSince } =
    conversation;
  const endedAt = status === 'wrap-up' ? wrapUpSince : status === 'ended' ? now : null;
  return {
    ...{ status, skill, weight, standing, callsBack: conversation.callsBack },
    agent: agent === null ? null : { user: agent, name: nameOf(agent) },
    joined: conversation.joined.map((user) => ({ user, name: nameOf(user) })),
    queuedAt,
    waitingSince,
    endedAt,
    ...(status === 'ended' ? {} : { caseState: null }),
  };
}

/** The change made by the first answer that the contact sees. */
export function firstAnswer(
  record: Conversation | null,
  messages: readonly NewMessage[],
): Pick<ConversationChange, 'answeredAt'> {
  if (record === null || record.answeredAt !== null) return {};
  const said = messages.find(isAnswer);
  return said === undefined ? {} : { answeredAt: said.at };
}

/** Messages show the state of an active conversation. A waiting one is in everybody's list. */
export function stands(before: Conversation | null, after: Conversation): 'everybody' | 'nobody' {
  if (before === null || before.answeredAt !== after.answeredAt) return 'everybody';
  if (before.visitorName !== after.visitorName || before.replyTo !== after.replyTo)
    return 'everybody';
  return after.status === 'active' ? 'nobody' : 'everybody';
}

/** The higher of each mark. */
export function highest(a: Partial<Marks>, b: Partial<Marks>): Partial<Marks> {
  const names = ['visitorDelivered', 'visitorRead', 'agentDelivered', 'agentRead'] as const;
  return Object.fromEntries(names.map((name) => [name, Math.max(a[name] ?? 0, b[name] ?? 0)]));
}

/** Everything written, as if all of it were new. */
export function asNews({ record, messages }: Written): Written {
  return { record, messages: messages.map(({ message }) => ({ message, repeat: false })) };
}

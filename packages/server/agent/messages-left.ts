// The messages that were left, as a console begins with them: every one that waits for an answer, as far
// as a list goes, then the latest that were answered. What is older than a list is counted, not forgotten.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits.ts';

export interface MessagesLeft {
  readonly listed: readonly Conversation[];
  /** Open ones that the list has no room for. */
  readonly unlisted: number;
}

export async function messagesLeft(
  store: ConversationStore,
  account: AccountId,
): Promise<MessagesLeft> {
  const { openCases, answeredCases } = conversationLimits;
  const of = (caseState: 'open' | 'answered', limit: number) =>
    store.list(account, { status: 'message', caseState, before: null, limit });
  const open = await of('open', openCases);
  const answered = await of('answered', answeredCases);
  const unlisted = open.length < openCases ? 0 : (await store.openCases(account)) - open.length;
  const answeredIds = new Set(answered.map(({ id }) => id));
  // Answered between the two, it is in both.
  const waiting = open.filter(({ id }) => !answeredIds.has(id));
  return { listed: [...waiting, ...answered], unlisted: Math.max(0, unlisted) };
}

// The messages that were left, as a console begins with them: all that wait for an answer, up to
// the size of a list, then the latest answered ones. Older ones are counted, not listed.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';

export interface MessagesLeft {
  readonly listed: readonly Conversation[];
  /** The number of open ones beyond the list. */
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
  // One answered between the two reads is in both.
  const waiting = open.filter(({ id }) => !answeredIds.has(id));
  return { listed: [...waiting, ...answered], unlisted: Math.max(0, unlisted) };
}

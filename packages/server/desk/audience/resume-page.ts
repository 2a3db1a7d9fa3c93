// The page of messages with which a reader resumes. Messages that do not fit come with the next
// request.
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import type { AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';

export interface ResumePage {
  readonly conversation: ConversationId;
  readonly messages: readonly Message[];
  /** True if nothing was left out. */
  readonly complete: boolean;
}

export async function resumePage(
  store: ConversationStore,
  account: AccountId,
  conversation: ConversationId,
  { after, notes }: { readonly after: number; readonly notes: boolean },
): Promise<ResumePage> {
  const limit = conversationLimits.resumePage;
  const found = await store.after(account, conversation, { after, limit: limit + 1, notes });
  return { conversation, messages: found.slice(0, limit), complete: found.length <= limit };
}

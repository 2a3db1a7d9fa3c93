// Finds the conversations of the contact who gives a command, and whether they may write in them.
// Conversations of others do not exist for them.
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import type { AccountDesk } from '../account-desk.ts';
import { isTheirs, type Whose } from './whose.ts';

export async function theirs(
  { store }: { readonly store: ConversationStore },
  desk: AccountDesk,
  whose: Whose,
  id: ConversationId,
): Promise<Conversation | null> {
  const conversation = desk.record(id) ?? (await store.load(desk.account, id));
  return conversation !== null && isTheirs(conversation, whose) ? conversation : null;
}

/** Whether its contact may write in it now. */
export function isWritable(
  { desk }: Pick<AccountDesk, 'desk'>,
  { id, status }: Pick<Conversation, 'id' | 'status'>,
): boolean {
  const now = desk.conversations.get(id)?.status;
  return status === 'message' || now === 'waiting' || now === 'active' || desk.resting.has(id);
}

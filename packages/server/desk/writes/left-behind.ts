// Handles a conversation whose visitor left the queue. It becomes a message if they wrote something
// themselves, an address for the answer is known, and there is room for messages. Else it just
// ends.
import { webChannel } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { NewMessage, ConversationChange } from '@opportune/core/ports/conversation-store.ts';
import type { SystemNote } from '@opportune/protocol/conversation/conversation.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import type { DeskParts } from '../seams.ts';

/** What is stored with its end. */
export interface LeftBehind {
  readonly change: ConversationChange;
  readonly messages: readonly NewMessage[];
}

export const nothingLeft: LeftBehind = { change: {}, messages: [] };

export async function leftBehind(
  use: Pick<DeskParts, 'store' | 'cards'>,
  account: AccountId,
  record: Conversation | null,
  noted: (note: SystemNote) => NewMessage,
): Promise<LeftBehind> {
  if (record === null) return nothingLeft;
  // The address given before the chat is the one for answers.
  // Whoever came by the link of an offer need not be the visitor to whom it was made.
  const visitor = record.channel === webChannel ? record.visitor : null;
  const address = record.replyTo ?? (await use.cards.of(account, visitor)).address;
  if (address === null || !(await hasSpoken(use, account, record))) return nothingLeft;
  if ((await use.store.openCases(account)) >= conversationLimits.messagesLeft) return nothingLeft;
  return {
    change: { status: 'message', caseState: 'open', replyTo: address, endedAt: null },
    messages: [noted({ type: 'left-message', address })],
  };
}

/** Usually the visitor wrote first. */
async function hasSpoken(
  { store }: Pick<DeskParts, 'store'>,
  account: AccountId,
  { id }: Conversation,
): Promise<boolean> {
  const limit = conversationLimits.resumePage;
  for (let after = 0; ;) {
    const page = await store.after(account, id, { after, limit, notes: false });
    if (page.some(({ author, body }) => author.type === 'visitor' && body.type === 'text'))
      return true;
    const last = page.at(-1);
    if (last === undefined || page.length < limit) return false;
    after = last.sequence;
  }
}

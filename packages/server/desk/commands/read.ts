// What a contact does in a conversation besides writing: marks of receipt and reading, typing, and
// ending it.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import type { AccountDesk } from '../account-desk.ts';
import type { DeskParts } from '../seams.ts';
import { theirs } from './theirs.ts';
import { isTheirs, type Whose } from './whose.ts';

type Use = Pick<DeskParts, 'store'>;

/** Raises marks up to a number. Does nothing if the conversation is not theirs. */
export async function mark(
  use: Use,
  desk: AccountDesk,
  whose: Whose,
  of: {
    readonly conversation: ConversationId;
    readonly what: 'received' | 'read';
    readonly through: number;
  },
): Promise<void> {
  const { conversation, what, through } = of;
  const known = await theirs(use, desk, whose, conversation);
  if (known === null || through < 1) return;
  const isRead = what === 'read';
  if (through > (isRead ? known.visitorRead : known.visitorDelivered))
    desk.writes.mark(known, { visitorDelivered: through, ...(isRead && { visitorRead: through }) });
}

/**
 * Sent to agents who have it open, never stored. `shown` is the text that they are typing, if
 * shared.
 */
export function typing(
  desk: AccountDesk,
  whose: Whose,
  { conversation, text }: { readonly conversation: ConversationId; readonly text: string },
  shown: boolean,
): void {
  const record = desk.record(conversation);
  if (record === undefined || !isTheirs(record, whose)) return;
  const preview = shown ? [...text].slice(0, conversationLimits.previewLength).join('') : '';
  desk.writes.publish({ type: 'visitor-typing', record, typing: text !== '', text: preview });
}

/** Null once it is over. The agent gets a wrap-up. */
export async function endByContact(
  use: Use,
  desk: AccountDesk,
  whose: Whose,
  conversation: ConversationId,
): Promise<ErrorCode | null> {
  const known = await theirs(use, desk, whose, conversation);
  if (known === null) return 'request.not_found';
  if (!desk.goesOn(known.id)) return null;
  const input = { type: 'conversation.end', id: known.id, by: 'visitor' } as const;
  const { refused, stored } = desk.apply(input);
  await stored;
  return refused;
}

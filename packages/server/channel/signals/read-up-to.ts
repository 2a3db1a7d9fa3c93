// Finds a contact's newest message up to a number, by its id in the channel, from the item of the inbox
// with which it came. It is not known any more once the inbox has forgotten it.
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { InboxStore } from '@opportune/core/ports/channel-inbox.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { itemsOf } from '../incoming/message-ids.ts';
import type { ReadUpTo } from './signals.ts';

export interface ReadUpToParts {
  readonly records: Records;
  readonly conversations: Pick<ConversationStore, 'after'>;
  readonly inbox: Pick<InboxStore, 'lock'>;
}

/** How far back it is looked for, behind answers of agents. */
const looksBack = 50;

export function createReadUpTo({ records, conversations, inbox }: ReadUpToParts): ReadUpTo {
  return async (account, conversation, through) => {
    const after = Math.max(0, through - looksBack);
    const reading = { after, limit: through - after, notes: false };
    const messages = await conversations.after(account, conversation, reading);
    const newest = messages.findLast(
      ({ author, sequence }) => author.type === 'visitor' && sequence <= through,
    );
    if (newest === undefined) return null;
    return records.withAccount(account, async (sql) => {
      for (const id of itemsOf(newest.id)) {
        const item = (await inbox.lock(sql, id))?.item;
        if (item?.type === 'message') return item.externalId;
      }
      return null;
    });
  };
}

// The ids of messages that an item of the inbox became, so that handling it again makes none twice.
import { MessageId } from '@opportune/protocol/ids.ts';

/** The first message of an item, and one for each of its other parts. */
export function messagesOf(item: string, others: number): readonly [MessageId, ...MessageId[]] {
  const rest = Array.from({ length: others }, (_, at) => MessageId.parse(`in_${item}_${at + 1}`));
  return [MessageId.parse(`in_${item}`), ...rest];
}

/** The line that begins a conversation for files without words. */
export function announcementOf(item: string): MessageId {
  return MessageId.parse(`in_${item}_0`);
}

/** The items that a message may have come with. An id may end like the number of a part. */
export function itemsOf(message: MessageId): readonly string[] {
  const item = /^in_(.+)$/s.exec(message)?.[1];
  if (item === undefined) return [];
  return [...new Set([item, item.replace(/_\d+$/, '')])];
}

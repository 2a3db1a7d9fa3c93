// What a contact changed at a message: they edited or deleted theirs, or reacted to one of either
// side. A change of a message that is not known has no effect. It wakes no conversation.
import { maskOf, type Masks } from '@opportune/core/masking/ways-in.ts';
import type { Item } from '@opportune/core/ports/channel.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { ChangeAside } from '@opportune/protocol/conversation/conversation.ts';
import { type AccountId, type ConversationId, MessageId } from '@opportune/protocol/ids.ts';
import { customLimits } from '@opportune/protocol/limits/channels.ts';
import { conversationLimits as limits } from '@opportune/protocol/limits/conversations.ts';
import { storable } from '@opportune/protocol/text.ts';
import type { Conversed, Handled } from '../inbox/seams.ts';
import type { CameBy } from '../offers/came-by.ts';
import { announcementOf, messagesOf } from './message-ids.ts';

export type Changing = Extract<Item, { type: 'edit' | 'deletion' | 'reaction' }>;

export interface NotedChange extends AddressAt {
  /** Of what is noted, and the same each time. */
  readonly id: MessageId;
  /** Null: where the contact's message with that id is. */
  readonly conversation: ConversationId | null;
  readonly aside: ChangeAside;
}

export interface ChangeParts {
  readonly masks: Masks;
  /** Takes the tokens of offers out of a text. */
  readonly cameBy: Pick<CameBy, 'plainText'>;
  /** False: there is no such message at the address. */
  readonly change: (account: AccountId, change: NotedChange) => Promise<boolean>;
}

export function isChange(item: Item): item is Changing {
  return item.type === 'edit' || item.type === 'deletion' || item.type === 'reaction';
}

export async function changeMessage(
  { masks, cameBy, change }: ChangeParts,
  account: AccountId,
  item: Changing,
  { id, channel, about }: Pick<Handled, 'id' | 'channel' | 'about'>,
): Promise<Conversed> {
  if (about === null) return 'kept';
  const at = { channel, address: item.address };
  const mask = await maskOf(masks, account);
  let isNoted = false;
  for (const [part, message] of changedBy(item, about).entries()) {
    const note = part === 0 ? `in_${id}` : `in_${id}_${part}`;
    const conversation = 'item' in about ? null : about.conversation;
    const aside = asideOf(item, message, (text) => mask.text(cameBy.plainText(text)));
    isNoted =
      (await change(account, { ...at, id: MessageId.parse(note), conversation, aside })) || isNoted;
  }
  return isNoted ? 'handled' : 'kept';
}

/** A deleted message is gone with all of its files. */
function changedBy(item: Changing, about: NonNullable<Handled['about']>): readonly MessageId[] {
  if (!('item' in about)) return [about.message];
  const [first, ...files] = messagesOf(about.item, customLimits.attachments);
  if (item.type !== 'deletion') return [first];
  return [first, ...files, announcementOf(about.item)];
}

function asideOf(item: Changing, message: MessageId, shown: (text: string) => string): ChangeAside {
  switch (item.type) {
    case 'edit':
      return { type: 'edited', message, text: plain(item.text, shown, limits.messageLength) };
    case 'deletion':
      return { type: 'deleted', message };
    case 'reaction': {
      const said = plain(item.reaction ?? '', shown, customLimits.reactionLength);
      return { type: 'reacted', message, reaction: said === '' ? null : said };
    }
  }
}

/** A replacement can be longer than what it replaces. */
function plain(text: string, shown: (text: string) => string, most: number): string {
  return storable(shown(storable(text)).trim().slice(0, most));
}

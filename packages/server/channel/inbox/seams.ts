// The dependencies of the inbox.
import type { NumberedChoice } from '@opportune/protocol/channel/parts.ts';
import type { Item } from '@opportune/core/ports/channel.ts';
import type { InboxStore } from '@opportune/core/ports/channel-inbox.ts';
import type { DeliveryStore } from '@opportune/core/ports/deliveries.ts';
import type { AccountId, ChannelId, ConversationId, MessageId } from '@opportune/protocol/ids.ts';

/** Something that came, and what it was read from. */
export interface Received {
  readonly channel: ChannelId;
  readonly item: Item;
  readonly raw: string;
}

/** Resolves once it is stored: what was kept before under its channel and key has no effect. */
export type KeepReceived = (account: AccountId, received: readonly Received[]) => Promise<void>;

/** What is received, and what is told of what was sent. */
export interface ChannelStores {
  readonly inbox: InboxStore;
  readonly deliveries: DeliveryStore;
}

/** An item whose turn it is. */
export interface Handled {
  /** Of the item alone, and the same however often it is handled: a message's id can be made of it. */
  readonly id: string;
  readonly channel: ChannelId;
  readonly item: Item;
  readonly receivedAt: number;
  /** What a number that came back stands for, in which message of ours; null: it is none. */
  readonly chosen: (NumberedChoice & { readonly message: MessageId }) | null;
  /** A machine wrote it. */
  readonly isAutomatic: boolean;
  /** How often it was begun, including this time, and when it must end. */
  readonly attempt: number;
  readonly endsBy: number;
  /** The message that it changes; null: it is none of this channel's. */
  readonly about: About | null;
}

/** A message of ours, with its conversation; or of the contact, by the item with which it came. */
export type About =
  | { readonly conversation: ConversationId; readonly message: MessageId }
  | { readonly item: string };

/** `kept`: it has no place in a conversation. `later`: the desk has no room for it yet. */
export type Conversed = 'handled' | 'kept' | 'later';

/**
 * Has an item take effect in its conversation, once however often it is called with the same id. Rejects
 * where that fails.
 */
export type Converse = (account: AccountId, handled: Handled) => Promise<Conversed>;

/** Somebody types. It is stored nowhere. */
export type ContactTypes = (
  account: AccountId,
  at: { readonly channel: ChannelId; readonly address: string; readonly on: boolean },
) => void;

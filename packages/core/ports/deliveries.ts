// The store of deliveries: what is known of each, by which ids providers know their parts, and what
// comes back of them. Each call is part of its caller's transaction, which belongs to one account.
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { Laid } from '@opportune/protocol/channel/parts.ts';
import type {
  AccountId,
  ChannelId,
  ConversationId,
  DeliveryId,
  MessageId,
} from '@opportune/protocol/ids.ts';
import type { DeliveryInput, DeliveryLife } from '../channel/delivery/delivery.ts';
import type { Asked } from '../channel/numbered.ts';
import type { Sql } from './records.ts';

export interface StoredDelivery {
  readonly id: DeliveryId;
  readonly conversation: ConversationId;
  readonly message: MessageId;
  readonly channel: ChannelId;
  readonly address: string;
  readonly life: DeliveryLife;
  /** Its texts as they left. They identify an echo that nothing else identifies. */
  readonly words: readonly string[];
  readonly madeAt: number;
  readonly changedAt: number;
}

export type NewDelivery = Omit<StoredDelivery, 'life' | 'words' | 'changedAt'>;

export type Receipt = Extract<DeliveryInput, { type: 'receipt' }>;

/** Identifies a part. */
export interface PartAt {
  readonly account: AccountId;
  readonly channel: ChannelId;
  readonly externalId: string;
}

export interface KnownPart {
  /** Null: it belongs to none yet. */
  readonly delivery: DeliveryId | null;
  /** What was reported of it before its delivery was known. */
  readonly told: readonly Receipt[];
  readonly renamedTo: string | null;
}

/** Choices, and the message that asked. */
export type AskedIn = Asked & { readonly message: MessageId };

export interface DeliveryStore {
  /** One for each message of a conversation. */
  insert(sql: Sql, account: AccountId, made: NewDelivery): Promise<void>;
  find(sql: Sql, id: DeliveryId): Promise<StoredDelivery | null>;
  /** Exclusive until the end of the transaction. */
  lock(sql: Sql, id: DeliveryId): Promise<StoredDelivery | null>;
  /** In the order they were made. */
  ofConversation(sql: Sql, conversation: ConversationId): Promise<readonly StoredDelivery[]>;
  /** Those to an address that a mark may be about, oldest first, locked. */
  lockMarked(sql: Sql, to: AddressAt, until: number): Promise<readonly StoredDelivery[]>;
  /** Those to an address whose arrival is unknown, or the answer to their request, oldest first. */
  openTo(sql: Sql, to: AddressAt): Promise<readonly StoredDelivery[]>;
  /**
   * Those to an address, changed since then, of which the provider may have taken a request that it did not
   * confirm: one failed without being refused, or more than one left.
   */
  unconfirmedTo(sql: Sql, to: AddressAt, since: number): Promise<readonly StoredDelivery[]>;
  /** Some conversations with queued ones to an address. */
  waitingTo(sql: Sql, to: AddressAt): Promise<readonly ConversationId[]>;
  /** Stores the state of a locked one. `was`: as it is stored. */
  keep(sql: Sql, delivery: StoredDelivery, was: StoredDelivery): Promise<void>;
  /** What may come back of it: its texts, in an echo, and its numbers, in an answer. */
  keepLaid(
    sql: Sql,
    id: DeliveryId,
    laid: { readonly words: readonly string[]; readonly choices: Laid['choices'] },
  ): Promise<void>;
  /** The numbered choices of the newest message to each of these addresses. Null: none. */
  asked(sql: Sql, to: readonly AddressAt[]): Promise<readonly (AskedIn | null)[]>;

  part(sql: Sql, part: PartAt): Promise<KnownPart | null>;
  /** An answer and a receipt with the same id wait for each other. */
  lockPart(sql: Sql, part: PartAt): Promise<KnownPart | null>;
  /** Fields that are not named keep their value. */
  keepPart(sql: Sql, part: PartAt, change: Partial<KnownPart>, at: number): Promise<void>;
}

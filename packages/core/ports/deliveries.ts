// Deliveries as they are kept: what is known of each, by which ids providers know their parts, and what of
// them comes back. Each call is part of its caller's transaction, which is of one account.
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
  /** Its texts as they left, by which an echo is known where nothing else tells. */
  readonly words: readonly string[];
  readonly madeAt: number;
  readonly changedAt: number;
}

export type NewDelivery = Omit<StoredDelivery, 'life' | 'words' | 'changedAt'>;

export type Receipt = Extract<DeliveryInput, { type: 'receipt' }>;

/** Which part is meant. */
export interface PartAt {
  readonly account: AccountId;
  readonly channel: ChannelId;
  readonly externalId: string;
}

export interface KnownPart {
  /** Null: it is nobody's yet. */
  readonly delivery: DeliveryId | null;
  /** What was told of it while it was nobody's. */
  readonly told: readonly Receipt[];
  readonly renamedTo: string | null;
}

export interface DeliveryStore {
  /** One for each message of a conversation. */
  insert(sql: Sql, account: AccountId, made: NewDelivery): Promise<void>;
  find(sql: Sql, id: DeliveryId): Promise<StoredDelivery | null>;
  /** Nobody else has it until the end of the transaction. */
  lock(sql: Sql, id: DeliveryId): Promise<StoredDelivery | null>;
  /** In the order of their making. */
  ofConversation(sql: Sql, conversation: ConversationId): Promise<readonly StoredDelivery[]>;
  /** Those to an address that a mark may be about, oldest first, locked. */
  lockMarked(sql: Sql, to: AddressAt, until: number): Promise<readonly StoredDelivery[]>;
  /** Those to an address of which nobody knows whether they arrived, oldest first. */
  openTo(sql: Sql, to: AddressAt): Promise<readonly StoredDelivery[]>;
  /** What is known now of one that is locked. */
  keep(sql: Sql, delivery: StoredDelivery): Promise<void>;
  /** What of it comes back: its texts, in an echo, and its numbers, in an answer. */
  keepLaid(
    sql: Sql,
    id: DeliveryId,
    laid: { readonly words: readonly string[]; readonly choices: Laid['choices'] },
  ): Promise<void>;
  /** What the newest message to an address asks by numbers; null: nothing. */
  asked(sql: Sql, to: AddressAt): Promise<(Asked & { readonly message: MessageId }) | null>;

  part(sql: Sql, part: PartAt): Promise<KnownPart | null>;
  /** An answer and a receipt that bring the same id at once wait for each other. */
  lockPart(sql: Sql, part: PartAt): Promise<KnownPart | null>;
  /** What is not named stays. */
  keepPart(sql: Sql, part: PartAt, change: Partial<KnownPart>, at: number): Promise<void>;
}

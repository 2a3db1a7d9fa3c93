// What providers sent, as received and as read, and the outcome of each item. Each call except the
// last is part of its caller's transaction, which belongs to one account.
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import type { Item, SendOrder } from './channel.ts';
import type { Sql } from './records.ts';

export interface InboxItem {
  readonly id: string;
  readonly channel: ChannelId;
  readonly item: Item;
  readonly receivedAt: number;
  /** Null: it waits. */
  readonly outcome: InboxOutcome | null;
}
/** `kept`: of an unknown kind, or without a place in a conversation. */
export type InboxOutcome = 'handled' | 'kept' | 'failed';

export interface NotedOutcome {
  readonly id: string;
  readonly outcome: InboxOutcome;
  readonly at: number;
}

/** `raw`: what it was read from, as received. */
export type NewInboxItem = Omit<InboxItem, 'outcome'> & { readonly raw: string };

export interface InboxStore {
  /** A concurrent transaction on one of these lines waits for the end of this one. */
  lockLines(sql: Sql, account: AccountId, lines: readonly string[]): Promise<void>;
  /**
   * Stores items that are new to their channel, the first of each key. Answers their ids. What several
   * of them were read from is stored once.
   */
  insert(
    sql: Sql,
    account: AccountId,
    items: readonly NewInboxItem[],
  ): Promise<ReadonlySet<string>>;
  /** Those of these that are stored. */
  read(sql: Sql, ids: readonly string[]): Promise<readonly InboxItem[]>;
  /** Exclusive until the end of the transaction. */
  lock(sql: Sql, id: string): Promise<InboxItem | null>;
  noteOutcomes(sql: Sql, outcomes: readonly NotedOutcome[]): Promise<void>;
  /** The contact's newest message, which some providers answer to. Null if there is none. */
  newestMessage(sql: Sql, from: AddressAt): Promise<SendOrder['answers']>;
  /**
   * The item with which a message came: a contact's, or one that was written in the provider's app. Null if
   * it is not known, or no longer.
   */
  itemOf(
    sql: Sql,
    from: AddressAt,
    externalId: string,
    kinds: readonly ('message' | 'echo')[],
  ): Promise<string | null>;
  /**
   * Erases what was received of a contact's message, with its edits: as it was read, and as it came, with all
   * that came in the same request.
   */
  erase(sql: Sql, from: AddressAt, externalId: string): Promise<void>;
  /** Removes some of the items handled earlier, of all accounts. Returns how many. */
  forget(before: number, most: number): Promise<number>;
}

// What providers told, as it came and as it was read, and what became of each thing. Each call but the
// last is part of its caller's transaction, which is of one account.
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
/** `kept`: it is of no kind that is known, or has no place in a conversation. */
export type InboxOutcome = 'handled' | 'kept' | 'failed';

export interface InboxStore {
  /** Whoever is told of one of these lines meanwhile waits for the end of the transaction. */
  lockLines(sql: Sql, account: AccountId, lines: readonly string[]): Promise<void>;
  /** Whether it is new to its channel. `raw`: as it came, or the id of the item that it came with. */
  insert(
    sql: Sql,
    account: AccountId,
    item: Omit<InboxItem, 'outcome'>,
    raw: { readonly text: string } | { readonly of: string },
  ): Promise<boolean>;
  /** Nobody else has it until the end of the transaction. */
  lock(sql: Sql, id: string): Promise<InboxItem | null>;
  noteOutcome(sql: Sql, id: string, outcome: InboxOutcome, at: number): Promise<void>;
  /** The contact's newest message, which some providers answer to; null: there is none. */
  newestMessage(sql: Sql, from: AddressAt): Promise<SendOrder['answers']>;
  /** Removes some of what was handled before, of all accounts; answers how many. */
  forget(before: number, most: number): Promise<number>;
}

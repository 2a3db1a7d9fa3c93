// What contacts permit, as everything that sends must ask and everything that hears them must tell.
// Each call is part of its caller's transaction, which belongs to one account.
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { Purpose } from '@opportune/protocol/contact/permission.ts';
import type { AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import type { Sql } from './records.ts';

/** Something that says what an address permits. `at`: ms since 1970, by the clock of who heard it. */
export type Heard = AddressAt & { readonly at: number } & (
    | {
        readonly type: 'opt-out';
        /** By words such as STOP, by a link of ours, or at the provider, as by blocking. */
        readonly by: 'words' | 'link' | 'provider';
        /** Null: nothing may be sent any more. Else nothing of that purpose. */
        readonly purpose: Purpose | null;
        readonly words: string;
      }
    | {
        readonly type: 'opt-in';
        readonly by: 'words' | 'link' | 'provider';
        /** Null: only ends what the contact said before. Else it is granted, too. */
        readonly purpose: Purpose | null;
        readonly words: string;
      }
    /** Whoever writes to us has not blocked us. It undoes nothing that they said. */
    | { readonly type: 'wrote' }
  );

export interface Permission {
  /** Whether nothing may be sent to an address. Ask before something is stored to be sent. */
  isSuppressed(sql: Sql, to: AddressAt): Promise<boolean>;
  /**
   * Ask once more in the transaction that notes that a request leaves: whoever forbids it meanwhile waits
   * for the end of that transaction, so that nothing begins after it is acknowledged.
   */
  mayLeave(sql: Sql, to: AddressAt): Promise<boolean>;
  /**
   * The same as `mayLeave` for an e-mail to an address that need not be a contact's, such as a transcript:
   * false if the address is suppressed in any channel of kind e-mail.
   */
  mayMailLeave(sql: Sql, address: string): Promise<boolean>;
  /**
   * The same for a text that nobody of the account writes: false if the number is suppressed in any channel
   * of kind SMS, since whoever says STOP to one number of the account means the account.
   */
  mayTextLeave(sql: Sql, number: string): Promise<boolean>;
  /** Whether nothing may be sent to the address to which messages of a conversation leave. */
  isConversationSuppressed(sql: Sql, conversation: ConversationId): Promise<boolean>;
  /** Whether the address is opted in to the purpose and not suppressed. Programs and campaigns ask. */
  permits(sql: Sql, to: AddressAt, purpose: Purpose): Promise<boolean>;
  /**
   * Notes what was heard. A repeat, and what is older than the present state, has no effect. The
   * returned function is called after the commit.
   */
  hear(sql: Sql, account: AccountId, heard: readonly Heard[]): Promise<() => void>;
}

// What continuing a conversation at another address asks of contacts, channels and the archive.
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { AccountId, ContactId, ConversationId, UserId } from '@opportune/protocol/ids.ts';
import type { AddressClosed } from '@opportune/protocol/rest/conversation/continuing.ts';

export interface Elsewhere {
  readonly addressesOf: (
    account: AccountId,
    contact: ContactId,
  ) => Promise<readonly (AddressAt & { readonly verified: boolean })[]>;
  /** Whether free text may be sent to an address now. Null: it may. */
  readonly closedFor: CloseAddress;
  /** Makes an ended conversation the beginning of another, and notes who did. */
  readonly join: (by: By, part: ConversationId, into: ConversationId) => Promise<void>;
}

export interface By {
  readonly account: AccountId;
  readonly user: { readonly id: UserId; readonly name: string };
}

export type CloseAddress = (account: AccountId, at: AddressAt) => Promise<AddressClosed | null>;

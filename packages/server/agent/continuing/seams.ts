// What continuing a conversation elsewhere asks of contacts, channels and the archive.
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { AccountId, ContactId, ConversationId } from '@opportune/protocol/ids.ts';
import type { AddressClosed } from '@opportune/protocol/rest/conversation/continuing.ts';
import type { Principal } from '../../http/access/principal.ts';

export interface Elsewhere {
  readonly addressesOf: (
    account: AccountId,
    contact: ContactId,
  ) => Promise<readonly (AddressAt & { readonly verified: boolean })[]>;
  /** Whether free text may be sent to an address now. Null: it may. */
  readonly closedFor: CloseAddress;
  /** Makes an ended conversation the beginning of another. */
  readonly join: (
    principal: Principal,
    part: ConversationId,
    into: ConversationId,
  ) => Promise<void>;
}

export type CloseAddress = (account: AccountId, at: AddressAt) => Promise<AddressClosed | null>;

// What verification takes of other features, as narrow interfaces that the composition root fills.
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { AtPage } from '@opportune/core/call/caller-codes.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { VerifyAnswer } from '@opportune/core/ports/conversation/verification.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { Aside } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type {
  AccountId,
  ChannelId,
  ContactId,
  ConversationId,
  SiteId,
  UserId,
} from '@opportune/protocol/ids.ts';
import type { Principal } from '../http/access/principal.ts';

export interface VerificationParts {
  readonly world: World;
  readonly records: Records;
  readonly budgets: Pick<Budgets, 'charge' | 'refund'>;
  readonly conversations: Pick<ConversationStore, 'load' | 'list'>;
  /** Joins two addresses whose owner answered for both. */
  readonly join: (
    account: AccountId,
    addresses: readonly [AddressAt, AddressAt],
    answer: VerifyAnswer,
  ) => Promise<boolean>;
  /** The addresses of a contact that are verified, those seen last at the end. */
  readonly verifiedOf: (account: AccountId, contact: ContactId) => Promise<readonly AddressAt[]>;
  /** Whether a browser is signed in as one customer, and as no other. */
  readonly isSignedIn: (sql: Sql, browser: AddressAt) => Promise<boolean>;
  readonly desk: {
    /** Why an agent may not write in the conversation now. Null: they may. */
    mayWrite(account: AccountId, user: UserId, id: ConversationId): Promise<ErrorCode | null>;
    /** Writes as an agent. Null, or the code of a refusal. */
    write(
      principal: Principal,
      said: { readonly conversation: ConversationId; readonly id: string; readonly text: string },
    ): Promise<ErrorCode | null>;
    note(account: AccountId, conversation: ConversationId, aside: Aside): Promise<void>;
    /** Notes that a caller typed the code, and binds their conversation to a page, if any. */
    proveCaller(
      account: AccountId,
      conversation: ConversationId,
      page: AtPage | null,
      aside: { readonly type: 'caller-code'; readonly result: 'sent' },
    ): Promise<void>;
  };
  readonly channels: {
    /** Sends words to an address, in no conversation. False: it did not leave. */
    send(account: AccountId, to: AddressAt, words: Words): Promise<boolean>;
    /** What the account is called, and the language that it writes in. */
    placeOf(account: AccountId, site: SiteId | null): Promise<Place>;
    /** Whether it is a number that people call: whoever calls may have forged theirs. */
    isTelephone(account: AccountId, channel: ChannelId): Promise<boolean>;
    /** How people call a channel. Null: there is none. */
    nameOf(account: AccountId, channel: ChannelId): Promise<string | null>;
  };
  /** A site, or the account's first, with its first address that can be opened. Null: there is none. */
  readonly siteOf: (
    account: AccountId,
    site: SiteId | undefined,
  ) => Promise<{ readonly id: SiteId; readonly origin: string } | null>;
  /** A code that a caller says. A right one takes effect. */
  readonly saidInCall: (
    of: { readonly account: AccountId; readonly conversation: ConversationId },
    digits: string,
  ) => Promise<'proved' | 'wrong' | 'spent'>;
  /** Hashes codes. */
  readonly key: string;
}

export interface Place {
  readonly site: string;
  readonly language: string;
}
export type Words = (place: Place) => string;

/** What a caller typed or told. */
export type Typed = [account: AccountId, conversation: ConversationId, digits: string];

/** Something that a contact said. */
export interface Heard {
  readonly by: AddressAt;
  readonly conversation: ConversationId;
  readonly text: string;
}

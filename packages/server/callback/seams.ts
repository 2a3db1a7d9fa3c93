// What call backs take: each of these is one object of another feature, or a port.
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { JobStore } from '@opportune/core/ports/jobs.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { MailOf } from '@opportune/core/ports/mail.ts';
import type { Permission } from '@opportune/core/ports/permission.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { AccountId, ChannelId, ConversationId, SiteId } from '@opportune/protocol/ids.ts';
import type { AccountDesk } from '../desk/account-desk.ts';
import type { Desks } from '../desk/desks.ts';
import type { ClientAddress } from '../http/address/client-address.ts';
import type { CallbackLinks } from './letters/callback-links.ts';

/** A conversation that an agent has, whose contact is to be called now. */
export interface RingBack {
  readonly desk: AccountDesk;
  readonly record: Conversation;
  /** Who is called by telephone. Null: the page of the visitor rings. */
  readonly to: AddressAt | null;
  rang(): void;
  /** Both sides hear each other, or it is over and they did not. Once, and never if `ring` was refused. */
  outcome(reached: boolean): void;
}

/** Calls, as call backs use them. */
export interface RingBacks {
  /** Whether the account calls anybody. */
  isOffered(account: AccountId): Promise<boolean>;
  /** Whether a call of the conversation runs. */
  isRinging(conversation: ConversationId): boolean;
  /** Null, or why nobody is called. */
  ring(of: RingBack): Promise<ErrorCode | null>;
  /** Tells agents which conversations wait for a call, if that changed. */
  tellWaiting(account: AccountId): void;
}

/** The account's telephone, if it has one. */
export interface Telephones {
  /** The channel by which people are called back. Null: there is none. */
  channelOf(account: AccountId): Promise<ChannelId | null>;
  /** Whether it has one of the kind, also where that is paused or must be connected anew. */
  isSetUp(account: AccountId, kind: 'telephone' | 'sms'): Promise<boolean>;
  /** Why a number is never called by that channel, or null. Says nothing of the hour. */
  refusal(account: AccountId, at: AddressAt): Promise<ErrorCode | null>;
  /** Whether it is day at an instant, wherever the number may be. */
  daytimeOf(account: AccountId, at: AddressAt): Promise<(instant: number) => boolean>;
  /** When it may be called next, by the hour, by what calls cost and by the channel's state. Past: now. */
  callableFrom(account: AccountId, at: AddressAt, now: number): Promise<number>;
  /** The channel by which texts are sent. Null: there is none. */
  textsOf(account: AccountId): Promise<ChannelId | null>;
  /** Sends a text. `again`: nothing left, and it may be tried again. */
  text(account: AccountId, to: AddressAt, words: string): Promise<'over' | 'again'>;
}

/** What e-mails about promises, and the page of their link, need beside the promises. */
export interface LetterParts {
  readonly records: Pick<Records, 'withAccount'>;
  readonly store: Pick<ConversationStore, 'load'>;
  readonly clock: Clock;
  readonly mailOf: MailOf;
  readonly permission: Pick<Permission, 'mayMailLeave' | 'mayTextLeave'>;
  readonly links: CallbackLinks;
  readonly publicUrl: () => string;
  readonly budgets: Pick<Budgets, 'charge' | 'refund'>;
  readonly clientAddress: ClientAddress;
  /** What a site is called, and the account's time zone. */
  readonly placeOf: (
    account: AccountId,
    site: SiteId | null,
    visitor: null,
  ) => Promise<{ readonly site: string; readonly timeZone: string }>;
}

export interface CallbackDependencies {
  readonly world: World;
  readonly records: Pick<Records, 'withAccount'>;
  readonly jobs: Pick<JobStore, 'make' | 'makeAll'>;
  readonly desks: Desks;
  readonly store: ConversationStore;
  readonly calls: RingBacks;
  readonly telephones: Telephones;
  readonly mailOf: MailOf;
  readonly letters: Omit<LetterParts, 'records' | 'store' | 'clock' | 'mailOf'>;
}

export type CallbackParts = World & Omit<CallbackDependencies, 'world'>;

// What call backs take: each of these is one object of another feature, or a port.
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { JobStore } from '@opportune/core/ports/jobs.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { AccountId, ChannelId, ConversationId } from '@opportune/protocol/ids.ts';
import type { AccountDesk } from '../desk/account-desk.ts';
import type { Desks } from '../desk/desks.ts';

/** A conversation that an agent has, whose contact is to be called now. */
export interface RingBack {
  readonly desk: AccountDesk;
  readonly record: Conversation;
  /** Who is called by telephone. Null: the page of the visitor rings. */
  readonly to: AddressAt | null;
  rang(): void;
  /** Both sides heard each other, or not. Once, and never if `ring` was refused. */
  ended(reached: boolean): void;
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
  /** Why a number is never called by that channel, or null. Says nothing of the hour. */
  refusal(account: AccountId, at: AddressAt): Promise<ErrorCode | null>;
  /** Whether it is day at an instant, wherever the number may be. */
  daytimeOf(account: AccountId, at: AddressAt): Promise<(instant: number) => boolean>;
  /** When it may be called next, by the hour and by what calls of the day cost. Past: now. */
  callableFrom(account: AccountId, at: AddressAt, now: number): Promise<number>;
}

export interface CallbackDependencies {
  readonly world: World;
  readonly records: Pick<Records, 'withAccount'>;
  readonly jobs: Pick<JobStore, 'make'>;
  readonly desks: Desks;
  readonly store: ConversationStore;
  readonly calls: RingBacks;
  readonly telephones: Telephones;
}

export type CallbackParts = World & Omit<CallbackDependencies, 'world'>;

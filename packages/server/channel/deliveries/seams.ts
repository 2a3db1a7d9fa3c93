// The dependencies of deliveries.
import type { Around, Opened, SendOrder } from '@opportune/core/ports/channel.ts';
import type { DeliveryStore, StoredDelivery } from '@opportune/core/ports/deliveries.ts';
import type { JobWork } from '@opportune/core/ports/jobs.ts';
import type { Permission } from '@opportune/core/ports/permission.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { ChannelState } from '@opportune/protocol/channel/channel.ts';
import type { Laid } from '@opportune/protocol/channel/parts.ts';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import type { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import type { z } from 'zod';
import type { DeliveryJob } from './delivery-job.ts';
import type { SendRates } from './send-rates.ts';

export interface FoundChannel {
  readonly state: ChannelState;
  readonly revision: number;
  /** Null: settings or secret are not of its kind. */
  readonly opened: Opened | null;
}

export interface ChannelsToSend {
  /** Null: there is none of that id. */
  of(account: AccountId, channel: ChannelId): Promise<FoundChannel | null>;
  /**
   * Its credentials failed: it has to be connected again. False where somebody has changed the channel
   * since that revision, which then stays as it is.
   */
  stop(
    account: AccountId,
    channel: ChannelId,
    of: { readonly revision: number; readonly detail: string },
  ): Promise<boolean>;
}

/** What leaves, laid out for its channel. */
export type Outgoing = Laid &
  Pick<SendOrder, 'answers' | 'author' | 'topic' | 'read' | 'around'> & {
    /** When the channel said it by itself. Absent: a person wrote it. */
    readonly automaticAt?: number;
  };

/** What a letter says around a message. */
export type AroundOf = (account: AccountId, message: Message) => Promise<Around>;

/** Null where the message is gone. */
export type LayOut = (
  account: AccountId,
  delivery: StoredDelivery,
  channel: Opened,
) => Promise<Outgoing | null>;

/** Makes what follows once all of a delivery has left, in the transaction that notes it. */
export type OnSent = (
  sql: Sql,
  account: AccountId,
  delivery: StoredDelivery,
  now: number,
) => Promise<void>;

/** Tells whoever shows a delivery that it has changed. */
export type DeliveryChanged = (account: AccountId, delivery: StoredDelivery) => void;

export interface SendParts {
  readonly records: Records;
  readonly store: DeliveryStore;
  readonly permission: Pick<Permission, 'isSuppressed' | 'mayLeave' | 'hear'>;
  readonly clock: Clock;
  readonly channels: ChannelsToSend;
  readonly layOut: LayOut;
  readonly rates: SendRates;
  /** How long a provider may take to answer. */
  readonly answerMs: number;
  readonly changed: DeliveryChanged;
  readonly sent: OnSent;
  /** What is held back for channels of the account is tried now. */
  readonly hasten: (account: AccountId) => void;
}

export type Work = JobWork<z.infer<typeof DeliveryJob>>;

/** A channel as it was when sending over it began. */
export type Sender = Opened & { readonly revision: number };

// Messages over channels: received ones are stored and handled in order, written ones are delivered
// in order. Provides their kinds of jobs and the routes of deliveries.
import type { LivePace } from '@opportune/core/bounds/live-pace.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { DeliveryStore } from '@opportune/core/ports/deliveries.ts';
import type { JobKind, JobStore } from '@opportune/core/ports/jobs.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Permission } from '@opportune/core/ports/permission.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import { deliveryLimits } from '@opportune/protocol/limits/channels.ts';
import type { Feature } from '../http/feature.ts';
import { channelsToSend, type OpenChannel } from './deliveries/channels-to-send.ts';
import { createDeliveries } from './deliveries/deliveries.ts';
import { deliveryRoutes } from './deliveries/delivery-routes.ts';
import { readFailed } from './deliveries/failed-deliveries.ts';
import { type CarriedFiles, createLayOut } from './deliveries/lay-delivery.ts';
import type { AroundOf, OnSent } from './deliveries/seams.ts';
import { type ChannelInbox, createChannelInbox } from './inbox/inbox.ts';
import { inboxRows } from './inbox/inbox-rows.ts';
import type { ContactTypes, Converse } from './inbox/seams.ts';
import { createReadUpTo } from './signals/read-up-to.ts';
import { sendSignals } from './signals/signals.ts';

export interface MessagingDependencies {
  readonly world: World;
  readonly records: Records;
  readonly jobs: JobStore;
  readonly deliveries: DeliveryStore;
  readonly permission: Permission;
  readonly pace: LivePace;
  readonly conversations: ConversationStore;
  readonly files: CarriedFiles;
  readonly around: AroundOf;
  readonly sent: OnSent;
  readonly open: OpenChannel;
  readonly converse: Converse;
  readonly types: ContactTypes;
  readonly budgets: Budgets;
}

export interface MessagingFeature extends Feature {
  readonly kinds: readonly JobKind[];
  /** Stores what was received, before it is answered. */
  readonly keep: ChannelInbox['keep'];
}

export function createMessaging({ world, ...given }: MessagingDependencies): MessagingFeature {
  const { records } = given;
  const stores = { inbox: inboxRows(records), deliveries: given.deliveries };
  const use = { ...world, ...given, stores };
  const channels = channelsToSend(use);
  const deliveries = createDeliveries({
    ...use,
    channels,
    store: stores.deliveries,
    layOut: createLayOut({ ...use, inbox: stores.inbox }),
    answerMs: deliveryLimits.answerMs,
  });
  const inbox = createChannelInbox({ ...use, changed: deliveries.changed });
  const stopSignals = sendSignals({
    ...{ ...use, channels },
    readUpTo: createReadUpTo({ ...use, inbox: stores.inbox }),
  });
  return {
    name: 'channel',
    kinds: [deliveries.kind, inbox.kind],
    keep: inbox.keep,
    routes: (app) => deliveryRoutes(app, deliveries, readFailed(use)),
    start: () => inbox.start(),
    async close() {
      stopSignals();
      deliveries.close();
      await inbox.close();
    },
  };
}

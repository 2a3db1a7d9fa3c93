// Messages over channels: what is received is kept and handled in order, what is written is delivered in
// order. Gives their kinds of jobs and the routes of deliveries.
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { JobKind, JobStore } from '@opportune/core/ports/jobs.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import { deliveryLimits } from '@opportune/protocol/limits.ts';
import type { Feature } from '../http/feature.ts';
import { channelsToSend, type OpenChannel } from './deliveries/channels-to-send.ts';
import { createDeliveries } from './deliveries/deliveries.ts';
import { deliveryRoutes } from './deliveries/delivery-routes.ts';
import { deliveryRows } from './deliveries/delivery-rows.ts';
import { type CarriedFiles, createLayOut } from './deliveries/lay-delivery.ts';
import type { AroundOf, OnSent } from './deliveries/seams.ts';
import { type ChannelInbox, createChannelInbox } from './inbox/inbox.ts';
import { inboxRows } from './inbox/inbox-rows.ts';
import type { ContactTypes, Converse } from './inbox/seams.ts';

export interface MessagingDependencies {
  readonly world: World;
  readonly records: Records;
  readonly jobs: JobStore;
  readonly conversations: ConversationStore;
  readonly files: CarriedFiles;
  readonly around: AroundOf;
  readonly sent: OnSent;
  readonly open: OpenChannel;
  readonly converse: Converse;
  readonly types: ContactTypes;
}

export interface MessagingFeature extends Feature {
  readonly kinds: readonly JobKind[];
  /** Stores what was received, before it is answered. */
  readonly keep: ChannelInbox['keep'];
}

export function createMessaging({ world, ...given }: MessagingDependencies): MessagingFeature {
  const { records } = given;
  const stores = { inbox: inboxRows(records), deliveries: deliveryRows };
  const use = { ...world, ...given, stores };
  const deliveries = createDeliveries({
    ...use,
    channels: channelsToSend(use),
    store: stores.deliveries,
    layOut: createLayOut({ ...use, inbox: stores.inbox }),
    answerMs: deliveryLimits.answerMs,
  });
  const inbox = createChannelInbox({ ...use, changed: deliveries.changed });
  return {
    name: 'channel',
    kinds: [deliveries.kind, inbox.kind],
    keep: inbox.keep,
    routes: (app) => deliveryRoutes(app, deliveries),
    start: () => inbox.start(),
    async close() {
      deliveries.close();
      await inbox.close();
    },
  };
}

// The server of a simulated schedule of channels: real desks, inbox, deliveries and jobs on
// in-memory tables, with the schedule's bus and clock. Once it is not alive, nothing of it
// continues.
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import { cardMasks } from '@opportune/core/masking/ways-in.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Item, Opened } from '@opportune/core/ports/channel.ts';
import type { InboxStore } from '@opportune/core/ports/channel-inbox.ts';
import type { DeliveryStore } from '@opportune/core/ports/deliveries.ts';
import type { JobStore } from '@opportune/core/ports/jobs.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { Loop } from '@opportune/core/sim/conversation-loop.test-support.ts';
import type { CrashStore } from '@opportune/core/sim/conversation-store-crash.test-support.ts';
import {
  type DeliveryTables,
  openMemoryDeliveries,
} from '@opportune/core/sim/deliveries-memory.test-support.ts';
import {
  type InboxTables,
  openMemoryInbox,
} from '@opportune/core/sim/inbox-memory.test-support.ts';
import { type JobTable, openMemoryJobs } from '@opportune/core/sim/jobs-memory.test-support.ts';
import {
  openMemoryPermission,
  type SuppressionTable,
} from '@opportune/core/sim/permission-memory.test-support.ts';
import type { Permission } from '@opportune/core/ports/permission.ts';
import type { MemoryDatabase } from '@opportune/core/sim/transactions.test-support.ts';
import { jobsMade } from '@opportune/protocol/bus/changes.ts';
import type { ChannelState } from '@opportune/protocol/channel/channel.ts';
import { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import { roomyBudgets } from '../../adapter/budgets.test-support.ts';
import { openMemoryBus } from '../../adapter/bus-memory.ts';
import { createDeliveries, type Deliveries } from '../../channel/deliveries/deliveries.ts';
import { createLayOut } from '../../channel/deliveries/lay-delivery.ts';
import { makeDeliveries } from '../../channel/deliveries/make-deliveries.ts';
import { converse } from '../../channel/incoming/converse.ts';
import { noOffers } from '../../channel/offers/no-offers.test-support.ts';
import { createChannelInbox } from '../../channel/inbox/inbox.ts';
import type { Handled } from '../../channel/inbox/seams.ts';
import { freeLeft } from '../../jobs/free-left.ts';
import { type JobRunner, startJobRunner } from '../../jobs/job-runner.ts';
import {
  type Conversations,
  noTurns,
  openConversations,
  partsInMemory,
} from '../../testing/conversation-features.test-support.ts';
import { type Alongside, talksIn } from './stored-talks.test-support.ts';

export const account = AccountId.parse('sim');
export const channel = ChannelId.parse('c_sim');
/** The one process of the schedule. */
const holder = 'sim';
const silent = { info() {}, warn() {}, error() {} };

/** What remains after a crash. */
export interface Disk {
  readonly database: MemoryDatabase;
  readonly jobs: JobTable;
  readonly deliveries: DeliveryTables;
  readonly inbox: InboxTables;
  readonly suppressions: SuppressionTable;
  readonly talks: CrashStore;
  channelState: ChannelState;
}

/** A fault that is planted into storing or handling. */
export interface Plant {
  deliveries?(store: DeliveryStore): DeliveryStore;
  inbox?(store: InboxStore): InboxStore;
  jobs?(store: JobStore): JobStore;
  permission?(permission: Permission): Permission;
  handled?(handled: Handled): Handled;
  alongside?(alongside: Alongside): Alongside;
}

export interface MessagingServer {
  readonly converse: Conversations;
  readonly deliveries: Deliveries;
  readonly bus: Bus;
  keep(items: readonly Item[]): Promise<void>;
}

export interface MessagingParts {
  readonly loop: Loop;
  readonly disk: Disk;
  readonly plant: Plant;
  /** Whether a commit fails now. */
  readonly trouble: () => boolean;
  /** Whether the disk answers this call only after every lease has lapsed. */
  readonly stalls: () => boolean;
  readonly opened: (isAlive: () => boolean) => Opened;
  readonly isAlive: () => boolean;
  readonly id: () => string;
}

/** How long a provider may take to answer. */
const answerMs = 1500;
/** Longer than a lease. */
export const stalledMs = 61_000;

export function openMessagingServer(parts: MessagingParts): MessagingServer {
  const { loop, disk, plant, isAlive } = parts;
  const records = disk.database.open({
    sync: (done) =>
      void loop.after(parts.stalls() ? stalledMs : loop.between(0, 5), () => {
        if (isAlive()) done();
      }),
    pauses: () => loop.chance(0.03),
    trouble() {
      if (!parts.trouble()) return 'none';
      return loop.chance(0.5) ? 'not-done' : 'done-unheard';
    },
  });
  const bus = openMemoryBus(silent);
  const world: World = {
    bus,
    log: silent,
    clock: { now: () => loop.now },
    ids: { next: parts.id },
    schedule: (delayMs, run) =>
      loop.after(delayMs, () => {
        if (isAlive()) run();
      }),
  };
  const ownJobs = openMemoryJobs(disk.jobs, records);
  const jobs = plant.jobs?.(ownJobs) ?? ownJobs;
  const ownStore = openMemoryDeliveries(disk.deliveries);
  const store = plant.deliveries?.(ownStore) ?? ownStore;
  const ownKept = openMemoryInbox(disk.inbox, records);
  const kept = plant.inbox?.(ownKept) ?? ownKept;
  const ownPermission = openMemoryPermission(disk.suppressions);
  const permission = plant.permission?.(ownPermission) ?? ownPermission;
  const making: Alongside = (...of) => makeDeliveries({ ...world, jobs, deliveries: store }, ...of);
  const talks = talksIn(records, disk.talks, plant.alongside?.(making) ?? making);
  const desk = openConversations({
    ...{ ...partsInMemory(), ...world, turns: noTurns, store: talks },
    budgets: roomyBudgets(world.clock),
    channels: async () => new Map([[channel, rules]]),
    tellVisitor() {},
    authenticate: async () => null,
  });
  const opened = parts.opened(isAlive);
  const deliveries = createDeliveries({
    ...{ ...world, records, jobs, store, permission, answerMs, sent: async () => {} },
    channels: {
      of: async () => ({ state: disk.channelState, revision: 1, opened }),
      async stop() {
        disk.channelState = 'reconnect';
        return true;
      },
    },
    layOut: createLayOut({
      ...{ records, conversations: talks, inbox: kept, files: noFiles },
      around: async () => noLetter,
    }),
  });
  const use = {
    ...{ clock: world.clock, conversations: talks, masks: cardMasks },
    nameOf: async () => 'Page',
    ...{ receive: desk.receive, change: desk.change, control: desk.control },
    ...{ keepFile: async () => null, fetchMedia: async () => null },
    ...{ keepLetter: async () => {}, note: async () => {}, cameBy: noOffers },
  };
  const inbox = createChannelInbox({
    ...{ ...world, records, jobs, permission, changed: deliveries.changed, types() {} },
    pace: { restMs: 0 },
    stores: { inbox: kept, deliveries: store },
    converse: (of, handled) =>
      converse(use, of, { ...(plant.handled?.(handled) ?? handled), skill: null }),
  });
  const kinds = new Map([deliveries.kind, inbox.kind].map((kind) => [kind.name, kind]));
  const isFreed = freeLeft({ ...world, jobs, holder });
  let runner: JobRunner | null = null;
  void isFreed.then(() => {
    runner = startJobRunner({
      ...{ ...world, jobs, kinds, holder, random: loop, pace: { restMs: 0 } },
      elapsed: () => world.clock.now(),
    });
  });
  subscribe(bus, jobsMade, () => runner?.look());
  return {
    ...{ converse: desk, deliveries, bus },
    keep: (items) =>
      inbox.keep(
        account,
        items.map((item) => ({ channel, item, raw: JSON.stringify(item) })),
      ),
  };
}

const hourMs = 3_600_000;
const rules = { reach: 'asynchronous', closesAfterMs: 72 * hourMs, places: { text: 1 } } as const;
const noLetter = { business: '', language: 'en', asked: '', replyTo: null } as const;
const noFiles = { linkOf: () => '', read: async () => null };

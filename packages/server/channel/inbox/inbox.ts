// The inbox of channels: keeps what providers tell before they are answered, once for each thing, with a
// job for it in the same transaction. Jobs of one address are done in the order in which it was told.
import { digest } from '@opportune/core/world/fingerprint.ts';
import type { LivePace } from '@opportune/core/bounds/live-pace.ts';
import { publish } from '@opportune/core/bus/bus-messages.ts';
import type { JobKind, JobStore, NewJob } from '@opportune/core/ports/jobs.ts';
import type { Permission } from '@opportune/core/ports/permission.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import { jobsMade } from '@opportune/protocol/bus/changes.ts';
import { type AccountId, type ChannelId, JobId } from '@opportune/protocol/ids.ts';
import { deliveryLimits } from '@opportune/protocol/limits/channels.ts';
import { storable, storableJson } from '@opportune/protocol/text.ts';
import { refuse } from '../../http/problem/refusal.ts';
import { againAndAgain } from '../../http/again-and-again.ts';
import type { DeliveryChanged } from '../deliveries/seams.ts';
import { itemJob, itemKind } from './handle-item.ts';
import { heardIn } from './heard.ts';
import { type Brought, KeepTogether } from './keep-together.ts';
import type { ChannelStores, ContactTypes, Converse, Received } from './seams.ts';

export interface ChannelInbox {
  readonly kind: JobKind;
  /**
   * Resolves once it is stored: what was kept before under its channel and key has no effect. Throws
   * `rate.key` where too much of its channel waits, `server.overloaded` if it cannot be stored in time.
   */
  keep(account: AccountId, received: readonly Received[]): Promise<void>;
  start(): void;
  close(): Promise<void>;
}

export interface ChannelInboxParts extends World {
  readonly records: Records;
  readonly jobs: JobStore;
  readonly stores: ChannelStores;
  readonly permission: Pick<Permission, 'hear'>;
  /** What waits, such as after an outage, leaves time for people who talk at this moment. */
  readonly pace: Pick<LivePace, 'restMs'>;
  readonly converse: Converse;
  readonly types: ContactTypes;
  readonly changed: DeliveryChanged;
}

const hourMs = 3_600_000;
/** Removed in one statement. */
const atOnce = 5_000;

export function createChannelInbox(parts: ChannelInboxParts): ChannelInbox {
  const { records, stores, clock } = parts;
  let end: () => Promise<void> = async () => {};
  const forget = async (): Promise<void> => {
    const before = clock.now() - deliveryLimits.rawMs;
    if ((await stores.inbox.forget(before, atOnce)) === atOnce) await forget();
  };
  const together = new KeepTogether({
    ...parts,
    async store(account, requests) {
      const { told, refused } = await records.withAccountOften(account, (sql) =>
        store(parts, sql, account, requests),
      );
      told();
      publish(parts.bus, jobsMade, { account });
      return refused;
    },
  });
  return {
    kind: itemKind(parts),
    async keep(account, received) {
      const stored: Received[] = [];
      // Everything that was read from one entry has its text.
      const raws = new Map<string, string>();
      const rawOf = (raw: string): string => {
        const known = raws.get(raw) ?? storable(raw);
        raws.set(raw, known);
        return known;
      };
      for (const each of received) {
        const { item, channel } = each;
        if (item.type === 'typing') parts.types(account, { channel, ...item });
        else stored.push({ ...each, item: storableOf(item), raw: rawOf(each.raw) });
      }
      if (stored.length > 0) await together.keep(account, stored);
    },
    start() {
      end = againAndAgain(parts, { failed: 'the inbox was not tidied', everyMs: hourMs }, forget);
    },
    close: () => end(),
  };
}

/** Strangers write what PostgreSQL refuses, and a bound may cut a character in two. */
function storableOf(item: Received['item']): Received['item'] {
  return storableJson(item) as Received['item'];
}

/** A few statements, however many requests there are. */
async function store(
  { jobs, stores, permission, ids, clock }: ChannelInboxParts,
  sql: Sql,
  account: AccountId,
  requests: readonly Brought[],
): Promise<{ readonly told: () => void; readonly refused: ReadonlyMap<Brought, Error> }> {
  const now = clock.now();
  // All of them at first and in one order: two requests that tell the same would wait for each other.
  const lines = [...new Set(requests.flat().map(lineOf))].toSorted();
  const [refused] = await Promise.all([
    refusedIn(jobs, sql, requests),
    stores.inbox.lockLines(sql, account, lines),
  ]);
  const inOrder = requests
    .filter((request) => !refused.has(request))
    .flatMap((request) =>
      request.map((each) => ({ ...each, line: lineOf(each), id: ids.next(), receivedAt: now })),
    )
    .toSorted((one, other) => (one.line < other.line ? -1 : Number(one.line > other.line)));
  const fresh = await stores.inbox.insert(sql, account, inOrder);
  const kept = inOrder.filter(({ id }) => fresh.has(id));
  // What a contact forbids holds once it is acknowledged, however long its item waits to be handled.
  const told = await permission.hear(sql, account, kept.flatMap(heardIn));
  await jobs.makeAll(sql, account, kept.map(jobOf), now);
  return { told, refused };
}

/** Requests with something for a channel of which too much waits. */
async function refusedIn(
  jobs: Pick<JobStore, 'isFull'>,
  sql: Sql,
  requests: readonly Brought[],
): Promise<ReadonlyMap<Brought, Error>> {
  const full = new Set<ChannelId>();
  const channels = new Set(requests.flat().map((each) => each.channel));
  await Promise.all(
    [...channels].map(async (channel) => {
      if (await jobs.isFull(sql, laneOf(channel), deliveryLimits.waitingItems)) full.add(channel);
    }),
  );
  return new Map(
    requests
      .filter((request) => request.some(({ channel }) => full.has(channel)))
      .map((request) => [request, refuse('rate.key', { retryAfterMs: deliveryLimits.fullMs })]),
  );
}

interface Kept extends Received {
  readonly id: string;
  readonly line: string;
  readonly receivedAt: number;
}

function jobOf({ id, channel, item, line, receivedAt }: Kept): NewJob {
  return {
    ...{ id: JobId.parse(`i.${id}`), kind: itemJob, payload: { item: id } },
    // What concerns no address waits for nothing.
    key: `in/${item.address === '' ? id : line}`,
    lane: laneOf(channel),
    ...{ dueAt: receivedAt, deadlineAt: receivedAt + deliveryLimits.handledMs },
  };
}

function laneOf(channel: ChannelId): string {
  return `in/${channel}`;
}

function lineOf({ channel, item }: Received): string {
  return `${channel}/${digest(item.address)}`;
}

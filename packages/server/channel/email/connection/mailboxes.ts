// Watches the mailboxes of all accounts that no other process watches. Each has a lease: a process that
// died loses it after a while, and its successor in the same data folder frees it at once. What fails is
// tried again with growing rests, except for what needs a person, which stops the channel.
import { publish, subscribe } from '@opportune/core/bus/bus-messages.ts';
import type { Opened } from '@opportune/core/ports/channel.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { Random } from '@opportune/core/world/world.ts';
import { channelsChanged } from '@opportune/protocol/bus/changes.ts';
import type { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import { mailboxLimits as limits } from '@opportune/protocol/limits/mail.ts';
import { againAndAgain } from '../../../http/again-and-again.ts';
import { Refusal } from '../../../http/problem/refusal.ts';
import { stopChannel } from '../../channel-rows.ts';
import type { KeepReceived } from '../../inbox/seams.ts';
import {
  folderPlace,
  freeMailboxes,
  keepFolderPlace,
  leaseMailboxes,
  noteTrouble,
  type Watched,
} from './mailbox-rows.ts';

export interface MailboxesParts {
  readonly world: World;
  readonly records: Records;
  readonly random: Random;
  /** The data folder: all processes that die together. */
  readonly holder: string;
  readonly open: (account: AccountId, id: ChannelId) => Promise<Opened | null>;
  readonly keep: KeepReceived;
}

export interface Mailboxes {
  start(): Promise<void>;
  close(): Promise<void>;
}

interface Watching {
  readonly revision: number;
  readonly end: AbortController;
  readonly ended: Promise<void>;
}

export function createMailboxes(parts: MailboxesParts): Mailboxes {
  const { world, records, holder } = parts;
  const { bus, clock, ids } = world;
  const self = `${holder}/${ids.next()}`;
  const watching = new Map<string, Watching>();
  let end: () => Promise<void> = async () => {};
  let looking: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    const now = clock.now();
    const lease = { now, until: now + limits.leaseMs, most: limits.watched };
    const ours = await leaseMailboxes(records, self, lease);
    const wanted = new Map(ours.map((each) => [keyOf(each), each]));
    for (const [key, { revision, end: stop, ended }] of watching) {
      if (wanted.get(key)?.revision === revision) continue;
      stop.abort();
      await ended;
      watching.delete(key);
    }
    for (const [key, each] of wanted) if (!watching.has(key)) watching.set(key, begin(parts, each));
  }
  const lookSoon = (): Promise<void> => {
    looking = looking.then(look, look);
    return looking;
  };
  const stopFollowing = subscribe(bus, channelsChanged, () => {
    lookSoon().catch(() => undefined);
  });
  return {
    async start() {
      await freeMailboxes(records, `${holder}/`);
      const failed = 'mailboxes were not looked for';
      end = againAndAgain(world, { failed, everyMs: limits.lookMs }, lookSoon);
    },
    async close() {
      stopFollowing();
      await end();
      await looking.catch(() => undefined);
      for (const { end: stop } of watching.values()) stop.abort();
      await Promise.all([...watching.values()].map(({ ended }) => ended));
      await freeMailboxes(records, self).catch(() => undefined);
    },
  };
}

function keyOf({ account, channel }: Watched): string {
  return `${account}/${channel}`;
}

function begin(parts: MailboxesParts, watched: Watched): Watching {
  const end = new AbortController();
  const ended = watch(parts, watched, end.signal).catch((error: unknown) =>
    parts.world.log.warn('a mailbox is no longer watched', { reason: String(error) }),
  );
  return { revision: watched.revision, end, ended };
}

/** Until `signal`, or until a person has to do something. */
async function watch(parts: MailboxesParts, watched: Watched, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    const fine = (): void => void (failures = 0);
    const ended = await once(parts, watched, signal, fine).catch(failing);
    if (signal.aborted) return;
    if (ended.type === 'reconnect') return stop(parts, watched, ended.detail);
    failures += 1;
    if (failures >= shownFailures) await note(parts, watched, ended.detail);
    await rest(parts.world, restOf(failures, parts.random), signal);
  }
}

type Ended =
  | { readonly type: 'reconnect'; readonly detail: string }
  | { readonly type: 'unreachable'; readonly detail: string };

function failing(error: unknown): Ended {
  return { type: 'unreachable', detail: error instanceof Error ? error.message : String(error) };
}

/** A server that restarts is no news. */
const shownFailures = 3;
const firstRestMs = 1000;

/** Between a half and all of it, so that many do not come back at once. */
function restOf(failures: number, random: Random): number {
  const most = Math.min(limits.longestRestMs, firstRestMs * 2 ** Math.min(failures, 20));
  return most / 2 + random.next() * (most / 2);
}

async function once(
  parts: MailboxesParts,
  watched: Watched,
  signal: AbortSignal,
  fine: () => void,
): Promise<Ended> {
  const { account, channel } = watched;
  const { records, world } = parts;
  const opened = await parts.open(account, channel);
  if (opened?.watch === undefined) return { type: 'reconnect', detail: lost };
  let isNoted = false;
  const outcome = await opened.watch(
    {
      of: (folder) => records.withAccount(account, (sql) => folderPlace(sql, channel, folder)),
      async keep(folder, entry, place) {
        const raw = entry?.raw ?? '';
        const items = await inRoom(world, signal, async () =>
          entry === null ? [] : (opened.itemsApart?.(entry) ?? opened.items(entry)),
        );
        const received = items.map((item) => ({ channel, item, raw }));
        await inRoom(world, signal, () => parts.keep(account, received));
        await records.withAccount(account, (sql) => keepFolderPlace(sql, watched, folder, place));
      },
      fine() {
        fine();
        if (isNoted) return;
        isNoted = true;
        note(parts, watched, null).catch((error: unknown) =>
          world.log.warn('a mailbox was not noted as connected', { reason: String(error) }),
        );
      },
    },
    signal,
  );
  if (outcome.type === 'rate') return { type: 'unreachable', detail: '' };
  return outcome;
}

const lost = 'The password or token is lost. Enter it again.';

/** What is in line already comes first, as long as it takes. */
async function inRoom<T>(world: World, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refusal) || !isFull(error)) throw error;
      await rest(world, error.problem.retryAfterMs ?? limits.lookMs, signal);
      if (signal.aborted) throw error;
    }
  }
}

function isFull({ problem: { code } }: Refusal): boolean {
  return code === 'rate.key' || code === 'server.overloaded';
}

async function stop(
  { world, records }: MailboxesParts,
  { account, channel, revision }: Watched,
  detail: string,
): Promise<void> {
  const isStopped = await records.withAccount(account, async (sql) => {
    if (await stopChannel(sql, channel, { revision, detail })) return true;
    // A paused one still receives, and says why it does not.
    return noteTrouble(sql, channel, detail);
  });
  if (isStopped) publish(world.bus, channelsChanged, { account });
}

async function note(
  { world, records }: MailboxesParts,
  { account, channel }: Watched,
  detail: string | null,
): Promise<void> {
  const isNews = await records.withAccount(account, (sql) => noteTrouble(sql, channel, detail));
  if (isNews) publish(world.bus, channelsChanged, { account });
}

function rest({ schedule }: World, ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = schedule(ms, resolve);
  signal.addEventListener(
    'abort',
    () => {
      cancel();
      resolve();
    },
    { once: true },
  );
  return promise;
}

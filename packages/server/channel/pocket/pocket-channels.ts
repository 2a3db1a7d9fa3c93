// The channels of the demonstration. Their provider is the pocket, a page of the demo shop that looks
// like a telephone with messengers. It listens on this machine, has other credentials after each
// start, and is reached although its address is private. Only the server sets that address: what is
// stored of these channels names an address that nobody can reach.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import { channelsChanged } from '@opportune/protocol/bus/changes.ts';
import { type AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import { channelLimits } from '@opportune/protocol/limits/channels.ts';
import { lockAccount } from '../../http/rest/lock-account.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import { changeChannel, insertChannel, listChannels } from '../channel-rows.ts';
import { placeOf } from '../channel-secrets.ts';
import type { Kinds } from '../kinds.ts';
import type { OutboundGuard, Ways } from '../reach.ts';
import type { SetUp } from '../set-up.ts';
import { type Given, givenOf } from './given.ts';

/** What each messenger of the pocket would have somebody type in. */
export type PocketSettings = Readonly<Record<string, Readonly<Record<string, string>>>>;
/** The channel of each app. */
export type PocketIds = Readonly<Record<string, ChannelId>>;

export interface PocketChannels {
  /**
   * Connects the messengers to channels of the account, and creates those that `known` lacks.
   * Returns the channels of all, also of those that somebody has removed since, which are not
   * created again.
   */
  connect(account: AccountId, settings: PocketSettings, known: PocketIds): Promise<PocketIds>;
  /** Null: it is not the pocket's. */
  of(channel: ChannelId): ConnectedPocket | null;
}

/** How a channel of the pocket is opened, instead of as it is stored. */
export interface ConnectedPocket extends Pick<SetUp, 'settings' | 'secret'> {
  readonly kinds: Kinds;
  /** The page on which somebody writes to it. */
  readonly entry: string | null;
}

export interface PocketParts {
  readonly records: Records;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sealing: Sealing;
  readonly outbound: OutboundGuard;
  /** All kinds, reaching their providers so. */
  readonly kindsOver: (ways: Ways) => Kinds;
}

export function createPocketChannels(parts: PocketParts): PocketChannels {
  const { records, bus, outbound, kindsOver } = parts;
  const connected = new Map<ChannelId, ConnectedPocket>();
  return {
    of: (channel) => connected.get(channel) ?? null,
    async connect(account, settings, known) {
      const given = Object.entries(settings).flatMap(([app, { entry: _, ...of }]) =>
        givenOf(app, of),
      );
      const origins = given.map(({ origin }) => origin);
      const kinds = kindsOver(outbound.alsoTo(origins));
      const ids = await records.withAccount(account, async (sql) => {
        await lockAccount(sql);
        return created(parts, sql, account, { given, known });
      });
      for (const { app, setUp } of given) {
        const id = ids[app];
        const entry = settings[app]?.['entry'] ?? null;
        if (id !== undefined) connected.set(id, { ...setUp, kinds, entry });
      }
      publish(bus, channelsChanged, { account });
      return ids;
    },
  };
}

/** All channels of the pocket, after those that are missing were created. */
async function created(
  { sealing, clock, ids }: PocketParts,
  sql: Sql,
  account: AccountId,
  { given, known }: { readonly given: readonly Given[]; readonly known: PocketIds },
): Promise<PocketIds> {
  const rows = await listChannels(sql);
  const all: Record<string, ChannelId> = { ...known };
  for (const { id, state } of rows.filter(({ id }) => Object.values(known).includes(id)))
    // Its credentials were those of another start.
    if (state === 'reconnect')
      await changeChannel(sql, id, { state: 'connected', lastError: null });
  const missing = given.filter(({ app }) => known[app] === undefined);
  const room = channelLimits.channels - rows.length;
  for (const { app, kind, name, stored } of missing.slice(0, Math.max(0, room))) {
    const id = ChannelId.parse(`c_${ids.next()}`);
    const secret = sealing.seal(stored.secret, placeOf(account, id));
    await insertChannel(sql, account, {
      ...{ id, kind, createdAt: clock.now(), name, secret },
      settings: { ...stored.settings },
    });
    all[app] = id;
  }
  return all;
}

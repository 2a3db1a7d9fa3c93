// Channels as they are reached: the row, its secret opened, and the adapter of its kind. Read anew each
// time, so that a change holds at once, in whatever process it was made. Those who ask at the same time share
// a reading that begins after they asked.
import { routeEntry } from '@opportune/core/channel/route-entry.ts';
import type { Opened } from '@opportune/core/ports/channel.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import type { Sealing } from '../sealing/sealing.ts';
import { findAsked, findChannel, listChannels, type StoredChannel } from './channel-rows.ts';
import { placeOf } from './channel-secrets.ts';
import { readTogether } from './inbox/read-together.ts';
import type { Kinds } from './kinds.ts';
import type { PocketChannels } from './pocket/pocket-channels.ts';
import { webhookUrlOf } from './shown-channel.ts';

export interface OpenChannel {
  readonly account: AccountId;
  readonly stored: StoredChannel;
  readonly opened: Opened;
}

export interface OpenChannels {
  /** By its id alone, as a provider asks. Null where there is none, or its secret is lost. */
  asked(id: ChannelId): Promise<OpenChannel | null>;
  of(account: AccountId, id: ChannelId): Promise<OpenChannel | null>;
  /** Of a row; null as above. */
  opened(account: AccountId, stored: StoredChannel): Opened | null;
  /** Which channel an entry of a request to `asked` belongs to. */
  routed(route: string | null, asked: OpenChannel): Promise<OpenChannel | null>;
}

export interface OpenChannelsParts {
  readonly records: Records;
  readonly sealing: Sealing;
  readonly kinds: Kinds;
  readonly publicUrl: () => string;
  readonly pocket: Pick<PocketChannels, 'of'>;
}

export function createOpenChannels(parts: OpenChannelsParts): OpenChannels {
  const { records, sealing, kinds, publicUrl, pocket } = parts;
  const secretOf = (account: AccountId, { id, secret }: StoredChannel): string | null =>
    secret === null ? null : sealing.open(secret, placeOf(account, id));
  const open = (account: AccountId, stored: StoredChannel): OpenChannel | null => {
    const given = pocket.of(stored.id);
    const adapter = (given?.kinds ?? kinds).get(stored.kind);
    // What somebody set of a channel of the pocket holds, but not how it is reached.
    const settings = { ...stored.settings, ...given?.settings };
    const { secret } = given ?? { secret: secretOf(account, stored) };
    const webhookUrl = webhookUrlOf(publicUrl(), stored);
    const opened =
      adapter?.open({
        ...{ ...stored, account, settings, secret },
        ...(webhookUrl !== null && { webhookUrl }),
      }) ?? null;
    return opened === null ? null : { account, stored, opened };
  };
  const of = readTogether(async (account: AccountId, id: ChannelId) => {
    const stored = await records.withAccountAtOnce(account, (sql) => findChannel(sql, id));
    return stored === null ? null : open(account, stored);
  });
  return {
    of,
    opened: (account, stored) => open(account, stored)?.opened ?? null,
    asked: readTogether(async (id: ChannelId) => {
      const found = await findAsked(records, id);
      return found === null ? null : open(found.account, found.stored);
    }),
    async routed(route, asked) {
      if (route === null || route === asked.opened.route) return asked;
      const { account, stored } = asked;
      const rows = await records.withAccount(account, listChannels);
      const channels = rows
        .filter(({ kind }) => kind === stored.kind)
        .map((row) => open(account, row))
        .filter((each) => each !== null);
      const routable = ({ stored: row, opened }: OpenChannel) => ({
        ...{ id: row.id, route: opened.route, secret: opened.signedWith ?? secretOf(account, row) },
      });
      const found = routeEntry(route, routable(asked), channels.map(routable));
      return channels.find((each) => each.stored.id === found) ?? null;
    },
  };
}

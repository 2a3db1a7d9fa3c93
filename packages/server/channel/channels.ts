// The channels of an account, kept: made, changed, removed, and given another secret. A secret is
// sealed in its row and leaves in the one answer that made it.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Mail, MailOf } from '@opportune/core/ports/mail.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import { channelsChanged } from '@opportune/protocol/bus/changes.ts';
import { ChannelKind } from '@opportune/protocol/channel/channel.ts';
import { CustomSettings } from '@opportune/protocol/channel/custom.ts';
import { type AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import { channelLimits } from '@opportune/protocol/limits.ts';
import type {
  Channel,
  ChannelChange,
  NewChannel,
} from '@opportune/protocol/rest/channel/channels.ts';
import { found, refuse } from '../http/problem/refusal.ts';
import { lockAccount } from '../http/rest/lock-account.ts';
import { refuseFull } from '../http/rest/room.ts';
import { type Unchanged, whateverItIs } from '../http/rest/whole-document.ts';
import { channelSecretPurpose } from '../sealing/sealed-columns.ts';
import type { Sealing } from '../sealing/sealing.ts';
import {
  changeChannel,
  deleteChannel,
  findChannel,
  insertChannel,
  listChannels,
  type StoredChannel,
} from './channel-rows.ts';
import { customCapabilities } from './custom/custom-channel.ts';
import { newSecret } from './custom/standard-webhooks.ts';
import { emailCapabilities } from './email/email-channel.ts';
import type { OutboundGuard } from './reach.ts';

export interface Channels {
  list(account: AccountId): Promise<readonly Channel[]>;
  /** Throws `request.not_found`, as all below do. */
  read(account: AccountId, id: ChannelId): Promise<Channel>;
  /** Throws `account.full` beyond the limit, and `request.invalid` for an address that is not reached. */
  create(account: AccountId, draft: NewChannel): Promise<Channel>;
  /** The chat window is not paused: `request.invalid`. */
  change(
    account: AccountId,
    id: ChannelId,
    change: ChannelChange,
    unchanged?: Unchanged,
  ): Promise<Channel>;
  /** Its conversations stay. Throws `channel.kept` for what every account has. */
  remove(account: AccountId, id: ChannelId): Promise<void>;
  /** Another secret; the former one holds no more. */
  renewSecret(account: AccountId, id: ChannelId): Promise<string>;
}

export interface ChannelsParts {
  readonly records: Records;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sealing: Sealing;
  readonly outbound: OutboundGuard;
  readonly publicUrl: () => string;
  readonly mailOf: MailOf;
}

export function createChannels(parts: ChannelsParts): Channels {
  const { records, clock, ids, bus } = parts;
  /** How an account's channels are shown. */
  const showing = async (account: AccountId): Promise<(stored: StoredChannel) => Channel> => {
    const around = { publicUrl: parts.publicUrl(), mail: await parts.mailOf(account) };
    return (stored) => shownOf(stored, around);
  };
  /** In a transaction of its account, of which others wait for the end; then everybody is told. */
  const changing = async <T>(account: AccountId, work: (sql: Sql) => Promise<T>): Promise<T> => {
    const result = await records.withAccount(account, async (sql) => {
      await lockAccount(sql);
      return work(sql);
    });
    publish(bus, channelsChanged, { account });
    return result;
  };
  return {
    async list(account) {
      const shown = await showing(account);
      return (await records.withAccount(account, listChannels)).map(shown);
    },
    async read(account, id) {
      const shown = await showing(account);
      return shown(found(await records.withAccount(account, (sql) => findChannel(sql, id))));
    },

    async create(account, { kind, deliverTo, ...draft }) {
      await refuseUnreachable(parts, deliverTo);
      const id = ChannelId.parse(`c_${ids.next()}`);
      const secret = newSecret();
      const stored = await changing(account, async (sql) => {
        await refuseFull(sql, 'channels', channelLimits.channels);
        const sealed = parts.sealing.seal(secret, placeOf(account, id));
        const made = { id, kind, createdAt: clock.now(), settings: { deliverTo }, secret: sealed };
        return insertChannel(sql, account, { ...draft, ...made });
      });
      const shown = await showing(account);
      return { ...shown(found(stored)), secret };
    },

    async change(account, id, { deliverTo, ...change }, unchanged = whateverItIs) {
      if (deliverTo !== undefined) await refuseUnreachable(parts, deliverTo);
      const shown = await showing(account);
      return changing(account, async (sql) => {
        const before = found(await findChannel(sql, id));
        unchanged(shown(before));
        if (deliverTo !== undefined && before.kind !== 'custom')
          throw refuse('request.invalid', { path: 'deliverTo' });
        if (change.state === 'paused' && before.kind === 'web')
          throw refuse('request.invalid', { path: 'state', detail: webStays });
        const changed = await changeChannel(sql, id, {
          ...change,
          ...(deliverTo !== undefined && { settings: { ...before.settings, deliverTo } }),
          // Whoever says that it is connected has seen why it was not.
          ...(change.state !== undefined && { lastError: null }),
        });
        return shown(found(changed));
      });
    },

    remove: (account, id) =>
      changing(account, async (sql) => {
        const { kind } = found(await findChannel(sql, id));
        if (kind !== 'custom') throw refuse('channel.kept');
        await deleteChannel(sql, id);
      }),

    renewSecret: (account, id) =>
      changing(account, async (sql) => {
        if (found(await findChannel(sql, id)).kind !== 'custom') throw refuse('request.not_found');
        const secret = newSecret();
        const sealed = parts.sealing.seal(secret, placeOf(account, id));
        await changeChannel(sql, id, { secret: sealed });
        return secret;
      }),
  };
}

const webStays =
  'The chat window is not paused here: agents who are offline, or another offer on the site, say that nobody answers.';

export function placeOf(account: AccountId, id: ChannelId) {
  return { account, purpose: channelSecretPurpose, id };
}

async function refuseUnreachable({ outbound }: ChannelsParts, deliverTo: string): Promise<void> {
  if (await outbound.mayReach(hostOf(deliverTo))) return;
  throw refuse('request.invalid', {
    path: 'deliverTo',
    detail: 'This host has an address of a private network, which the server does not connect to.',
  });
}

function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, '');
}

function shownOf(
  stored: StoredChannel,
  { publicUrl, mail }: { readonly publicUrl: string; readonly mail: Pick<Mail, 'configured'> },
): Channel {
  const { settings, secret: _, revision: _revision, ...channel } = stored;
  const kind = ChannelKind.parse(stored.kind);
  const isCustom = kind === 'custom';
  // Nothing leaves without a mail server, whatever is stored.
  const isUnmailed = kind === 'email' && stored.state === 'connected' && !mail.configured;
  return {
    ...channel,
    ...{ kind, state: isUnmailed ? 'reconnect' : stored.state },
    capabilities: stored.capabilities ?? usualOf[kind],
    deliverTo: isCustom ? CustomSettings.parse(settings).deliverTo : null,
    webhookUrl: isCustom ? `${publicUrl}/v1/channels/${stored.id}/messages` : null,
  };
}

/** What a kind can do, where it is said in data. */
const usualOf = { web: null, email: emailCapabilities, custom: customCapabilities } as const;

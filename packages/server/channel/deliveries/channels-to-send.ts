// Channels as deliveries find them, read anew for each: a change holds at once. Where credentials fail, the
// channel is stopped and everybody who shows channels is told.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Opened } from '@opportune/core/ports/channel.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { channelsChanged } from '@opportune/protocol/bus/changes.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { findChannel, stopChannel, type StoredChannel } from '../channel-rows.ts';
import type { ChannelsToSend } from './seams.ts';

/** Null where its kind is not known here, or cannot read its settings or secret. */
export type OpenChannel = (account: AccountId, stored: StoredChannel) => Opened | null;

export interface ChannelsToSendParts {
  readonly records: Records;
  readonly bus: Bus;
  readonly open: OpenChannel;
}

export function channelsToSend({ records, bus, open }: ChannelsToSendParts): ChannelsToSend {
  return {
    async of(account, id) {
      const stored = await records.withAccountOften(account, (sql) => findChannel(sql, id));
      if (stored === null) return null;
      const { state, revision } = stored;
      return { state, revision, opened: open(account, stored) };
    },
    async stop(account, id, of) {
      const isStopped = await records.withAccount(account, (sql) => stopChannel(sql, id, of));
      if (isStopped) publish(bus, channelsChanged, { account });
      return isStopped;
    },
  };
}

// Asks a channel's provider whether it is connected, and stores what that says of its credentials.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Checked } from '@opportune/core/ports/channel.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { channelsChanged } from '@opportune/protocol/bus/changes.ts';
import { emailChannel, webChannel } from '@opportune/protocol/contact/contact.ts';
import type { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import type { ChannelCheck } from '@opportune/protocol/rest/channel/channels.ts';
import { found } from '../http/problem/refusal.ts';
import { changeChannel, findChannel, stopChannel, type StoredChannel } from './channel-rows.ts';
import { webhookUrlOf } from './shown-channel.ts';
import type { OpenChannels } from './open-channels.ts';

export interface CheckParts {
  readonly records: Records;
  readonly bus: Bus;
  readonly publicUrl: () => string;
  readonly open: Pick<OpenChannels, 'opened'>;
}

export type CheckChannel = (account: AccountId, id: ChannelId) => Promise<ChannelCheck>;

/** Throws `request.not_found`. */
export function createCheck({ records, bus, publicUrl, open }: CheckParts): CheckChannel {
  return async (account, id) => {
    const stored = found(await records.withAccount(account, (sql) => findChannel(sql, id)));
    const webhookUrl = webhookUrlOf(publicUrl(), stored);
    const opened = open.opened(account, stored);
    const isKept = id === webChannel || id === emailChannel;
    if (opened === null && !isKept) return { result: 'reconnect', detail: null };
    const checked = await opened?.check?.(webhookUrl ?? '');
    if (checked === undefined) return { result: 'unchecked', detail: null };
    if (await noted(records, account, stored, checked)) publish(bus, channelsChanged, { account });
    return shownOf(checked);
  };
}

/** Whether it changed the channel. A channel that somebody changed meanwhile stays as it is. */
async function noted(
  records: Records,
  account: AccountId,
  { id, revision, state, entry }: StoredChannel,
  checked: Checked,
): Promise<boolean> {
  if (checked.type === 'reconnect') {
    const { detail } = checked;
    return records.withAccount(account, (sql) => stopChannel(sql, id, { revision, detail }));
  }
  if (checked.type !== 'connected') return false;
  const told = checked.entry ?? entry;
  if (state !== 'reconnect' && told === entry) return false;
  const again = state === 'reconnect' ? ({ state: 'connected', lastError: null } as const) : {};
  await records.withAccount(account, (sql) => changeChannel(sql, id, { ...again, entry: told }));
  return true;
}

function shownOf(checked: Checked): ChannelCheck {
  switch (checked.type) {
    case 'connected':
      return { result: 'connected', detail: null };
    case 'rate':
      return { result: 'unreachable', detail: null };
    case 'missing':
    case 'reconnect':
    case 'unreachable':
      return { result: checked.type, detail: checked.detail };
  }
}

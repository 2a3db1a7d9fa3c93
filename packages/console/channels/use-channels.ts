// The channels of the account as people know them: an icon and a name each.
import { useCallback, useEffect } from 'react';
import { ChannelKind } from '@opportune/protocol/channel/channel.ts';
import type { ChannelId } from '@opportune/protocol/ids.ts';
import { ChannelList, type Channel } from '@opportune/protocol/rest/channel/channels.ts';
import { invalidate, t, useApiQuery, type IconName } from '../ui/index.ts';
import { channelName } from './channel-name.ts';
import { iconOf, kindIcons } from './kind-icons.ts';

export interface ChannelLook {
  readonly icon: IconName;
  readonly name: string;
}

/** How each channel looks, also one that was removed, or whose list has not come yet. */
export function useChannelLooks(): (id: ChannelId) => ChannelLook {
  const channels = useApiQuery('/channels', ChannelList).data?.channels;
  return useCallback((id) => lookOf(id, channels), [channels]);
}

/** Reads the list again where something is on a channel that it does not have: it may be a new one. */
export function useNewChannels(used: Iterable<{ readonly channel: ChannelId }>): void {
  const known = useApiQuery('/channels', ChannelList).data?.channels;
  const missing = known === undefined ? '' : missingIn(known, used);
  useEffect(() => {
    if (missing !== '') invalidate('/channels');
  }, [missing]);
}

/** As text, so that the same ones are the same value. */
function missingIn(
  known: readonly Channel[],
  used: Iterable<{ readonly channel: ChannelId }>,
): string {
  const ids = new Set([...used].map(({ channel }) => channel));
  for (const { id } of known) ids.delete(id);
  return [...ids].sort().join(' ');
}

/** Whether there are others than those of every account. */
export function useHasOwnChannels(): boolean {
  const channels = useApiQuery('/channels', ChannelList).data?.channels ?? [];
  return channels.some(({ kind }) => kind === 'custom');
}

function lookOf(id: ChannelId, channels: readonly Channel[] | undefined): ChannelLook {
  const channel = channels?.find((each) => each.id === id);
  if (channel !== undefined) return { icon: iconOf(channel), name: channelName(channel) };
  // Two channels of every account have the ids of their kinds.
  const kind = ChannelKind.safeParse(id).data ?? 'custom';
  const isGone = kind === 'custom' && channels !== undefined;
  return {
    icon: kindIcons[kind],
    name: t(isGone ? 'channels.removed' : `channels.kind.${kind}`),
  };
}

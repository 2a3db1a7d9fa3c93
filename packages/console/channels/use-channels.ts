// The channels of the account as people know them, each by its icon and name.
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

/** The icon and name of each channel, even if it was removed or the list is still loading. */
export function useChannelLooks(): (id: ChannelId) => ChannelLook {
  const channels = useApiQuery('/channels', ChannelList).data?.channels;
  return useCallback((id) => lookOf(id, channels), [channels]);
}

/**
 * Reloads the list if something uses a channel that is missing from it, because that channel may be
 * new.
 */
export function useNewChannels(used: Iterable<{ readonly channel: ChannelId }>): void {
  const known = useApiQuery('/channels', ChannelList).data?.channels;
  const missing = known === undefined ? '' : missingIn(known, used);
  useEffect(() => {
    if (missing !== '') invalidate('/channels');
  }, [missing]);
}

/** Returns text, so that equal sets are equal values. */
function missingIn(
  known: readonly Channel[],
  used: Iterable<{ readonly channel: ChannelId }>,
): string {
  const ids = new Set([...used].map(({ channel }) => channel));
  for (const { id } of known) ids.delete(id);
  return [...ids].sort().join(' ');
}

/** Whether a channel is a number that people call: nothing is written to it. */
export function useIsTelephone(id: ChannelId): boolean {
  const channels = useApiQuery('/channels', ChannelList).data?.channels ?? [];
  return channels.some((each) => each.id === id && each.kind === 'telephone');
}

/**
 * Whether the address of a channel says who somebody is as far as the channel knows. Everybody can forge the
 * number of a telephone. Until the channel is known it does not.
 */
export function useIsAddressed(id: ChannelId): boolean {
  const channels = useApiQuery('/channels', ChannelList).data?.channels ?? [];
  return channels.some((each) => each.id === id && each.kind !== 'telephone');
}

/** Whether the account has channels besides `web` and `email`, which every account has. */
export function useHasOwnChannels(): boolean {
  const channels = useApiQuery('/channels', ChannelList).data?.channels ?? [];
  return channels.some(
    ({ kind, mailbox }) => kind !== 'web' && (kind !== 'email' || mailbox !== null),
  );
}

function lookOf(id: ChannelId, channels: readonly Channel[] | undefined): ChannelLook {
  const channel = channels?.find((each) => each.id === id);
  if (channel !== undefined) return { icon: iconOf(channel), name: channelName(channel) };
  // The channels `web` and `email` of every account have their kind as id.
  const kind = ChannelKind.safeParse(id).data ?? 'custom';
  const isGone = kind === 'custom' && channels !== undefined;
  return {
    icon: kindIcons[kind],
    name: t(isGone ? 'channels.removed' : `channels.kind.${kind}`),
  };
}

// How a channel reaches people, as the desk needs it. Live: the contact is there while a connection
// is, and loses its place without one. Asynchronous: the contact may answer tomorrow, so the
// conversation rests meanwhile. Pure.
import type { ChannelId } from '@opportune/protocol/ids.ts';

/** The medium of a conversation. */
type Medium = 'text';

export interface ChannelRules {
  readonly reach: 'live' | 'asynchronous';
  /** How long the contact of a resting conversation may be silent. */
  readonly closesAfterMs: number;
  /** Places of an agent's room that a conversation takes, by its medium. */
  readonly places: Readonly<Record<Medium, number>>;
}

/** The rules of an account's channels, by channel. */
interface Reached {
  readonly channels: ReadonlyMap<ChannelId, ChannelRules>;
}

export function isLive({ channels }: Reached, channel: ChannelId): boolean {
  return channels.get(channel)?.reach !== 'asynchronous';
}

/** The places of a conversation whose weight was not set. */
export function placesOf(
  { channels }: Reached,
  channel: ChannelId,
  medium: Medium = 'text',
): number {
  return channels.get(channel)?.places[medium] ?? 1;
}

/** When a resting conversation ends if its contact stays silent. At once if its channel is gone. */
export function closesAt(
  { channels }: Reached,
  { channel, restingSince }: { readonly channel: ChannelId; readonly restingSince: number | null },
): number {
  if (restingSince === null) return Infinity;
  return restingSince + (channels.get(channel)?.closesAfterMs ?? 0);
}

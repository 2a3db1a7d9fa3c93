// How a channel reaches people, as far as the desk goes by it. Live: the other side is there while a
// connection is, and loses its place without one. Asynchronous: they may answer tomorrow, so that a
// conversation rests meanwhile. Pure.
import type { ChannelId } from '@opportune/protocol/ids.ts';

/** How people talk in a conversation. */
type Medium = 'text';

export interface ChannelRules {
  readonly reach: 'live' | 'asynchronous';
  /** For how long its contact may be silent in one that rests. */
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

/** Of a conversation in which nobody has said otherwise. */
export function placesOf(
  { channels }: Reached,
  channel: ChannelId,
  medium: Medium = 'text',
): number {
  return channels.get(channel)?.places[medium] ?? 1;
}

/** When a conversation that rests is over, where its contact stays silent; at once where its channel is gone. */
export function closesAt(
  { channels }: Reached,
  { channel, restingSince }: { readonly channel: ChannelId; readonly restingSince: number | null },
): number {
  if (restingSince === null) return Infinity;
  return restingSince + (channels.get(channel)?.closesAfterMs ?? 0);
}

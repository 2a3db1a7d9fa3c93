// What channels ask of others.
import type { Item } from '@opportune/core/ports/channel.ts';
import type { AccountId, ChannelId } from '@opportune/protocol/ids.ts';

/** Something that came, and what it was read from. */
export interface Received {
  readonly channel: ChannelId;
  readonly item: Item;
  readonly raw: string;
}

/** Resolves once it is stored: what was kept before under its channel and key has no effect. */
export type KeepReceived = (account: AccountId, received: readonly Received[]) => Promise<void>;

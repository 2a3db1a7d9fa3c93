// The kinds of channels that are reached through the port, one line each.
import type { ChannelAdapter } from '@opportune/core/ports/channel.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { createCustomKind } from './custom/custom-channel.ts';
import type { Reach } from './reach.ts';

export type Kinds = ReadonlyMap<string, ChannelAdapter>;

export function createKinds(reach: Reach, clock: Clock): Kinds {
  const adapters = [createCustomKind(reach, clock)];
  return new Map(adapters.map((adapter) => [adapter.kind, adapter]));
}

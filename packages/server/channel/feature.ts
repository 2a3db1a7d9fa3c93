// Channels, put together: how they are set up. What a kind can do is behind the port, a folder each.
import type { Records } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { Feature } from '../http/feature.ts';
import type { Sealing } from '../sealing/sealing.ts';
import { channelRoutes } from './channel-routes.ts';
import { createChannels } from './channels.ts';
import type { OutboundGuard } from './reach.ts';

export interface ChannelParts {
  readonly world: World;
  readonly records: Records;
  readonly sealing: Sealing;
  readonly outbound: OutboundGuard;
  readonly publicUrl: () => string;
}

export function createChannelFeature({ world, ...parts }: ChannelParts): Feature {
  const channels = createChannels({ ...world, ...parts });
  return { name: 'channel', routes: (app) => channelRoutes(app, channels) };
}

// Builds the channel feature: how channels are set up, and the ways in for messages over them. Each
// kind has its own folder behind the port.
import { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Opened } from '@opportune/core/ports/channel.ts';
import type { MailOf } from '@opportune/core/ports/mail.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { channelLimits } from '@opportune/protocol/limits.ts';
import type { CloseAddress } from '@opportune/core/ports/elsewhere.ts';
import type { ClientAddress } from '../http/address/client-address.ts';
import type { Feature } from '../http/feature.ts';
import type { Sealing } from '../sealing/sealing.ts';
import type { StoredChannel } from './channel-rows.ts';
import { channelRoutes } from './channel-routes.ts';
import { createChannels } from './channels.ts';
import { createCheck } from './check-channel.ts';
import { converseOver, type DeskSide } from './incoming/converse-over.ts';
import { followMail } from './email/follow-mail.ts';
import { createKinds } from './kinds.ts';
import { createOpenChannels } from './open-channels.ts';
import type { OutboundGuard } from './reach.ts';
import type { Converse, KeepReceived } from './inbox/seams.ts';
import { helpWordsFor } from './sms/help-words.ts';
import { createTestMessage, type PlaceOf } from './provider/test-message.ts';
import { closeAddress } from './reply/close-address.ts';
import { serveReplies } from './reply/serve-replies.ts';
import { serveWebhooks } from './webhooks.ts';

export interface ChannelParts {
  readonly world: World;
  readonly records: Records;
  readonly sealing: Sealing;
  readonly outbound: OutboundGuard;
  readonly publicUrl: () => string;
  readonly mailOf: MailOf;
  /** What a way in is paid with. */
  readonly work: {
    readonly budgets: Budgets;
    readonly turns: FairTurns;
    readonly clientAddress: ClientAddress;
  };
  readonly desk: DeskSide;
  /** Stores what came, before it is answered. */
  readonly keep: KeepReceived;
  /** What the account is called, and its language. */
  readonly placeOf: PlaceOf;
}

export interface ChannelFeature extends Feature {
  /** Null where its kind is not known here, or cannot read its settings or secret. */
  open(account: AccountId, stored: StoredChannel): Opened | null;
  /** Whether free text may be sent to an address now. */
  readonly closedFor: CloseAddress;
  /** Has an item that was kept take effect in its conversation. */
  readonly converse: Converse;
}

export function createChannelFeature(given: ChannelParts): ChannelFeature {
  const { world, work, desk, keep, placeOf, ...parts } = given;
  const channels = createChannels({ ...world, ...parts });
  const { mailOf, outbound } = parts;
  const kinds = createKinds({
    ...{ reach: outbound.request, clock: world.clock, mailOf },
    helpWords: helpWordsFor(placeOf),
  });
  const open = createOpenChannels({ ...parts, kinds });
  const stopFollowing = followMail(world, parts.records);
  return {
    name: 'channel',
    close: async () => stopFollowing(),
    open: (account, stored) => open.opened(account, stored),
    closedFor: closeAddress({ ...world, ...parts, open }),
    converse: converseOver(open, desk, world.clock),
    routes(app) {
      channelRoutes(app, channels, {
        check: createCheck({ ...world, ...parts, open }),
        test: createTestMessage({ ...world, ...parts, open, placeOf }),
      });
      serveReplies(app, { ...world, ...parts, open });
    },
    sockets: (host) =>
      serveWebhooks(
        {
          ...{ ...world, ...work, publicUrl: parts.publicUrl, channels: open, keep },
          arriving: new HeldBytes(channelLimits.arrivingBytes),
        },
        host,
      ),
  };
}

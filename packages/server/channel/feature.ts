// Builds the channel feature: how channels are set up, and the ways in for messages over them. Each
// kind has its own folder behind the port.
import { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Opened } from '@opportune/core/ports/channel.ts';
import type { MailOf } from '@opportune/core/ports/mail.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { Random } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { channelLimits } from '@opportune/protocol/limits.ts';
import type { ClientAddress } from '../http/address/client-address.ts';
import type { Feature } from '../http/feature.ts';
import type { Sealing } from '../sealing/sealing.ts';
import type { StoredChannel } from './channel-rows.ts';
import { channelRoutes } from './channel-routes.ts';
import { createChannels } from './channels.ts';
import { createCheck } from './check-channel.ts';
import { converseOver, type DeskSide } from './incoming/converse-over.ts';
import { createMailboxes } from './email/connection/mailboxes.ts';
import { keepRotated } from './email/connection/rotated.ts';
import { emailParts } from './email/email-parts.ts';
import { followMail } from './email/follow-mail.ts';
import { createKinds } from './kinds.ts';
import { createOpenChannels } from './open-channels.ts';
import type { OutboundGuard } from './reach.ts';
import { rawItem } from './inbox/inbox-rows.ts';
import type { Converse, KeepReceived } from './inbox/seams.ts';
import { helpWordsFor } from './sms/help-words.ts';
import { createTestMessage, type PlaceOf } from './provider/test-message.ts';
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
  readonly random: Random;
  /** The data folder, in whose name mailboxes are watched. */
  readonly holder: string;
  /** What the account is called, and its language. */
  readonly placeOf: PlaceOf;
}

export interface ChannelFeature extends Feature {
  /** Null where its kind is not known here, or cannot read its settings or secret. */
  open(account: AccountId, stored: StoredChannel): Opened | null;
  /** Has an item that was kept take effect in its conversation. */
  readonly converse: Converse;
}

export function createChannelFeature(given: ChannelParts): ChannelFeature {
  const { world, work, desk, keep, placeOf, random: _, holder: _holder, ...parts } = given;
  const channels = createChannels({ ...world, ...parts });
  const { outbound } = parts;
  const { request: reach } = outbound;
  const email = emailParts({ ...world, ...parts, reach, rotated: keepRotated(parts) });
  const helpWords = helpWordsFor(placeOf);
  const kinds = createKinds({ reach, clock: world.clock, email, helpWords });
  const open = createOpenChannels({ ...parts, kinds });
  const mailboxes = createMailboxes({
    ...{ world, records: parts.records, random: given.random, holder: given.holder, keep },
    open: async (...of) => (await open.of(...of))?.opened ?? null,
  });
  const stopFollowing = followMail(world, parts.records);
  return {
    name: 'channel',
    start: () => mailboxes.start(),
    async close() {
      stopFollowing();
      await mailboxes.close();
    },
    open: (account, stored) => open.opened(account, stored),
    converse: converseOver(open, desk, {
      clock: world.clock,
      rawOf: (account, item) => parts.records.withAccount(account, (sql) => rawItem(sql, item)),
    }),
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

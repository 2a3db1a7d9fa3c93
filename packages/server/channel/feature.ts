// Builds the channel feature: how channels are set up, and the ways in for messages over them. Each
// kind has its own folder behind the port.
import { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import type { Opened } from '@opportune/core/ports/channel.ts';
import type { Dial } from '@opportune/core/ports/dialling.ts';
import type { CloseAddress } from '@opportune/core/ports/elsewhere.ts';
import type { Permission } from '@opportune/core/ports/permission.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { channelLimits } from '@opportune/protocol/limits/channels.ts';
import type { Feature } from '../http/feature.ts';
import type { StoredChannel } from './channel-rows.ts';
import { channelRoutes } from './channel-routes.ts';
import { createChannels } from './channels.ts';
import { createCheck } from './check-channel.ts';
import { converseOver, type DeskSide } from './incoming/converse-over.ts';
import { type MailGround, openMailSide } from './email/mail-side.ts';
import { createKinds } from './kinds.ts';
import { createOpenChannels } from './open-channels.ts';
import type { Ways } from './reach.ts';
import type { Converse } from './inbox/seams.ts';
import { helpWordsFor } from './sms/help-words.ts';
import {
  createSentence,
  createTestMessage,
  type PlaceOf,
  type SendSentence,
} from './provider/test-message.ts';
import { createPocketChannels, type PocketChannels } from './pocket/pocket-channels.ts';
import { openOffers } from './offers/open-offers.ts';
import { closeAddress } from './reply/close-address.ts';
import { serveReplies } from './reply/serve-replies.ts';
import { createDial } from './telephone/dial.ts';
import type { DialledCalls } from './telephone/dialled.ts';
import { createTelephones, type Telephones } from './telephone/telephones.ts';
import { settleDialled } from './telephone/dialled-rows.ts';
import { createAnswerCall } from './telephone/answer-call.ts';
import type { TelephoneSide } from './telephone/seams.ts';
import { serveStreams } from './telephone/serve-streams.ts';
import { Tickets } from './telephone/tickets.ts';
import { serveWebhooks, type WebhookParts } from './webhooks.ts';

export interface ChannelParts extends MailGround {
  readonly permission: Permission;
  readonly publicUrl: () => string;
  /** What a way in is paid with. */
  readonly work: Pick<WebhookParts, 'budgets' | 'turns' | 'clientAddress'>;
  readonly desk: DeskSide;
  /** Calls by telephone. */
  readonly telephone: TelephoneSide;
  readonly timeZoneOf: (account: AccountId) => Promise<string>;
  /** What the account is called, and its language. */
  readonly placeOf: PlaceOf;
  /** Signs tokens of offers. */
  readonly offerKey: string;
}

export interface ChannelFeature extends Feature {
  /** Null where its kind is not known here, or cannot read its settings or secret. */
  open(account: AccountId, stored: StoredChannel): Opened | null;
  /** Whether free text may be sent to an address now. */
  readonly closedFor: CloseAddress;
  /** Calls the contact of a conversation by telephone. */
  readonly dial: Dial;
  /** By which people are called back. */
  readonly telephones: Telephones;
  /** Sends a sentence to an address, in no conversation. */
  readonly sendTo: SendSentence;
  /** Has an item that was kept take effect in its conversation. */
  readonly converse: Converse;
  /** The channels of the demonstration. */
  readonly pocket: Pick<PocketChannels, 'connect'>;
}

export function createChannelFeature(given: ChannelParts): ChannelFeature {
  const { world, work, desk, telephone, keep, placeOf, offerKey, ...parts } = given;
  const channels = createChannels({ ...world, ...parts });
  const mail = openMailSide(given);
  const kindsOver = ({ request: reach, smtp }: Ways) =>
    createKinds({
      ...{ reach, clock: world.clock, email: { ...mail.parts, smtp } },
      helpWords: helpWordsFor(placeOf),
    });
  const pocket = createPocketChannels({ ...world, ...parts, kindsOver });
  const kinds = kindsOver(parts.outbound);
  const open = createOpenChannels({ ...parts, kinds, pocket });
  const offers = openOffers({ ...world, ...parts, pocket }, offerKey);
  let endStreams = (): void => {};
  const dialled: DialledCalls = new Map();
  const mailboxes = mail.watch(async (...of) => (await open.of(...of))?.opened ?? null);
  return {
    name: 'channel',
    start() {
      offers.start();
      return mailboxes.start();
    },
    async close() {
      endStreams();
      mail.stop();
      await Promise.all([offers.stop(), mailboxes.close()]);
    },
    open: (account, stored) => open.opened(account, stored),
    dial: createDial({ ...world, ...parts, channels: open, dialled }),
    telephones: createTelephones({ ...parts, channels: open }),
    sendTo: createSentence({ ...world, ...parts, open, placeOf }),
    closedFor: closeAddress({ ...world, ...parts, open }),
    converse: converseOver(open, desk, {
      ...{ ...world, ...mail.letters, cameBy: offers.cameBy },
      words: { ...parts, budgets: work.budgets },
    }),
    pocket,
    routes(app) {
      channelRoutes(app, channels, {
        check: createCheck({ ...world, ...parts, open }),
        test: createTestMessage({ ...world, ...parts, open, placeOf }),
      });
      mail.routes(app);
      serveReplies(app, { ...world, ...parts, open, control: desk.control });
    },
    sockets(host) {
      const asked = { ...world, ...work, publicUrl: parts.publicUrl, channels: open };
      const tickets = new Tickets(world);
      const { languagesOf } = desk;
      const arriving = new HeldBytes(channelLimits.arrivingBytes);
      const settle = (account: AccountId, token: string, seconds: number) =>
        parts.records.withAccount(account, (sql) => settleDialled(sql, token, seconds));
      const answering = { ...asked, ...telephone, tickets, languagesOf, placeOf, dialled, settle };
      const answerCall = createAnswerCall(answering);
      serveWebhooks({ ...asked, keep, arriving, answerCall }, host);
      endStreams = serveStreams({ ...asked, ...telephone, tickets }, host);
    },
  };
}

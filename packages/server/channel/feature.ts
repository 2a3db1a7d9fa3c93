// Builds the channel feature: how channels are set up, and the ways in for messages over them. Each
// kind has its own folder behind the port.
import type { Opened } from '@opportune/core/ports/channel.ts';
import type { Dial } from '@opportune/core/ports/dialling.ts';
import type { CloseAddress } from '@opportune/core/ports/conversation/elsewhere.ts';
import type { Permission } from '@opportune/core/ports/permission.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { Feature } from '../http/feature.ts';
import type { StoredChannel } from './channel-rows.ts';
import { channelRoutes, tryingOver } from './channel-routes.ts';
import { createChannels } from './channels.ts';
import { converseOver, type DeskSide } from './incoming/converse-over.ts';
import { type MailGround, openMailSide } from './email/mail-side.ts';
import { createKinds } from './kinds.ts';
import { createOpenChannels } from './open-channels.ts';
import type { Ways } from './reach.ts';
import type { Converse } from './inbox/seams.ts';
import { helpWordsFor } from './sms/help-words.ts';
import { createSentence, type PlaceOf, type SendSentence } from './provider/test-message.ts';
import { createPocketChannels, type PocketChannels } from './pocket/pocket-channels.ts';
import { openOffers } from './offers/open-offers.ts';
import { closeAddress } from './reply/close-address.ts';
import { serveReplies } from './reply/serve-replies.ts';
import { openTelephone, type OpenTelephone } from './telephone/open-telephone.ts';
import { createTelephones, type Telephones } from './telephone/telephones.ts';
import type { TelephoneSide } from './telephone/seams.ts';
import { serveWebhooks, type WebhookParts } from './webhooks.ts';

export interface ChannelParts extends MailGround {
  readonly permission: Permission;
  readonly publicUrl: () => string;
  /** What a way in is paid with. */
  readonly work: Pick<WebhookParts, 'budgets' | 'turns' | 'clientAddress' | 'arriving'>;
  readonly desk: DeskSide;
  /** Calls by telephone. */
  readonly telephone: TelephoneSide;
  readonly timeZoneOf: (account: AccountId) => Promise<string>;
  /** What the account is called, and its language. */
  readonly placeOf: PlaceOf;
  /** Those of this process. */
  readonly accounts: () => Promise<readonly AccountId[]>;
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
  /** A code that a caller types or says. A right one takes effect. */
  readonly typed: OpenTelephone['typed'];
  /** How visitors call by telephone. */
  readonly dialIn: OpenTelephone['dialIn'];
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
  const byTelephone = openTelephone({
    ...{ ...world, ...parts, ...work, channels: open, placeOf, telephone },
    languagesOf: (account) => desk.languagesOf(account),
  });
  let endStreams = (): void => {};
  const sendTo = createSentence({ ...world, ...parts, open, placeOf });
  const mailboxes = mail.watch(async (...of) => (await open.of(...of))?.opened ?? null);
  return {
    name: 'channel',
    start() {
      offers.start();
      byTelephone.voicemails.start();
      return mailboxes.start();
    },
    async close() {
      endStreams();
      mail.stop();
      await Promise.all([offers.stop(), mailboxes.close(), byTelephone.voicemails.close()]);
    },
    open: (account, stored) => open.opened(account, stored),
    dial: byTelephone.dial,
    ...{ dialIn: byTelephone.dialIn, typed: byTelephone.typed },
    telephones: createTelephones({ ...parts, channels: open, sendTo }),
    sendTo,
    closedFor: closeAddress({ ...world, ...parts, open }),
    converse: converseOver(open, desk, {
      ...{ ...world, ...mail.letters, cameBy: offers.cameBy },
      words: { ...parts, budgets: work.budgets },
    }),
    pocket,
    routes(app) {
      channelRoutes(app, channels, tryingOver({ ...world, ...parts, open, placeOf }));
      mail.routes(app);
      serveReplies(app, { ...world, ...parts, open, control: desk.control });
    },
    sockets(host) {
      const asked = { ...world, ...work, publicUrl: parts.publicUrl, channels: open };
      serveWebhooks({ ...asked, keep, answerCall: byTelephone.answerCall }, host);
      endStreams = byTelephone.serve(host);
    },
  };
}

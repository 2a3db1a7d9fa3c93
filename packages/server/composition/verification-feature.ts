// Builds verification and connects it: what contacts write and what browsers tell, the channels that
// carry codes, and the contacts that it joins.
import type { VisitorChat } from '@opportune/core/ports/visitor-chat.ts';
import { emailChannel, visitorAddress } from '@opportune/protocol/contact/contact.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { Site } from '@opportune/protocol/rest/site.ts';
import type { ChannelFeatures } from './channel-features.ts';
import { findChannel } from '../channel/channel-rows.ts';
import type { createConversationFeatures } from './conversation-features.ts';
import type { Ground } from '../ground.ts';
import { createVerificationFeature, type VerificationFeature } from '../verification/feature.ts';

export interface VerificationNeighbours {
  readonly conversation: Pick<
    ReturnType<typeof createConversationFeatures>,
    'contact' | 'desk' | 'followup'
  >;
  readonly channel: ChannelFeatures['channel'];
  readonly sites: (account: AccountId) => Promise<readonly Pick<Site, 'id' | 'origins'>[]>;
}

export function verificationIn(
  ground: Ground,
  { conversation, channel, sites }: VerificationNeighbours,
): VerificationFeature {
  const { world, records, budgets, conversations } = ground;
  const { contact, desk, followup } = conversation;
  return createVerificationFeature({
    ...{ world, records, budgets, conversations, desk },
    join: contact.joinAnswered,
    isSignedIn: contact.isSignedIn,
    saidInCall: channel.typed,
    verifiedOf: async (account, id) =>
      (await contact.read(account, id)).addresses.filter(({ verified }) => verified),
    channels: {
      isTelephone: async (account, id) =>
        (await records.withAccount(account, (sql) => findChannel(sql, id)))?.kind === 'telephone',
      send: async (...of) => (await channel.sendTo(...of)).result === 'sent',
      placeOf: (account, site) => followup.placeOf(account, site, null),
      async nameOf(account, id) {
        const row = await records.withAccount(account, (sql) => findChannel(sql, id));
        if (row === null) return null;
        // A contact knows the messenger, not what the account calls its channel.
        return kindNames.get(row.kind) ?? (row.name || row.kind);
      },
    },
    async siteOf(account, asked) {
      const all = await sites(account);
      const site = asked === undefined ? all[0] : all.find(({ id }) => id === asked);
      const origin = site?.origins.find((each) => !each.includes('*'));
      return site === undefined || origin === undefined ? null : { id: site.id, origin };
    },
    key: ground.secrets.visitorTokenKey,
  });
}

const kindNames: ReadonlyMap<string, string> = new Map([
  ['whatsapp', 'WhatsApp'],
  ['messenger', 'Messenger'],
  ['instagram', 'Instagram'],
  ['telegram', 'Telegram'],
  ['line', 'LINE'],
  ['sms', 'SMS'],
  [emailChannel, 'E-mail'],
]);

/** The chat window, where a visitor may write a code. */
export function hearingCodes(
  chat: VisitorChat,
  { heard }: Pick<VerificationFeature, 'heard'>,
): VisitorChat {
  return {
    ...chat,
    async receive(link, frame) {
      await chat.receive(link, frame);
      if (frame.type === 'chat.post')
        await heard(link.account, { ...frame, by: visitorAddress(link.visitor) });
    },
  };
}

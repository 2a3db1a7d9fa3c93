// Builds the features of channels and connects them: channels take messages in for the desk, messaging
// keeps those that were received and delivers those that were written.
import { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import { channelLimits } from '@opportune/protocol/limits/channels.ts';
import type { MailOf } from '@opportune/core/ports/mail.ts';
import type { Random } from '@opportune/core/world/world.ts';
import type { AccountLanguages } from '@opportune/protocol/campaign/translations.ts';
import { webChannel } from '@opportune/protocol/contact/contact.ts';
import type { AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import type { CarriedFiles } from '../channel/deliveries/lay-delivery.ts';
import { createAround, type UnsubscribeUrl } from '../channel/email/around.ts';
import { type ChannelFeature, createChannelFeature } from '../channel/feature.ts';
import type { TelephoneSide, Turn } from '../channel/telephone/seams.ts';
import { createMessaging, type MessagingFeature } from '../channel/messaging.ts';
import type { createConversationFeatures } from './conversation-features.ts';
import type { AccountDesk } from '../desk/account-desk.ts';
import { makeAnswered } from '../desk/cases/answered.ts';
import type { Ground } from '../ground.ts';
import { createUnsubscribeLinks, unsubscribePath } from '../permission/unsubscribe-link.ts';
import type { Heard } from '../verification/seams.ts';
import type { WritingFeature } from '../writing/feature.ts';

export interface ChannelNeighbours {
  readonly mailOf: MailOf;
  readonly random: Random;
  readonly conversation: Pick<
    ReturnType<typeof createConversationFeatures>,
    'desk' | 'call' | 'followup' | 'writing'
  >;
  /** In which an account writes. */
  readonly languagesOf: (account: AccountId) => Promise<AccountLanguages | undefined>;
  readonly timeZoneOf: (account: AccountId) => Promise<string>;
  /** Those of this process. */
  readonly accounts: () => Promise<readonly AccountId[]>;
  /** A contact wrote something in a conversation. */
  readonly heard: (account: AccountId, said: Heard) => Promise<void>;
  /** Whether what a caller typed is the code that was sent to their contact. It takes effect. */
  readonly typed: (account: AccountId, id: ConversationId, digits: string) => Promise<boolean>;
}

export interface ChannelFeatures {
  readonly channel: ChannelFeature;
  readonly messaging: MessagingFeature;
}

export function createChannelFeatures(ground: Ground, of: ChannelNeighbours): ChannelFeatures {
  const { world, records, budgets, turns, sealing, publicUrl, clientAddress } = ground;
  const { mailOf, conversation } = of;
  const { writing } = conversation;
  const channel = createChannelFeature({
    ...{ world, records, sealing, outbound: ground.outbound, publicUrl },
    permission: ground.permission,
    ...{ mailOf, random: of.random, holder: ground.secrets.folderName },
    work: {
      ...{ budgets, turns, clientAddress },
      arriving: new HeldBytes(channelLimits.arrivingBytes, ground.memory.passing),
    },
    desk: {
      conversations: ground.conversations,
      masks: writing.masks,
      receive: hearing(conversation.desk.receive, of.heard),
      change: conversation.desk.change,
      control: conversation.desk.control,
      note: conversation.desk.note,
      keepFile: writing.keepFile,
      languagesOf: of.languagesOf,
    },
    telephone: telephoneOf(conversation, of.typed),
    timeZoneOf: of.timeZoneOf,
    accounts: of.accounts,
    openFile: (file) => writing.attachments.open(file),
    keep: (...received) => messaging.keep(...received),
    placeOf: conversation.followup.placeOf,
    offerKey: ground.secrets.visitorTokenKey,
  });
  const messaging: MessagingFeature = createMessaging({
    ...{ world, records, budgets, jobs: ground.jobs, conversations: ground.conversations },
    ...{ deliveries: ground.deliveries, permission: ground.permission, pace: ground.pace },
    files: filesOf(writing, publicUrl),
    around: createAround({
      ...{ records, conversations: ground.conversations },
      placeOf: conversation.followup.placeOf,
      unsubscribe: unsubscribeUrls(ground),
    }),
    sent: (...of) => makeAnswered(ground.jobs, ...of),
    ...{ open: channel.open, converse: channel.converse },
    types: conversation.desk.types,
  });
  return { channel, messaging };
}

function telephoneOf(
  { desk, call, writing }: ChannelNeighbours['conversation'],
  hearSent: ChannelNeighbours['typed'],
): TelephoneSide {
  const noted = (result: 'page' | 'wrong' | 'spent') => ({ type: 'caller-code', result }) as const;
  return {
    hearSent,
    prove: (account, id, page) => desk.proveCaller(account, id, page, noted('page')),
    isThere: (account, { visitor }) =>
      desk.desks.open(account)?.audience.isHere({ channel: webChannel, address: visitor }) === true,
    noteWrong: (account, id, why) => desk.proveCaller(account, id, null, noted(why)),
    isStaffed: async (account, skill) => (await desk.desks.of(account)).staffedFor(skill),
    callIn: desk.callIn,
    turnOf: (account, id) => turnIn(desk.desks.open(account), id),
    ...{ leaveSound: desk.leaveSound, mayLeave: desk.mayLeave },
    ...{ keepSound: writing.keepSound, keepDaysOf: call.keepDaysOf },
    ...call.telephones,
  };
}

function turnIn(open: AccountDesk | undefined, id: ConversationId): Turn {
  const talk = open?.desk.conversations.get(id);
  if (talk?.status !== 'waiting') return null;
  return talk.ring === null ? (open?.place(id)?.position ?? 'rings') : 'rings';
}

type Receive = ChannelNeighbours['conversation']['desk']['receive'];

function hearing(receive: Receive, heard: ChannelNeighbours['heard']): Receive {
  return async (account, incoming) => {
    const received = await receive(account, incoming);
    const { author, body } = incoming.message;
    if (!('refused' in received) && author.type === 'visitor' && body.type === 'text') {
      const { channel, address } = incoming;
      const conversation = received.record.id;
      await heard(account, { by: { channel, address }, conversation, text: body.text });
    }
    return received;
  };
}

/** For e-mails that their contact did not ask for. Mail programs open links with TLS only. */
function unsubscribeUrls({ secrets, publicUrl }: Ground): UnsubscribeUrl {
  const links = createUnsubscribeLinks(secrets.visitorTokenKey);
  return (account, at) => {
    const url = new URL(`${unsubscribePath}${links.tokenOf({ account, at })}`, publicUrl());
    return url.protocol === 'https:' ? url.href : null;
  };
}

/** The files that leave with messages: as links, or their bytes. */
function filesOf({ attachments }: WritingFeature, publicUrl: () => string): CarriedFiles {
  return {
    linkOf: (of, message) => linkIn(attachments.forVisitor(of, message), publicUrl()),
    read: async (account, { conversation, id }) =>
      (await attachments.open({ account, conversation, message: id }))?.bytes.content ?? null,
  };
}

/** The URL at which a recipient of a message reads its attachment. */
function linkIn({ body }: Message, publicUrl: string): string {
  const file = body.type === 'text' && body.content?.type === 'attachment' ? body.content : null;
  return new URL(file?.address ?? '', `${publicUrl}/`).href;
}

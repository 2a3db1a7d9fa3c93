// The features of the server as one list. It opens nothing and decides nothing; who needs a feature that
// is made later asks for it at the time of use. What decides and proves is put together in
// engagement-features.ts, what conversations are made of in conversation-features.ts.
import { createAccountFeature } from './account/feature.ts';
import { createConfigurationService } from './campaign/configuration/configuration.ts';
import { keepToSites } from './campaign/configuration/keep-to-sites.ts';
import { createChannelFeature } from './channel/feature.ts';
import { createAround } from './channel/email/around.ts';
import { createMessaging } from './channel/messaging.ts';
import { createCollect } from './collect/feature.ts';
import { createConversationFeatures } from './conversation-features.ts';
import { makeAnswered } from './desk/cases/answered.ts';
import { createEngagementFeatures } from './engagement-features.ts';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import type { Ground } from './ground.ts';
import type { Feature } from './http/feature.ts';
import { createIdentity } from './identity/identity.ts';
import { createVisitorClaims } from './identity/visitor-claims.ts';
import { createJobsFeature } from './jobs/feature.ts';
import { memoryFeature } from './memory/feature.ts';
import { createSiteFeature } from './site/feature.ts';
import { tagFeature } from './tag/serve.ts';
import { systemRandom as random } from './world.ts';

export type Features = ReturnType<typeof createFeatures>;

/** What the root asks for by name stands beside the list. */
export function createFeatures(ground: Ground) {
  const { world, records, budgets, turns, sealing, secrets, publicUrl, clientAddress } = ground;
  const configurations = createConfigurationService(records, world.bus, world.clock);
  const account = createAccountFeature({
    ...{ world, records, budgets, sealing, configurations, secrets },
    mail: { installation: ground.mail, own: ground.ownMail },
    web: { publicUrl, clientAddress },
  });
  const site = createSiteFeature({
    ...{ world, records, sealing, configurations, keepToSites, publicUrl },
  });
  const engagement = createEngagementFeatures(ground, configurations);
  const { engage, policies } = engagement;
  const conversation = createConversationFeatures(ground, {
    ...{ account, configurations },
    watch: (...of) => engage.watch(...of),
    tellVisitor({ name, properties, ...of }) {
      policies.heard(of.account, name, properties);
      engage.tell(of, name, properties);
    },
  });
  const { writing, webChat, contact } = conversation;
  const channel = createChannelFeature({
    ...{ world, records, sealing, outbound: ground.outbound, publicUrl },
    mailOf: account.mailOf,
    work: { budgets, turns, clientAddress },
    desk: {
      conversations: ground.conversations,
      masks: writing.masks,
      receive: conversation.desk.receive,
    },
    keep: (...received) => messaging.keep(...received),
  });
  const collect = createCollect({
    world,
    work: { budgets, turns },
    intake: engage.intake,
    accounts: { keys: site.keys, configuration: configurations, masks: writing.masks },
    identities: {
      identity: createIdentity(records, sealing, world.clock, {
        ...{ contacts: contact, log: world.log },
      }),
      claims: createVisitorClaims(records, world.clock),
    },
    conversations: {
      chat: webChat.chat,
      files: writing.visitorFiles,
      mails: async (of) => (await account.mailOf(of)).configured,
    },
    network: { geography: ground.geography, clientAddress, publicUrl: ground.publicOrigin },
    tokenSecret: secrets.visitorTokenKey,
  });
  const messaging = createMessaging({
    ...{ world, records, jobs: ground.jobs, conversations: ground.conversations },
    files: {
      linkOf: (of, message) => linkIn(writing.attachments.forVisitor(of, message), publicUrl()),
      read: async (of, { conversation: talk, id }) =>
        (await writing.attachments.open({ account: of, conversation: talk, message: id }))?.bytes
          .content ?? null,
    },
    around: createAround({
      ...{ records, conversations: ground.conversations },
      placeOf: conversation.followup.placeOf,
    }),
    sent: (...of) => makeAnswered(ground.jobs, ...of),
    ...{ open: channel.open, converse: channel.converse },
    types() {},
  });
  const kinds = [...messaging.kinds, ...conversation.desk.kinds, ...conversation.followup.kinds];
  const jobs = createJobsFeature({ world, random, records, jobs: ground.jobs, kinds });
  // What stores comes before what brings it something to store.
  const { report, learn, campaign } = engagement;
  const { needs, team, archive, followup, panels, desk, agent } = conversation;
  const list: readonly Feature[] = [
    ...[writing, report, policies, learn, engage, needs, team, archive, followup, panels],
    ...[site, account, campaign, channel, messaging, contact, desk, agent, webChat, collect],
    ...[tagFeature, memoryFeature(ground.memory), jobs],
  ];
  return { list, configurations, account, site, campaign, panels, engage };
}

/** Where anybody who is told it reads the file of a message. */
function linkIn({ body }: Message, publicUrl: string): string {
  const file = body.type === 'text' && body.content?.type === 'attachment' ? body.content : null;
  return new URL(file?.address ?? '', `${publicUrl}/`).href;
}

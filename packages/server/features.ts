// Builds all features of the server as one list. It opens nothing and decides nothing. A feature
// that needs one created later looks it up at the time of use. engagement-features.ts builds the
// features that decide and prove, conversation-features.ts those of conversations, and
// channel-features.ts those of channels.
import { createAccountFeature } from './account/feature.ts';
import { createConfigurationService } from './campaign/configuration/configuration.ts';
import { keepToSites } from './campaign/configuration/keep-to-sites.ts';
import { createChannelFeatures } from './channel-features.ts';
import { createCollect } from './collect/feature.ts';
import type { JobKind } from '@opportune/core/ports/jobs.ts';
import type { ContactFeature } from './contact/feature.ts';
import {
  type ConversationNeighbours,
  createConversationFeatures,
} from './conversation-features.ts';
import { ordersOf as ordersIn } from './engage/history/visitor-orders.ts';
import { createEngagementFeatures } from './engagement-features.ts';
import type { Ground } from './ground.ts';
import type { Feature } from './http/feature.ts';
import { createIdentity } from './identity/identity.ts';
import { createVisitorClaims } from './identity/visitor-claims.ts';
import { createJobsFeature } from './jobs/feature.ts';
import { memoryFeature } from './memory/feature.ts';
import { createPermissionFeature } from './permission/feature.ts';
import { createPictureFeature } from './pictures/feature.ts';
import { createSampleFeature } from './sample/feature.ts';
import { createSetupFeature } from './setup/feature.ts';
import { createSiteFeature } from './site/feature.ts';
import { tagFeature } from './tag/serve.ts';
import { systemRandom as random } from './world.ts';
import { createWebhookFeature } from './webhook/feature.ts';

export type Features = ReturnType<typeof createFeatures>;

/**
 * Returns the list of features, and by name the ones that the composition root uses. Orders are read
 * from the log, unless somebody knows them without.
 */
export function createFeatures(
  ground: Ground,
  ordersOf: ConversationNeighbours['ordersOf'] = (...of) => ordersIn(ground.facts, ...of),
) {
  const { world, records, budgets, sealing, secrets, publicUrl, clientAddress } = ground;
  const configurations = createConfigurationService(records, world.bus, world.clock);
  const account = createAccountFeature({
    ...{ records, budgets, sealing, configurations, secrets },
    world: { ...world, schedule: ground.behind },
    mail: { installation: ground.mail, own: ground.ownMail },
    web: { publicUrl, clientAddress },
  });
  const { mailOf } = account;
  const site = createSiteFeature({
    ...{ world, records, sealing, configurations, keepToSites, publicUrl, budgets },
    outbound: ground.outbound,
  });
  const pictures = createPictureFeature({
    ...{ world, records, store: ground.files, budgets, clientAddress },
    current: configurations.current,
    people: account.users,
    noteLogo: site.sites.noteLogo,
  });
  const engagement = createEngagementFeatures(ground, configurations, site.brandTrials);
  const { engage, policies } = engagement;
  const conversation = createConversationFeatures(ground, {
    ...{ account, configurations, photoOf: pictures.photoOf },
    watch: (...of) => engage.watch(...of),
    closedFor: (...at) => channel.closedFor(...at),
    ordersOf,
    tellVisitor({ name, properties, ...of }) {
      policies.heard(of.account, name, properties);
      engage.tell(of, name, properties);
    },
  });
  const { writing, webChat, contact } = conversation;
  const reached = { mailOf, random, conversation };
  const { channel, messaging } = createChannelFeatures(ground, reached);
  const setup = createSetupFeature({ clock: world.clock, records, facts: ground.facts, mailOf });
  const sample = createSampleFeature({
    ...{ world, records, facts: ground.facts, files: ground.files, configurations },
    fill: ground.fillSample,
  });
  const collect = collectOf(ground, { account, site, configurations, engagement, conversation });
  const webhook = createWebhookFeature({
    ...{ world, records, jobs: ground.jobs, sealing, outbound: ground.outbound, publicUrl },
    ...{ facts: ground.facts, mailOf },
  });
  const jobs = jobsOf(ground, [
    webhook,
    messaging,
    conversation.desk,
    conversation.followup,
    contact,
  ]);
  // The order matters: a feature that stores comes before the features that give it something to
  // store.
  const { report, learn, campaign } = engagement;
  const { needs, team, archive, followup, panels, desk, agent } = conversation;
  const list: readonly Feature[] = [
    ...[writing, report, policies, learn, engage, needs, team, archive, followup, panels],
    ...[site, account, pictures, setup, campaign, channel, messaging, webhook],
    ...[contact, createPermissionFeature(ground), desk, agent, webChat, collect],
    ...[tagFeature, memoryFeature(ground.memory), jobs, sample],
  ];
  return {
    ...{ list, configurations, account, site, campaign, panels, engage },
    ...{ report, desk, agent, webChat, channel, sample },
  };
}

/** The features that the intake asks. */
interface Asked {
  readonly account: ReturnType<typeof createAccountFeature>;
  readonly site: ReturnType<typeof createSiteFeature>;
  readonly configurations: ReturnType<typeof createConfigurationService>;
  readonly engagement: ReturnType<typeof createEngagementFeatures>;
  readonly conversation: ReturnType<typeof createConversationFeatures>;
}

function collectOf(
  ground: Ground,
  { account, site, configurations, engagement, conversation }: Asked,
) {
  const { world, budgets, turns, secrets, clientAddress } = ground;
  const { writing, webChat, contact } = conversation;
  return createCollect({
    world,
    work: { budgets, turns },
    intake: engagement.engage.intake,
    accounts: {
      ...{ keys: site.keys, configuration: configurations, masks: writing.masks },
      trials: engagement.trials,
    },
    identities: identitiesOf(ground, contact),
    conversations: {
      chat: webChat.chat,
      files: writing.visitorFiles,
      mails: async (of) => (await account.mailOf(of)).configured,
    },
    network: { geography: ground.geography, clientAddress, publicUrl: ground.publicOrigin },
    tokenSecret: secrets.visitorTokenKey,
  });
}

/** Works off the jobs of these features. */
function jobsOf(
  { world, records, jobs, secrets }: Ground,
  features: readonly { readonly kinds: readonly JobKind[] }[],
) {
  const kinds = features.flatMap((feature) => feature.kinds);
  return createJobsFeature({
    ...{ world, random, records, jobs, kinds, holder: secrets.folderName },
  });
}

/** How visitors are known: as customers whom the account verified, and by what they say. */
function identitiesOf({ world, records, sealing }: Ground, contacts: ContactFeature) {
  const { clock, log } = world;
  return {
    identity: createIdentity(records, sealing, clock, { contacts, log }),
    claims: createVisitorClaims(records, clock),
  };
}

// Builds all features of the server as one list. It opens nothing and decides nothing. A feature
// that needs one created later looks it up at the time of use. composition/ builds groups of features
// and connects them.
import { createAccountFeature } from './account/feature.ts';
import { collectOf } from './composition/collect-feature.ts';
import { createConfigurationService } from './campaign/configuration/configuration.ts';
import { keepToSites } from './campaign/configuration/keep-to-sites.ts';
import { createChannelFeatures } from './composition/channel-features.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { JobKind } from '@opportune/core/ports/jobs.ts';
import {
  type ConversationNeighbours,
  createConversationFeatures,
} from './composition/conversation-features.ts';
import { ordersOf as ordersIn } from './engage/history/visitor-orders.ts';
import { createEngagementFeatures } from './composition/engagement-features.ts';
import type { Ground } from './ground.ts';
import type { Feature } from './http/feature.ts';
import { createJobsFeature } from './jobs/feature.ts';
import { memoryFeature } from './memory/feature.ts';
import { createPermissionFeature } from './permission/feature.ts';
import { createUnsubscribeLinks } from './permission/unsubscribe-link.ts';
import { createPictureFeature } from './pictures/feature.ts';
import { createSampleFeature } from './sample/feature.ts';
import { createSetupFeature } from './setup/feature.ts';
import { createSiteFeature } from './site/feature.ts';
import { tagFeature } from './tag/serve.ts';
import type { Heard, Typed } from './verification/seams.ts';
import { verificationIn } from './composition/verification-feature.ts';
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
  const configurations = createConfigurationService(
    records,
    world.bus,
    world.clock,
    ground.memory.plan,
    ground.homes,
  );
  const account = createAccountFeature({
    ...{ records, budgets, sealing, configurations, secrets },
    world: { ...world, schedule: ground.behind },
    mail: { installation: ground.mail, own: ground.ownMail },
    mostAccounts: ground.memory.plan.accounts,
    passwordCost: ground.passwordCost,
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
    ...telephonesOf(() => channel),
    ordersOf,
    tellVisitor({ name, properties, ...of }) {
      policies.heard(of.account, name, properties);
      engage.tell(of, name, properties);
    },
  });
  const { writing, webChat, contact } = conversation;
  const reached = {
    ...{ mailOf, random, conversation },
    heard: (of: AccountId, said: Heard) => verification.heard(of, said),
    typed: (...typed: Typed) => verification.typed(...typed),
    timeZoneOf: async (of: AccountId) => (await configurations.current(of)).settings.timeZone,
    accounts: () => configurations.accounts(),
    languagesOf: async (of: AccountId) => (await configurations.current(of)).settings.languages,
  };
  const { channel, messaging } = createChannelFeatures(ground, reached);
  const verification = verificationIn(ground, {
    ...{ conversation, channel },
    sites: async (of) => (await site.sites.list(of, { limit: 200 })).items,
  });
  const { setup, sample, webhook, permission } = besideOf(ground, {
    ...{ configurations, mailOf, masks: writing.masks },
    placeOf: (of) => conversation.followup.placeOf(of, null, null),
  });
  const asked = { account, site, configurations, engagement, conversation, verification };
  const collect = collectOf(ground, asked);
  // The order matters: a feature that stores comes before the features that give it something to
  // store.
  const { report, learn, campaign } = engagement;
  const { needs, team, archive, followup, panels, desk, call, callback, agent } = conversation;
  const jobs = jobsOf(ground, [webhook, messaging, desk, followup, contact, callback]);
  const list: readonly Feature[] = [
    ...[writing, report, policies, learn, engage, needs, team, archive, followup, panels],
    ...[site, account, pictures, setup, campaign, channel, messaging, webhook],
    ...[contact, verification, permission, desk, call, callback, agent, webChat, collect],
    ...[tagFeature, memoryFeature(ground.memory), jobs, sample],
  ];
  return {
    ...{ list, configurations, account, site, campaign, panels, engage },
    ...{ report, desk, agent, webChat, channel, sample, setup },
  };
}

type ByTelephone = Pick<ConversationNeighbours, 'dial' | 'dialIn' | 'telephones'>;

/** What channels do by telephone, which are created later. */
function telephonesOf(
  channel: () => ReturnType<typeof createChannelFeatures>['channel'],
): ByTelephone {
  return {
    dial: (...at) => channel().dial(...at),
    dialIn: (...at) => channel().dialIn(...at),
    telephones: () => channel().telephones,
  };
}

interface Beside {
  readonly configurations: ReturnType<typeof createConfigurationService>;
  readonly mailOf: ReturnType<typeof createAccountFeature>['mailOf'];
  readonly masks: Parameters<typeof createPermissionFeature>[0]['masks'];
  readonly placeOf: Parameters<typeof createPermissionFeature>[0]['unsubscribing']['placeOf'];
}

/** Features beside visits and conversations. */
function besideOf(ground: Ground, { configurations, mailOf, masks, placeOf }: Beside) {
  const { world, records, facts, budgets, publicUrl, clientAddress } = ground;
  return {
    setup: createSetupFeature({ clock: world.clock, records, facts, mailOf }),
    sample: createSampleFeature({
      ...{ world, records, facts, files: ground.files, configurations },
      fill: ground.fillSample,
      clearsLeft: ground.homes.startsAll,
    }),
    webhook: createWebhookFeature({
      ...{ world, records, jobs: ground.jobs, sealing: ground.sealing, publicUrl },
      ...{ outbound: ground.outbound, facts, mailOf, ordinals: ground.ordinals },
      homes: ground.homes,
    }),
    permission: createPermissionFeature({
      ...{ ...ground, masks },
      unsubscribing: {
        ...{ budgets, clientAddress, placeOf },
        links: createUnsubscribeLinks(ground.secrets.visitorTokenKey),
      },
    }),
  };
}

/** Works off the jobs of these features. */
function jobsOf(
  { world, records, jobs, pace, secrets }: Ground,
  features: readonly { readonly kinds: readonly JobKind[] }[],
) {
  const kinds = features.flatMap((feature) => feature.kinds);
  return createJobsFeature({
    ...{ world, random, records, jobs, kinds, pace, holder: secrets.folderName },
  });
}

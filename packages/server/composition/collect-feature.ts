// Builds the intake and connects it: the features that it asks, and how visitors are known.
import type { createAccountFeature } from '../account/feature.ts';
import type { createConfigurationService } from '../campaign/configuration/configuration.ts';
import { createCollect } from '../collect/feature.ts';
import type { ContactFeature } from '../contact/feature.ts';
import type { createConversationFeatures } from './conversation-features.ts';
import type { createEngagementFeatures } from './engagement-features.ts';
import type { Ground } from '../ground.ts';
import { createIdentity } from '../identity/identity.ts';
import { createVisitorClaims } from '../identity/visitor-claims.ts';
import type { createSiteFeature } from '../site/feature.ts';
import type { VerificationFeature } from '../verification/feature.ts';
import { hearingCodes } from './verification-feature.ts';

/** The features that the intake asks. */
export interface Asked {
  readonly account: ReturnType<typeof createAccountFeature>;
  readonly site: ReturnType<typeof createSiteFeature>;
  readonly configurations: ReturnType<typeof createConfigurationService>;
  readonly engagement: ReturnType<typeof createEngagementFeatures>;
  readonly conversation: ReturnType<typeof createConversationFeatures>;
  readonly verification: VerificationFeature;
}

export function collectOf(
  ground: Ground,
  { account, site, configurations, engagement, conversation, verification }: Asked,
) {
  const { world, budgets, turns, secrets, clientAddress } = ground;
  const { writing, webChat, contact, call } = conversation;
  const collect = createCollect({
    world,
    work: { budgets, turns, passing: ground.memory.passing },
    intake: engagement.engage.intake,
    accounts: {
      ...{ keys: site.keys, configuration: configurations, masks: writing.masks },
      trials: engagement.trials,
    },
    identities: { ...identitiesOf(ground, contact), verifications: verification.page },
    conversations: {
      chat: hearingCodes(webChat.chat, verification),
      calls: call.visitors,
      files: writing.visitorFiles,
      mails: async (of) => (await account.mailOf(of)).configured,
    },
    network: { geography: ground.geography, clientAddress, publicUrl: ground.publicOrigin },
    tokenSecret: secrets.visitorTokenKey,
  });
  ground.memory.onNear((bytes) => collect.shed(bytes));
  return collect;
}

/** How visitors are known: as customers whom the account verified, and by what they say. */
function identitiesOf({ world, records, sealing }: Ground, contacts: ContactFeature) {
  const { clock, log } = world;
  return {
    identity: createIdentity(records, sealing, clock, { contacts, log }),
    claims: createVisitorClaims(records, clock),
  };
}

// Builds the chat windows of visitors and connects them.
import type { Cards } from '@opportune/core/bus/cards.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { ConfigurationService } from '../campaign/configuration/configuration.ts';
import { createWebChat } from '../channel/web/feature.ts';
import type { WebChatDependencies } from '../channel/web/seams.ts';
import { createReplyTimes } from '../channel/web/home/reply-time.ts';
import { createSpokenSite } from '../channel/web/spoken-site.ts';
import type { Ground } from '../ground.ts';
import type { AgentPhotos } from '../pictures/agent-photos.ts';
import type { WritingFeature } from '../writing/feature.ts';

interface Neighbours {
  readonly desks: WebChatDependencies['desks'];
  readonly cards: Cards;
  readonly ordersOf: WebChatDependencies['visitors']['ordersOf'];
  readonly speaking: WebChatDependencies['admission']['speaking'];
  readonly callbacks: WebChatDependencies['callbacks'];
  readonly followup: WebChatDependencies['forms']['followup'];
  readonly writing: WritingFeature;
  readonly settingsOf: (account: AccountId) => ReturnType<ConfigurationService['current']>;
}

export function webChatIn(
  { world, budgets, secrets, records, conversations: store }: Ground,
  {
    photoOf,
    dialIn,
  }: { readonly photoOf: AgentPhotos['of']; readonly dialIn: WebChatDependencies['dialIn'] },
  { desks, cards, ordersOf, speaking, callbacks, followup, writing, settingsOf }: Neighbours,
) {
  const spoken = createSpokenSite(settingsOf);
  const replyTimeOf = createReplyTimes(records, world.clock);
  return createWebChat({
    ...{ world, store, desks, callbacks, dialIn },
    visitors: { cards, ordersOf },
    admission: { ...{ budgets, proofSecret: secrets.visitorTokenKey }, speaking },
    forms: { ofSite: spoken.ofSite, followup },
    home: { homeOf: spoken.homeOf, photoOf, replyTimeOf },
    writing: {
      ...{ masks: writing.masks, attachments: writing.attachments },
      typingPreview: async (account) => (await settingsOf(account)).settings.typingPreview,
    },
  });
}

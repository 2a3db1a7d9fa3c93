// What comes after a conversation: gives the routes of surveys and transcripts, and what the chat
// window asks.
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { MailOf } from '@opportune/core/ports/mail.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { AccountId, VisitorId } from '@opportune/protocol/ids.ts';
import type { Language } from '@opportune/words/language.ts';
import type { Feature } from '../http/feature.ts';
import { afterRoutes } from './followup-routes.ts';
import { type After, createAfter } from './followup.ts';

export interface FollowupDependencies {
  readonly world: World;
  readonly records: Records;
  readonly conversations: ConversationStore;
  readonly mailOf: MailOf;
  readonly configurations: { current(account: AccountId): Promise<Configuration> };
  /** The language that a visitor reads letters in. */
  readonly languageOf: (account: AccountId, visitor: VisitorId) => Promise<Language>;
  readonly addressOf: (account: AccountId, visitor: VisitorId) => Promise<string | null>;
}

export interface FollowupFeature extends Feature {
  readonly after: After;
}

export function createFollowupFeature(use: FollowupDependencies): FollowupFeature {
  const { world, records, conversations, mailOf, configurations, languageOf, addressOf } = use;
  const after = createAfter(records, {
    ...world,
    store: conversations,
    mailOf,
    addressOf,
    async placeOf(account, id, visitor) {
      const { sites, settings } = await configurations.current(account);
      const site = sites.find((each) => each.id === id)?.name ?? settings.name;
      return { site, timeZone: settings.timeZone, language: await languageOf(account, visitor) };
    },
  });
  return { name: 'followup', after, routes: (app) => afterRoutes(app, after) };
}

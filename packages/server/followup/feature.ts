// Builds the followup feature: the routes of surveys and transcripts, and the answers to requests
// of the chat window.
import type { BrandColours } from '@opportune/content/colour.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { MailOf } from '@opportune/core/ports/mail.ts';
import type { JobKind, JobStore } from '@opportune/core/ports/jobs.ts';
import type { Cards } from '@opportune/core/bus/cards.ts';
import type { Permission } from '@opportune/core/ports/permission.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { FollowupAsked, FollowupFrame } from '@opportune/core/ports/visitor-chat.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { AfterFrame } from '@opportune/protocol/conversation/after.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { SearchLanguage } from '@opportune/protocol/rest/conversation/search.ts';
import type { Feature } from '../http/feature.ts';
import { afterRoutes } from './followup-routes.ts';
import { type After, createAfter, heardAfter } from './followup.ts';
import { letterLanguage } from './letter-language.ts';

export interface FollowupDependencies {
  readonly world: World;
  readonly records: Records;
  readonly conversations: ConversationStore;
  readonly jobs: Pick<JobStore, 'make'>;
  readonly permission: Pick<Permission, 'mayMailLeave'>;
  readonly mailOf: MailOf;
  readonly configurations: { current(account: AccountId): Promise<Configuration> };
  readonly cards: Pick<Cards, 'of'>;
  /** The language that the account's conversations are searched in. */
  readonly searchedIn: (account: AccountId) => Promise<SearchLanguage>;
}

export interface FollowupFeature extends Feature {
  readonly placeOf: After['placeOf'];
  readonly kinds: readonly JobKind[];
  /** Answers a request about an ended conversation, or returns the code of a refusal. */
  hear(asked: FollowupAsked, frame: FollowupFrame): Promise<AfterFrame | ErrorCode>;
}

const neutral: BrandColours = { colour: '#3f4a49' };

export function createFollowupFeature(use: FollowupDependencies): FollowupFeature {
  const { world, records, conversations, jobs, permission, mailOf } = use;
  const { configurations, cards, searchedIn } = use;
  const after = createAfter(records, {
    ...world,
    store: conversations,
    ...{ jobs, permission, mailOf },
    addressOf: async (account, visitor) => (await cards.of(account, visitor)).address,
    async placeOf(account, id, visitor) {
      const { sites, settings } = await configurations.current(account);
      const { language: tag } = await cards.of(account, visitor);
      // A conversation over another channel has no site of its own.
      const site = sites.find((each) => each.id === id);
      const { look = neutral } = site ?? {};
      return {
        ...{ site: site?.name ?? settings.name, brand: look },
        timeZone: settings.timeZone,
        language: await letterLanguage(tag, () => searchedIn(account)),
      };
    },
  });
  return {
    name: 'followup',
    ...{ placeOf: after.placeOf, kinds: after.kinds },
    hear: (asked, frame) => heardAfter(after, asked, frame),
    routes: (app) => afterRoutes(app, after),
  };
}

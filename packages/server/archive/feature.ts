// Builds the archive feature: past conversations are found, labelled, merged and reopened. Provides
// their routes, and what the desk needs of them.
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { AccountId, VisitorId } from '@opportune/protocol/ids.ts';
import type { SearchLanguage } from '@opportune/protocol/rest/conversation/search.ts';
import type { Feature } from '../http/feature.ts';
import { createEarlier } from './earlier/earlier-conversations.ts';
import { historyRoutes } from './earlier/earlier-routes.ts';
import { createGivenFields } from './labels/given-fields.ts';
import { labelRoutes } from './labels/label-routes.ts';
import { createLabels } from './labels/labels.ts';
import { createLacksDisposition, type LacksDisposition } from './labels/missing-disposition.ts';
import type { Elsewhere } from '@opportune/core/ports/conversation/elsewhere.ts';
import { createMerging, type Merging } from './merging/merging.ts';
import { mergeNoted, type MergingDesk, mergingRoutes } from './merging/merging-routes.ts';
import { createReopening, type ReopeningRules } from './reopening/reopening.ts';
import { reopeningRoutes } from './reopening/reopening-routes.ts';
import { createNoteOrders, type NoteOrders } from './search/note-orders.ts';
import { createSearch } from './search/search.ts';
import { createSearchIndex } from './search/search-index.ts';
import { searchRoutes } from './search/search-routes.ts';

export interface ArchiveDependencies {
  readonly world: World;
  readonly records: Records;
  readonly conversations: ConversationStore;
  readonly desk: MergingDesk;
  /** The ids of the visitor's orders, newest first. */
  readonly ordersOf: (account: AccountId, visitor: VisitorId) => Promise<readonly string[]>;
}

export interface ArchiveFeature extends Feature {
  /** How long after its end a conversation may be reopened. */
  readonly reopening: ReopeningRules['of'];
  /** Whether it is merged into another conversation. */
  readonly isMerged: Merging['isPart'];
  /** Makes an ended conversation the beginning of another, and notes it there. */
  readonly join: Elsewhere['join'];
  readonly lacksDisposition: LacksDisposition;
  /** Stores answers in the conversation's fields. Leaves out what does not fit its field. */
  readonly keepFields: ReturnType<typeof createGivenFields>;
  readonly noteOrders: NoteOrders;
  searchedIn(account: AccountId): Promise<SearchLanguage>;
}

export function createArchiveFeature(use: ArchiveDependencies): ArchiveFeature {
  const { world, records, conversations, desk, ordersOf } = use;
  const { clock, ids, log } = world;
  const reopening = createReopening(records);
  const earlier = createEarlier(records, conversations);
  const merging = createMerging(records, conversations, clock);
  const labels = createLabels(records, ids, clock);
  const search = createSearch(records);
  const index = createSearchIndex(records, world);
  return {
    name: 'archive',
    reopening: reopening.of,
    isMerged: merging.isPart,
    join: (...of) => mergeNoted(merging, desk, ...of),
    lacksDisposition: createLacksDisposition(records),
    keepFields: createGivenFields(records, clock),
    noteOrders: createNoteOrders({ records, log }, ordersOf),
    searchedIn: async (account) => (await index.settings(account)).language,
    routes(app) {
      labelRoutes(app, labels);
      searchRoutes(app, search, index);
      historyRoutes(app, earlier);
      mergingRoutes(app, merging, desk);
      reopeningRoutes(app, reopening);
    },
    close: () => index.close(),
  };
}

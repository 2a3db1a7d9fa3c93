// Builds the needs feature: what visitors seem to want. Provides its routes, and the skill for a
// need.
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { Feature } from '../http/feature.ts';
import { learnApart } from './learn-apart.ts';
import { needRoutes } from './need-routes.ts';
import { createNeeds, type Needs, type NeedsDependencies } from './needs.ts';

export interface NeedsFeatureDependencies {
  readonly world: World;
  readonly records: Records;
  readonly conversations: ConversationStore;
  readonly shownThen: NeedsDependencies['shownThen'];
}

export interface NeedsFeature extends Feature {
  readonly skillFor: Needs['skillFor'];
}

export function createNeedsFeature({
  world,
  conversations,
  ...use
}: NeedsFeatureDependencies): NeedsFeature {
  const needs = createNeeds({ ...world, ...use, store: conversations, learn: learnApart });
  return {
    name: 'needs',
    skillFor: needs.skillFor,
    routes: (app) => needRoutes(app, needs),
    close: () => needs.close(),
  };
}

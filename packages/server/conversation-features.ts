// The features that conversations are made of, handed to each other: the desk, what carries frames to
// it, and what they ask before, beside and after a conversation.
import { createCards } from '@opportune/core/bus/cards.ts';
import type { AccountId, VisitorId } from '@opportune/protocol/ids.ts';
import type { AccountFeature } from './account/feature.ts';
import { createAgent } from './agent/feature.ts';
import { type ArchiveFeature, createArchiveFeature } from './archive/feature.ts';
import type { ConfigurationService } from './campaign/configuration/configuration.ts';
import { readChannelRules } from './channel/channel-rules.ts';
import { createWebChat } from './channel/web/feature.ts';
import { createContactFeature } from './contact/feature.ts';
import { createDesk, type DeskFeature } from './desk/feature.ts';
import type { TellVisitor } from './desk/seams.ts';
import type { Engage } from './engage/engage.ts';
import { ordersOf as ordersIn } from './engage/history/visitor-orders.ts';
import { createFollowupFeature } from './followup/feature.ts';
import type { Ground } from './ground.ts';
import { createNeedsFeature } from './needs/feature.ts';
import { createPanelsFeature } from './panels/feature.ts';
import { createTeamFeature } from './team/feature.ts';
import { createWritingFeature } from './writing/feature.ts';

export interface ConversationNeighbours {
  readonly account: Pick<AccountFeature, 'authenticate' | 'mailOf'>;
  readonly configurations: ConfigurationService;
  readonly watch: Engage['watch'];
  /** Puts an event of a conversation into its visitor's log. */
  readonly tellVisitor: TellVisitor;
}

export function createConversationFeatures(ground: Ground, of: ConversationNeighbours) {
  const { world, budgets, turns, secrets, publicUrl, conversations: store } = ground;
  const { authenticate, mailOf } = of.account;
  const { configurations } = of;
  const common = { world, records: ground.records, conversations: store };
  const cards = createCards(world.bus);
  const ordersOf = async (account: AccountId, visitor: VisitorId | null) =>
    visitor === null ? [] : ordersIn(ground.facts, account, visitor);
  const needs = createNeedsFeature({ ...common, shownThen: cards.shownThen });
  const panels = createPanelsFeature({ records: common.records, ids: world.ids });
  const team = createTeamFeature({ world, records: common.records, mailOf, publicUrl });
  const archive = createArchiveFeature({
    ...{ ...common, ordersOf },
    desk: {
      note: (...noted) => desk.note(...noted),
      inTurn: (...turn) => desk.inTurn(...turn),
    },
  });
  const writing = createWritingFeature({
    ...{ ...common, budgets, turns, configurations },
    files: { store: ground.files, addressKey: secrets.visitorTokenKey },
    visitors: { ordersOf, addressOf: async (...whose) => (await cards.of(...whose)).address },
  });
  const { searchedIn } = archive;
  const followup = createFollowupFeature({
    ...{ ...common, jobs: ground.jobs, mailOf, configurations, cards, searchedIn },
  });
  const desk: DeskFeature = createDesk({
    ...{ world, store, cards, past: archive, keep: archive.keepFields },
    channels: readChannelRules(ground.records),
    tellVisitor: notingOrders(archive, of.tellVisitor),
    team: { plan: team.plan, handleTimes: team.handleTimes, needOf: needs.skillFor },
    attachments: writing.attachments,
    letters: { mailOf },
  });
  const contact = createContactFeature({ ...common, moved: desk.moved });
  const { desks } = desk;
  const agent = createAgent({
    ...{ world, store, desks, turns, writing, archive, authenticate },
    visitors: { cards, watch: of.watch },
  });
  const settingsOf = async (account: AccountId) => configurations.current(account);
  const webChat = createWebChat({
    ...{ world, store, desks },
    visitors: { cards, ordersOf },
    admission: { budgets, proofSecret: secrets.visitorTokenKey },
    forms: {
      ofSite: async (account, id) =>
        (await settingsOf(account)).sites.find((site) => site.id === id)?.contactButton.before ??
        null,
      followup: followup.hear,
    },
    writing: {
      ...{ masks: writing.masks, attachments: writing.attachments },
      typingPreview: async (account) => (await settingsOf(account)).settings.typingPreview,
    },
  });
  return { needs, panels, team, archive, writing, followup, contact, desk, agent, webChat };
}

/** Where a conversation begins or ends, its visitor's orders are noted in it. */
function notingOrders({ noteOrders }: ArchiveFeature, tell: TellVisitor): TellVisitor {
  return (told) => {
    const { name, properties, ...of } = told;
    if (name === 'Conversation Started' || name === 'Conversation Ended')
      noteOrders({ ...of, conversation: properties['conversation'] });
    tell(told);
  };
}

// Builds the features of conversations and connects them: the desk, the channels that carry frames
// to it, and what a conversation uses before, during and after it.
import { createCards } from '@opportune/core/bus/cards.ts';
import type { AccountId, ConversationId, VisitorId } from '@opportune/protocol/ids.ts';
import type { AccountFeature } from '../account/feature.ts';
import type { Dial } from '@opportune/core/ports/dialling.ts';
import type { CloseAddress } from '@opportune/core/ports/conversation/elsewhere.ts';
import { callbackIn } from './callback-feature.ts';
import { contactIn } from './contact-feature.ts';
import { webChatIn } from './web-chat-feature.ts';
import { createAgent } from '../agent/feature.ts';
import { type ArchiveFeature, createArchiveFeature } from '../archive/feature.ts';
import type { ConfigurationService } from '../campaign/configuration/configuration.ts';
import { createCalls } from '../call/feature.ts';
import type { Telephones } from '../callback/seams.ts';
import { readChannelRules } from '../channel/channel-rules.ts';
import { createDesk, type DeskFeature } from '../desk/feature.ts';
import type { TellVisitor } from '../desk/seams.ts';
import type { Engage } from '../engage/engage.ts';
import { createFollowupFeature } from '../followup/feature.ts';
import type { Ground } from '../ground.ts';
import { createNeedsFeature } from '../needs/feature.ts';
import { createPanelsFeature } from '../panels/feature.ts';
import { ConversationRoom } from '../desk/conversation-room.ts';
import type { AgentPhotos } from '../pictures/agent-photos.ts';
import { createTeamFeature } from '../team/feature.ts';
import { createWritingFeature } from '../writing/feature.ts';

export interface ConversationNeighbours {
  readonly account: Pick<AccountFeature, 'authenticate' | 'mailOf'>;
  readonly configurations: ConfigurationService;
  /** The photo of an agent for visitors of a site. */
  readonly photoOf: AgentPhotos['of'];
  readonly watch: Engage['watch'];
  /** Whether an address on another channel may be written to now. */
  readonly closedFor: CloseAddress;
  /** Calls the contact of a conversation by telephone. */
  readonly dial: Dial;
  /** How visitors call by telephone. */
  readonly dialIn: Parameters<typeof webChatIn>[1]['dialIn'];
  /** By which visitors are called back. */
  readonly telephones: () => Telephones;
  /** A visitor's orders, newest first. */
  readonly ordersOf: (account: AccountId, visitor: VisitorId) => Promise<readonly string[]>;
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
    visitor === null ? [] : of.ordersOf(account, visitor);
  const needs = createNeedsFeature({ ...common, shownThen: cards.shownThen });
  const panels = createPanelsFeature({ records: common.records, ids: world.ids });
  const team = createTeamFeature({ world, records: common.records, mailOf, publicUrl });
  const archive = createArchiveFeature({
    ...{ ...common, ordersOf },
    desk: { note: (...noted) => desk.note(...noted), inTurn: (...turn) => desk.inTurn(...turn) },
  });
  const writing = createWritingFeature({
    ...{ ...common, budgets, turns, configurations },
    files: { store: ground.files, addressKey: secrets.visitorTokenKey },
    passing: ground.memory.passing,
    visitors: { ordersOf, addressOf: async (...whose) => (await cards.of(...whose)).address },
  });
  const { searchedIn } = archive;
  const followup = createFollowupFeature({
    ...{ ...common, jobs: ground.jobs, permission: ground.permission },
    ...{ mailOf, configurations, cards, searchedIn },
  });
  const desk: DeskFeature = createDesk({
    homes: ground.homes,
    ...{ world, store, cards, past: archive, keep: archive.keepFields, pace: ground.pace },
    channels: readChannelRules(ground.records),
    room: new ConversationRoom(ground.memory.plan.conversations),
    tellVisitor: notingOrders(archive, of.tellVisitor),
    team: {
      ...{ plan: team.plan, handleTimes: team.handleTimes, needOf: needs.skillFor },
      photoOf: of.photoOf,
    },
    attachments: writing.attachments,
    letters: {
      mailOf,
      optedOut: (...talk) => isSuppressed(ground, ...talk),
    },
  });
  const contact = contactIn(ground, { masks: writing.masks, moved: desk.moved });
  const { desks } = desk;
  const settingsOf = async (account: AccountId) => configurations.current(account);
  const call = createCalls({
    ...{ world, records: ground.records, homes: ground.homes, budgets, desks, dial: of.dial },
    ...{ voice: ground.voice, recordings: ground.recordings, tellVisitor: of.tellVisitor },
    ...{ store: ground.files, turns, conversations: store },
    isOn: async (account) => (await settingsOf(account)).settings.voice !== false,
  });
  const callback = callbackIn(ground, {
    ...{ desks, mailOf, calls: call.backs, telephones: of.telephones },
    placeOf: followup.placeOf,
  });
  const agent = createAgent({
    ...{ world, store, desks, calls: call.agents, turns, writing, archive, authenticate },
    mostConsoles: ground.memory.plan.consoles,
    visitors: { cards, watch: of.watch },
    elsewhere: {
      addressesOf: async (...whose) => (await contact.read(...whose)).addresses,
      closedFor: of.closedFor,
      join: archive.join,
    },
  });
  ground.memory.onNear((bytes) => agent.consoles.shed(bytes));
  const webChat = webChatIn(ground, of, {
    ...{ desks, cards, ordersOf, writing, settingsOf },
    ...{ speaking: call.visitors, callbacks: callback.visitors, followup: followup.hear },
  });
  return {
    ...{ needs, panels, team, archive, writing, followup },
    ...{ contact, desk, call, callback, agent, webChat },
  };
}

function isSuppressed(
  { records, permission }: Ground,
  account: AccountId,
  id: ConversationId,
): Promise<boolean> {
  return records.withAccount(account, (sql) => permission.isConversationSuppressed(sql, id));
}

/** Notes the visitor's orders in a conversation when it begins and when it ends. */
function notingOrders({ noteOrders }: ArchiveFeature, tell: TellVisitor): TellVisitor {
  return (told) => {
    const { name, properties, ...of } = told;
    if (name === 'Conversation Started' || name === 'Conversation Ended')
      noteOrders({ ...of, conversation: properties['conversation'] });
    tell(told);
  };
}

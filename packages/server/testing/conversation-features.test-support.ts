// The features of conversations, connected for tests. Every part that other features provide is
// present, in memory unless a test brings the real one.
import { onlyHome } from '@opportune/core/cluster/homes.ts';
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import { noSkills } from '@opportune/core/conversation/routing/skill-plan.ts';
import { cardMasks } from '@opportune/core/masking/ways-in.ts';
import type { VisitorChat } from '@opportune/core/ports/visitor-chat.ts';
import type { World } from '@opportune/core/ports/world.ts';
import { noCard } from '@opportune/protocol/bus/card.ts';
import { socketLimits } from '@opportune/protocol/limits/connections.ts';
import { type AgentFeature, createAgent } from '../agent/feature.ts';
import type { AgentParts, Draft, Drafts } from '../agent/seams.ts';
import { type CallFeature, createCalls, noCalls } from '../call/feature.ts';
import { type CallbackFeature, createCallbackFeature } from '../callback/feature.ts';
import type { CallbackDependencies } from '../callback/seams.ts';
import type { CallDependencies } from '../call/seams.ts';
import { createWebChat } from '../channel/web/feature.ts';
import type { WebChatParts } from '../channel/web/seams.ts';
import { createDesk, type DeskFeature } from '../desk/feature.ts';
import { ConversationRoom } from '../desk/conversation-room.ts';
import type { DeskParts, Files, HandleTimes } from '../desk/seams.ts';
import type { App } from '../http/rest/app.ts';

export type ConversationParts = Omit<
  DeskParts & AgentParts & WebChatParts,
  'desks' | 'calls' | 'speaking' | 'room' | 'homes' | 'mostConsoles' | 'callbacks'
> & {
  /** Of those that are connected. */
  readonly mostConsoles?: number;
  /** The memory of open conversations. */
  readonly roomBytes?: number;
  /** Null: no calls are offered. */
  readonly speak: Omit<
    CallDependencies,
    'world' | 'desks' | 'budgets' | 'conversations' | 'tellVisitor'
  > | null;
  /** Null: nobody is called back. */
  readonly callBack: Omit<CallbackDependencies, 'world' | 'desks' | 'store' | 'calls'> | null;
};

type Given =
  | keyof World
  | 'store'
  | 'budgets'
  | 'turns'
  | 'authenticate'
  | 'tellVisitor'
  | 'speaking';

/** What carries frames asks of conversations, and tests of them. */
export interface Conversations extends Pick<
  DeskFeature,
  | 'desks'
  | 'note'
  | 'inTurn'
  | 'receive'
  | 'change'
  | 'control'
  | 'leaveSound'
  | 'mayLeave'
  | 'types'
  | 'moved'
  | 'start'
  | 'close'
> {
  readonly chat: VisitorChat;
  readonly call: CallFeature;
  readonly callback: CallbackFeature | null;
  readonly consoles: AgentFeature['consoles'];
  readonly session: AgentFeature['session'];
  routes(app: App): void;
}

export function openConversations(parts: ConversationParts): Conversations {
  const world: World = parts;
  const room = new ConversationRoom(parts.roomBytes ?? Infinity);
  const desk = createDesk({
    ...parts,
    homes: onlyHome,
    room,
    world,
    team: parts,
    letters: parts,
    past: parts,
  });
  const { desks } = desk;
  const { budgets, store, speak, tellVisitor } = parts;
  const needed = { world, desks, budgets, conversations: store, tellVisitor };
  const call = speak === null ? noCalls : createCalls({ ...needed, ...speak });
  const given = {
    ...parts,
    world,
    desks,
    calls: call.agents,
    mostConsoles: parts.mostConsoles ?? socketLimits.consoles,
    visitors: parts,
    writing: parts,
    archive: parts,
  };
  // Called for each use, because a test may change who has access.
  const authenticate: ConversationParts['authenticate'] = (request) => parts.authenticate(request);
  const callback =
    parts.callBack === null
      ? null
      : createCallbackFeature({ world, desks, store, calls: call.backs, ...parts.callBack });
  const agent = createAgent({ ...given, authenticate });
  const { chat } = createWebChat({
    ...{ ...given, forms: parts, home: parts, callbacks: callback?.visitors ?? noCallbacks },
    admission: { ...parts, speaking: call.visitors },
  });
  return {
    desks,
    chat,
    call,
    callback,
    consoles: agent.consoles,
    session: agent.session,
    note: desk.note,
    inTurn: desk.inTurn,
    receive: desk.receive,
    change: desk.change,
    control: desk.control,
    ...{ leaveSound: desk.leaveSound, mayLeave: desk.mayLeave },
    types: desk.types,
    moved: desk.moved,
    routes(app) {
      desk.routes?.(app);
      callback?.routes?.(app);
      agent.routes?.(app);
    },
    start: desk.start,
    async close() {
      await agent.close();
      await callback?.close();
      await call.close();
      await desk.close();
    },
  };
}

/** Nothing is known about visitors, nobody has a skill, and accounts have default settings. */
export function partsInMemory(): Omit<ConversationParts, Given> {
  return {
    proofSecret: 'a secret of at least 32 characters',
    dialIn: async () => null,
    mailOf: async () => ({ configured: false, send: async () => {} }),
    optedOut: async () => false,
    pace: { note() {} },
    cards: { of: async () => noCard },
    watch: () => () => {},
    plan: async () => noSkills(),
    channels: async () => new Map(),
    needOf: () => null,
    speak: null,
    callBack: null,
    handleTimes: handleTimesInMemory(),
    masks: cardMasks,
    drafts: draftsInMemory(),
    attachments: noFiles,
    typingPreview: async () => true,
    reopening: async () => ({ agentH: null, visitorH: 0 }),
    isMerged: async () => false,
    lacksDisposition: async () => false,
    elsewhere: {
      addressesOf: async () => [],
      closedFor: async () => 'not-connected',
      join: async () => {},
    },
    ordersOf: async () => [],
    ofSite: async () => null,
    homeOf: async () => null,
    replyTimeOf: async () => null,
    photoOf: () => null,
    keep: async () => {},
    followup: async () => 'request.not_found',
  };
}

/** On a simulated clock work takes no time, so nothing waits. */
export const noTurns: Pick<FairTurns, 'turn'> = { turn: async () => {} };

function handleTimesInMemory(): HandleTimes {
  const kept: Parameters<HandleTimes['note']>[1][] = [];
  return {
    note: async (_, handled) => void kept.push(handled),
    newest: async () => kept,
  };
}

function draftsInMemory(): Drafts {
  const kept = new Map<string, Draft>();
  const keyOf = (...of: readonly string[]) => of.join(' ');
  return {
    of: async (account, user) =>
      [...kept].flatMap(([key, draft]) => (key.startsWith(keyOf(account, user, '')) ? draft : [])),
    async keep(account, user, draft) {
      kept.set(keyOf(account, user, draft.conversation), draft);
      return true;
    },
    async forget(account, user, conversation) {
      kept.delete(keyOf(account, user, conversation));
    },
  };
}

const noCallbacks: WebChatParts['callbacks'] = {
  isOffered: async () => false,
  reserve: async () => ({ refused: 'callback.off' }),
  promise: async () => false,
  async forget() {},
  slots: async (_, { request }) => ({
    ...{ type: 'chat.slots', request, slots: [], now: false, ways: [], letters: false },
    promise: null,
  }),
  change: async () => 'callback.off',
};

/** The account takes none. */
const noFiles: Files = {
  begin: async () => 'attachment.off',
  carried: async () => 'attachment.missing',
  addressToSend: () => '',
  forVisitor: (_, message) => message,
};

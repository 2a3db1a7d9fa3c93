// Holds the state of the chat window. Every change goes through `set`: it is stored in the tag's
// storage and passed to the views. It begins as the last page left it, and follows what other tabs
// write.
import type { Bridge } from '../core/bridge.ts';
import type { VisitorConversation } from '../wire.ts';
import { createKeeper, stillOver } from './kept.ts';
import type { Kept } from './kept.ts';
import { emptyState, shapeOfNews } from './state.ts';
import type { ChatState } from './state.ts';

export interface ChatStore {
  /** The present state. What was read before a `set` stays unchanged. */
  state(): ChatState;
  set(change: Partial<ChatState>): void;
  watch(changed: () => void): () => void;
}

export function createChatStore(bridge: Bridge): ChatStore {
  const keeper = createKeeper(bridge);
  const kept = keeper.read();
  const watchers = new Set<() => void>();
  let state: ChatState = { ...firstState(kept), online: bridge.online() };
  const set = (change: Partial<ChatState>): void => {
    const before = state.shape;
    state = { ...state, ...change };
    keeper.keep(state);
    if (before !== state.shape) bridge.chatting(state.shape !== 'closed');
    for (const watch of watchers) watch();
  };
  addEventListener('storage', ({ key }) => key?.endsWith('.w') && set(keeper.others(state)));
  set({ shape: firstShape(kept, bridge.welcome()?.conversations ?? []) });
  return {
    state: () => state,
    set,
    watch: (changed) => (watchers.add(changed), () => void watchers.delete(changed)),
  };
}

function firstState(kept: Kept): ChatState {
  const { draft, pending, request, before } = kept;
  const conversation = stillOver(kept);
  const screen = request || conversation ? 'talk' : before ? 'before' : 'form';
  const decision = before?.decision ?? null;
  return { ...emptyState, draft, pending, request, before, decision, conversation, screen };
}

/** The previous shape if there is a conversation; minimised if something is new. */
function firstShape(kept: Kept, conversations: readonly VisitorConversation[]): ChatState['shape'] {
  const { shape, request, before } = kept;
  if (shape === 'closed' || !shape) {
    const told = shapeOfNews(conversations);
    if (told === 'open') return told;
  }
  const news = conversations.some(
    ({ lastSequence, visitorRead, status }) =>
      lastSequence > visitorRead || status === 'waiting' || status === 'active',
  );
  const going = request || before || stillOver(kept) || conversations.length;
  return (going && shape) || (news ? 'minimised' : 'closed');
}

// Applies the state of the visitor's conversation to the window: which one it is, whether it was
// begun, and what was written for one that is over.
import type { Bridge } from '../core/bridge.ts';
import type { Frame, VisitorConversation } from '../wire.ts';
import type { CatchUp } from './catch-up.ts';
import type { ChatStore } from './chat-store.ts';
import { sendAsk, sendPending, sendRequest } from './outgoing.ts';
import { isLive, shapeOfNews } from './state.ts';
import type { ChatState } from './state.ts';

export interface StateTaking {
  takeState(frame: Frame<'chat.state'>): void;
  /** The connection is there, and these are the visitor's conversations. */
  welcomed(conversations: readonly VisitorConversation[]): void;
}

/** Unsent messages return to the draft, once for all tabs. Files are dropped. */
export const takenBack = ({ pending, draft }: ChatState): Pick<ChatState, 'pending' | 'draft'> => {
  const texts = pending.flatMap(({ text, content }) =>
    content?.type === 'attachment' || draft.includes(text) ? [] : text,
  );
  return { pending: [], draft: [...texts, draft].join('\n').trim() };
};

export function createStateTaking(
  bridge: Bridge,
  { state, set }: ChatStore,
  catchUp: CatchUp,
): StateTaking {
  /** Makes it the window's conversation. True if it is another one, which then catches up. */
  const adopt = (conversation: VisitorConversation): boolean => {
    const before = state();
    const other = before.conversation?.id !== conversation.id;
    const toTalk =
      (other && before.screen !== 'left') ||
      (conversation.status === 'active' && before.screen === 'leave');
    set({
      conversation,
      ...(toTalk && { screen: 'talk' as const }),
      read: Math.max(other ? 0 : before.read, conversation.visitorRead),
      ...(other && { messages: [], asks: [] }),
    });
    if (other) catchUp.resume(true);
    return other;
  };
  const settleRequest = (request: string | undefined): void => {
    const before = state();
    if (!request || request !== before.request?.request) return;
    const left = before.request.type === 'chat.leave';
    const sent = before.request.message?.id;
    set({
      request: null,
      before: null,
      pending: before.pending.filter(({ id }) => id !== sent),
      notice: null,
      screen: left ? 'left' : 'talk',
    });
  };
  const takeState = ({ conversation, request }: Frame<'chat.state'>): void => {
    const before = state();
    const present = before.conversation;
    const mine = request !== undefined && request === before.request?.request;
    // An agent took it while it was to become this message, which is then a separate one.
    if (mine && before.request?.type === 'chat.leave' && present?.id !== conversation.id)
      if (present && isLive(before)) bridge.send({ type: 'chat.end', conversation: present.id });
    settleRequest(request);
    // The home lists what is over, and whoever reads it is not led away.
    if (before.screen === 'home' && !mine && !isLive({ ...before, conversation })) {
      bridge.send({ type: 'chat.home' });
      return;
    }
    if (mine || !present || present.id === conversation.id || !isLive(state())) adopt(conversation);
    if (state().shape === 'closed' && isLive(state())) set({ shape: shapeOfNews([conversation]) });
    sendPending(bridge, state());
  };
  const welcomed = (conversations: readonly VisitorConversation[]): void => {
    set({ online: true });
    const before = state();
    const found =
      conversations.find(({ id }) => id === before.conversation?.id) ??
      conversations.find(({ status }) => status === 'active' || status === 'waiting') ??
      (before.conversation || before.screen === 'home' ? undefined : conversations[0]);
    const resumed = found !== undefined && adopt(found);
    // Written for a conversation that is over.
    if (!found && !before.request && before.pending.length) set(takenBack(before));
    if (before.screen === 'home') bridge.send({ type: 'chat.home' });
    // A conversation that the server no longer lists ended meanwhile. Its answer to the resume says
    // so.
    if (!resumed) catchUp.resume();
    sendAsk(bridge, state());
    sendRequest(bridge, state());
    sendPending(bridge, state());
  };
  return { takeState, welcomed };
}

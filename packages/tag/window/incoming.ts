// Applies what the server sends to the state of the window: states (take-state.ts), refusals
// (take-refusal.ts), posted messages, questions, typing. The catch-up handles the messages
// themselves.
import type { Heard } from '../core/line/channel.ts';
import type { Frame } from '../wire.ts';
import { createCatchUp } from './catch-up.ts';
import type { ChatStore } from './chat-store.ts';
import type { SpeakingBridge } from './said.ts';
import { type Before, merge } from './state.ts';
import { createRefusalTaking } from './take-refusal.ts';
import { createStateTaking, type StateTaking } from './take-state.ts';

const typingShownMs = 7000;

export interface Incoming extends Pick<StateTaking, 'welcomed'> {
  hear(frame: Heard): void;
}

export function createIncoming(
  bridge: SpeakingBridge,
  store: ChatStore,
  unasked: (before: Before) => void,
): Incoming {
  const catchUp = createCatchUp(bridge, store);
  const { takeState, welcomed } = createStateTaking(bridge, store, catchUp);
  const takeRefusal = createRefusalTaking(bridge, store, catchUp, unasked);
  const takePosted = createPostedTaking(store);
  const { takeForm, takeAsks, takeAfter } = createAskTaking(store, unasked);
  const takeTyping = createTypingTaking(store);
  return {
    welcomed,
    hear(frame) {
      switch (frame.type) {
        case 'welcome':
          return welcomed(frame.conversations);
        case 'offline':
          return store.set({ online: false, agentTyping: '' });
        case 'chat.state':
          return takeState(frame);
        case 'chat.messages':
          return catchUp.take(frame);
        case 'chat.posted':
          return takePosted(frame);
        case 'chat.refused':
          return takeRefusal(frame);
        case 'chat.before':
          return takeForm(frame);
        case 'chat.home':
          return store.set({ home: frame });
        case 'chat.asks':
          return takeAsks(frame);
        case 'chat.after':
          return takeAfter(frame);
        case 'chat.typing':
          return takeTyping(frame);
        case 'presence':
          // What the home offers depends on who is there.
          if (store.state().screen === 'home') bridge.send({ type: 'chat.home' });
          return store.set({});
      }
    },
  };
}

function createPostedTaking({ state, set }: ChatStore) {
  return ({ conversation, id, sequence, at }: Frame<'chat.posted'>): void => {
    const before = state();
    const sent = before.pending.find((each) => each.id === id);
    if (!sent || conversation !== before.conversation?.id) return;
    const { text, content, response } = sent;
    const body = {
      type: 'text',
      text,
      ...(content && { content }),
      ...(response && { to: response.to }),
    } as const;
    const message = { conversation, id, sequence, at, author: { type: 'visitor' }, body } as const;
    set({
      messages: merge(before.messages, [message]),
      pending: before.pending.filter((each) => each !== sent),
    });
  };
}

/** What the visitor is asked, before, within and after the conversation. */
function createAskTaking({ state, set }: ChatStore, unasked: (before: Before) => void) {
  const takeAsks = ({ conversation, asks }: Frame<'chat.asks'>): void => {
    if (conversation === state().conversation?.id) set({ asks, askProblem: null });
  };
  const takeAfter = (after: Frame<'chat.after'>): void => {
    if (after.conversation === state().conversation?.id) set({ after, afterProblem: null });
  };
  const takeForm = ({ request, form, known }: Frame<'chat.before'>): void => {
    const { before } = state();
    if (before?.request !== request) return;
    if (!form) return unasked(before);
    const values = { ...known, ...before.typed.values };
    set({ before: { ...before, form, typed: { ...before.typed, values } } });
  };
  return { takeForm, takeAsks, takeAfter };
}

function createTypingTaking({ state, set }: ChatStore) {
  let agentTimer: ReturnType<typeof setTimeout> | undefined;
  return ({ conversation: id, typing, by }: Frame<'chat.typing'>): void => {
    const { conversation, agentTyping } = state();
    const name = by ?? conversation?.agent ?? '';
    // One of two has stopped; the other continues.
    if (id !== conversation?.id || !(typing || name === agentTyping)) return;
    clearTimeout(agentTimer);
    if (typing) agentTimer = setTimeout(() => set({ agentTyping: '' }), typingShownMs);
    set({ agentTyping: typing ? name : '' });
  };
}

// How a conversation begins: by a wish of the page or an invitation, by the form before it, by a first
// message, or as a message that is left where nobody is there. Each is one request under its own ids.
import type { BeforeTyped } from '@opportune/content/before/draw-before.ts';
import type { Bridge, ChatWish } from '../core/bridge.ts';
import type { ChatStore } from './chat-store.ts';
import { leftWith } from './leave-form.ts';
import { sendAsk, sendRequest } from './outgoing.ts';
import { isLive } from './state.ts';
import type { Before, ChatState, Request } from './state.ts';

export interface Beginning {
  wish(wish: ChatWish | null): void;
  start(text: string, name: string): void;
  /** What is typed into the form before the chat. */
  fill(typed: BeforeTyped): void;
  /** The form is filled in: the chat begins. */
  answer(typed: BeforeTyped): void;
  leave(address: string, text: string, name: string): void;
  /** Nothing is asked before the chat after all. */
  unasked(before: Before): void;
}

/** `end`: ends the conversation that waits. */
export function createBeginning(
  bridge: Bridge,
  { state, set }: ChatStore,
  end: () => void,
): Beginning {
  const ask = (request: Omit<Request, 'request'>): void => {
    const { decision, pending } = state();
    const { message } = request;
    set({
      request: { request: bridge.newId(), ...(decision && { decision }), ...request },
      notice: null,
      draft: '',
      pending: message ? [...pending, { ...message, at: Date.now(), refused: null }] : pending,
    });
    sendRequest(bridge, state());
  };
  const begin = (more?: Partial<Request>): void => {
    set({ screen: 'talk' });
    ask({ type: 'chat.start', ...more });
  };
  const said = (text: string): NonNullable<Request['message']> => ({ id: bridge.newId(), text });
  const askForm = (starts: boolean, leaves: boolean, begun: Before | null, draft: string): void => {
    const typed = begun?.typed ?? { values: {}, question: draft };
    const { decision } = state();
    const request = bridge.newId();
    set({ screen: 'before', before: { request, decision, starts, leaves, form: null, typed } });
    sendAsk(bridge, state());
  };
  const beginning: Beginning = {
    wish(wish) {
      if (!wish) return;
      const before = state();
      if (isLive(before) || before.request) return set({ shape: 'open' });
      const settings = bridge.welcome()?.settings;
      const { start: starts = false, decision = null } = wish;
      const leaves = wish.leave ?? !(starts || settings?.agentsOnline);
      const begun = before.before?.decision === decision ? before.before : null;
      if (begun?.leaves === leaves) return set({ shape: 'open' });
      set(opened(before, wish, leaves));
      const asks = decision ? wish.asks : settings?.contactButton.asks;
      if (asks && (starts || state().screen !== 'talk'))
        askForm(starts, leaves, begun, before.draft);
      else if (starts) begin();
    },
    start: (text, name) => begin({ message: said(text), ...(name && { name }) }),
    fill(typed) {
      const { before } = state();
      if (before) set({ before: { ...before, typed } });
    },
    answer({ values, question }) {
      const text = question.trim();
      const { before } = state();
      if (before?.form && before.leaves) {
        const left = leftWith(before.form, values);
        beginning.fill({ values: left.values, question });
        return beginning.leave(left.address, text, '');
      }
      begin({ before: { id: bridge.newId(), values }, ...(text && { message: said(text) }) });
    },
    leave(address, text, name) {
      // One that waits becomes the message.
      if (state().conversation?.status === 'active') end();
      const { before } = state();
      ask({
        type: 'chat.leave',
        ...(before?.form && { before: { id: bridge.newId(), values: before.typed.values } }),
        address,
        message: said(text),
        ...(name && { name }),
      });
    },
    unasked({ starts, leaves }) {
      set({ before: null, screen: leaves ? 'leave' : 'form' });
      if (starts) begin();
    },
  };
  return beginning;
}

/** The open window for a wish: the conversation that is over stays, unless another is wished for. */
function opened(
  { conversation }: ChatState,
  { decision, start }: ChatWish,
  leaves: boolean,
): Partial<ChatState> {
  const fresh = !conversation || decision || start || conversation.status === 'ended';
  return {
    ...(fresh && { conversation: null, messages: [], read: 0 }),
    before: null,
    shape: 'open',
    decision: decision ?? null,
    notice: null,
    screen: !fresh ? 'talk' : leaves ? 'leave' : 'form',
  };
}

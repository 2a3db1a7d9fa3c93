// The visitor's side of a conversation, as the views use it: each act of the visitor, and what it
// changes. What leaves is in outgoing.ts, what comes in incoming.ts. Marks are true: read is said
// only of what was in view.
import type { BeforeTyped } from '@opportune/content/before/draw-before.ts';
import { contentText } from '@opportune/content/message/message-text.ts';
import { isAnsweredOnce, respond, responseId } from '@opportune/content/message/respond.ts';
import type { Values } from '@opportune/content/message/respond.ts';
import type { MessageContent } from '@opportune/protocol/conversation/message-content.ts';
import type { Bridge, ChatWish } from '../core/bridge.ts';
import { createChatStore } from './chat-store.ts';
import { createIncoming } from './incoming.ts';
import { sendAsk, sendMessage, sendPending, sendRequest } from './outgoing.ts';
import { emptyState, isLive } from './state.ts';
import { createFiles } from './files.ts';
import { leftWith } from './leave-form.ts';
import type { Files } from './files.ts';
import type { Answers, Before, ChatState, Pending, Request } from './state.ts';
import { createTyping } from './typing.ts';

export interface Chat {
  readonly state: ChatState;
  readonly files: Files;
  watch(changed: () => void): () => void;
  wish(wish: ChatWish | null): void;
  show(shape: ChatState['shape']): void;
  go(screen: ChatState['screen']): void;
  start(text: string, name: string): void;
  /** What is typed into the form before the chat. */
  fill(typed: BeforeTyped): void;
  /** The form is filled in: the chat begins. */
  answer(typed: BeforeTyped): void;
  leave(address: string, text: string, name: string): void;
  post(text: string): void;
  /** Taps a reply, or fills in a form, of a message. */
  respond(to: AskingMessage, response: { choice: string } | { values: Values }): void;
  retry(id: string): void;
  type(text: string): void;
  /** Answers a private question; null: they would rather not. */
  give(ask: string, value: string | null): void;
  /** What is asked now that it is over? */
  askAfter(): void;
  rate(answers: Answers): void;
  /** Has the conversation sent to the address. */
  mail(address: string): void;
  clearProblem(): void;
  askToEnd(asks: boolean): void;
  end(): void;
  /** Everything up to here is in view of somebody. */
  seen(through: number): void;
  forget(): void;
}

export interface AskingMessage {
  readonly id: string;
  readonly content?: MessageContent | undefined;
}

const textLength = 4000;

export function createChat(bridge: Bridge): Chat {
  const store = createChatStore(bridge);
  const { state, set } = store;
  /** Nothing is asked after all. */
  const unasked = ({ starts, leaves }: Before): void => {
    set({ before: null, screen: leaves ? 'leave' : 'form' });
    if (starts) begin();
  };
  const { hear, welcomed } = createIncoming(bridge, store, unasked);
  const typing = createTyping(bridge, state);
  const files = createFiles(bridge, store);
  bridge.hear(hear);
  if (bridge.online()) welcomed(bridge.welcome()?.conversations ?? []);

  const fromWish = (): { request: string; decision?: string } => {
    const { decision } = state();
    return { request: bridge.newId(), ...(decision && { decision }) };
  };
  const ask = (request: Request): void => {
    const { message } = request;
    const { pending } = state();
    set({
      request,
      notice: null,
      draft: '',
      pending: message ? [...pending, { ...message, at: Date.now(), refused: null }] : pending,
    });
    sendRequest(bridge, state());
  };
  const begin = (): void => {
    set({ screen: 'talk' });
    ask({ type: 'chat.start', ...fromWish() });
  };
  const queue = (message: Pending): void => {
    const { conversation, pending } = state();
    set({ pending: [...pending, message] });
    if (conversation) sendMessage(bridge, conversation.id, message);
  };
  const chat: Chat = {
    get state() {
      return state();
    },
    files,
    watch: store.watch,
    wish(wish) {
      if (!wish) return;
      const before = state();
      if (isLive(before) || before.request) return set({ shape: 'open' });
      const settings = bridge.welcome()?.settings;
      const here = settings?.agentsOnline ?? false;
      const leaves = wish.leave ?? (!wish.start && !here);
      const fresh = wish.decision || wish.start || before.conversation?.status === 'ended';
      const kept =
        before.conversation && !fresh ? {} : { conversation: null, messages: [], read: 0 };
      const decision = wish.decision ?? null;
      const begun = before.before?.decision === decision ? before.before : null;
      if (begun?.leaves === leaves) return set({ shape: 'open' });
      const asks = decision ? wish.asks : settings?.contactButton.asks;
      set({
        ...kept,
        before: null,
        shape: 'open',
        decision,
        notice: null,
        screen: kept.messages === undefined ? 'talk' : leaves ? 'leave' : 'form',
      });
      const starts = wish.start ?? false;
      if (asks && (starts || state().screen !== 'talk')) {
        const typed = begun?.typed ?? { values: {}, question: before.draft };
        const request = bridge.newId();
        set({ screen: 'before', before: { request, decision, starts, leaves, form: null, typed } });
        return sendAsk(bridge, state());
      }
      if (starts) begin();
    },
    show: (shape) =>
      set({
        shape,
        asksToEnd: false,
        ...(shape === 'closed' &&
          !isLive(state()) && {
            conversation: null,
            messages: [],
            before: null,
            screen: 'form',
            notice: null,
          }),
      }),
    go: (screen) => set({ screen, notice: null }),
    fill(typed) {
      const { before } = state();
      if (before) set({ before: { ...before, typed } });
    },
    answer({ values, question }) {
      const text = question.trim();
      const { before } = state();
      if (before?.form && before.leaves) {
        const left = leftWith(before.form, values);
        chat.fill({ values: left.values, question });
        return chat.leave(left.address, text, '');
      }
      set({ screen: 'talk' });
      ask({
        type: 'chat.start',
        ...fromWish(),
        before: { id: bridge.newId(), values },
        ...(text && { message: { id: bridge.newId(), text } }),
      });
    },
    start(text, name) {
      set({ screen: 'talk' });
      ask({
        type: 'chat.start',
        ...fromWish(),
        message: { id: bridge.newId(), text },
        ...(name && { name }),
      });
    },
    leave(address, text, name) {
      // One that waits becomes the message.
      if (state().conversation?.status === 'active') chat.end();
      const { before } = state();
      ask({
        type: 'chat.leave',
        ...fromWish(),
        ...(before?.form && { before: { id: bridge.newId(), values: before.typed.values } }),
        address,
        message: { id: bridge.newId(), text },
        ...(name && { name }),
      });
    },
    post(text) {
      queue({ id: bridge.newId(), text, at: Date.now(), refused: null });
      set({ draft: '' });
      typing.changed();
    },
    respond(to, response) {
      const once = isAnsweredOnce(to.content);
      const id = once ? responseId(to.id) : bridge.newId();
      const responded = respond(to.content, response);
      if ('refused' in responded || state().pending.some((each) => each.id === id)) return;
      const { content } = responded;
      const text = contentText(content, textLength);
      queue({
        id,
        text,
        content,
        response: { to: to.id, ...response },
        at: Date.now(),
        refused: null,
      });
    },
    retry(id) {
      if (state().pending.find((each) => each.id === id)?.content?.type === 'attachment')
        return files.again(id);
      set({
        pending: state().pending.map((each) =>
          each.id === id ? { ...each, refused: null } : each,
        ),
      });
      sendPending(bridge, state());
    },
    type(draft) {
      set({ draft });
      typing.changed();
    },
    give(ask, value) {
      const { conversation } = state();
      if (!conversation) return;
      set({ askProblem: null });
      bridge.send({ type: 'chat.give', conversation: conversation.id, ask, value });
    },
    askAfter() {
      const { conversation } = state();
      if (conversation) bridge.send({ type: 'chat.after', conversation: conversation.id });
    },
    rate(answers) {
      const { conversation } = state();
      if (!conversation) return;
      set({ afterProblem: null });
      bridge.send({ type: 'chat.rate', conversation: conversation.id, answers });
    },
    mail(address) {
      const { conversation } = state();
      if (!conversation) return;
      set({ afterProblem: null });
      bridge.send({ type: 'chat.transcript', conversation: conversation.id, address });
    },
    clearProblem: () => set({ afterProblem: null }),
    askToEnd: (asksToEnd) => set({ asksToEnd }),
    end() {
      const { conversation } = state();
      if (conversation) bridge.send({ type: 'chat.end', conversation: conversation.id });
      set({ asksToEnd: false });
    },
    seen(through) {
      const { conversation, read } = state();
      if (!conversation || through <= read) return;
      set({ read: through });
      bridge.send({ type: 'chat.read', conversation: conversation.id, through });
    },
    forget: () => set({ ...emptyState }),
  };
  return chat;
}

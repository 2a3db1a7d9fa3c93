// The visitor's side of a conversation: sends with ids of its own, keeps what is not acknowledged in
// storage and sends it again, resumes after the last sequence until caught up. Marks are true: read
// is said only of what was in view.
import type { Bridge, ChatWish } from '../core/bridge.ts';
import type { Heard } from '../core/line.ts';
import type { VisitorConversation } from '../wire.ts';
import { createKeeper } from './kept.ts';
import { emptyState, isLive, lastSequence, merge } from './state.ts';
import type { ChatState, Request } from './state.ts';
import { createTyping } from './typing.ts';

/** A retryable refusal is tried again after this. */
const retryMs = 3000;
const typingShownMs = 7000;

export interface Chat {
  readonly state: ChatState;
  watch(changed: () => void): () => void;
  wish(wish: ChatWish | null): void;
  show(shape: ChatState['shape']): void;
  go(screen: ChatState['screen']): void;
  start(text: string, name: string): void;
  leave(address: string, text: string, name: string): void;
  post(text: string): void;
  retry(id: string): void;
  type(text: string): void;
  askToEnd(asks: boolean): void;
  end(): void;
  /** Everything up to here is in view of somebody. */
  seen(through: number): void;
  forget(): void;
}

export function createChat(bridge: Bridge): Chat {
  let state: ChatState = { ...emptyState, online: bridge.online() };
  const watchers = new Set<() => void>();
  let cursor = 0;
  let catching = false;
  let received = 0;
  let agentTimer: ReturnType<typeof setTimeout> | undefined;
  const keeper = createKeeper(bridge);
  const typing = createTyping(bridge, () => state);

  const set = (change: Partial<ChatState>): void => {
    const before = state.shape;
    state = { ...state, ...change };
    keeper.keep(state);
    if (before !== state.shape) bridge.chatting(state.shape !== 'closed');
    for (const watch of watchers) watch();
  };

  const resume = (): void => {
    const { conversation } = state;
    if (!conversation) return;
    catching = true;
    cursor = lastSequence(state);
    bridge.send({ type: 'chat.resume', conversation: conversation.id, after: cursor });
  };
  const sendPending = (): void => {
    const { conversation, pending } = state;
    if (!conversation || !isLive(state)) return;
    // The message of a start that is not answered yet goes with the start.
    const started = state.request?.message?.id;
    for (const { id, text, refused } of pending) {
      if (!refused && id !== started)
        bridge.send({ type: 'chat.post', conversation: conversation.id, id, text });
    }
  };
  const sendRequest = (): void => {
    const { request } = state;
    if (!request) return;
    const { type, address, message, ...rest } = request;
    if (type === 'chat.start') bridge.send({ type, ...rest, ...(message && { message }) });
    else if (address && message) bridge.send({ type, ...rest, address, message });
  };
  const adopt = (conversation: VisitorConversation): void => {
    const other = state.conversation?.id !== conversation.id;
    if (other) received = 0;
    const toTalk =
      (other && state.screen !== 'left') ||
      (conversation.status === 'active' && state.screen === 'leave');
    set({
      conversation,
      ...(toTalk && { screen: 'talk' as const }),
      read: Math.max(other ? 0 : state.read, conversation.visitorRead),
      ...(other && { messages: [] }),
    });
    if (other) resume();
  };

  const settleRequest = (request: string | undefined): void => {
    if (!request || request !== state.request?.request) return;
    const left = state.request.type === 'chat.leave';
    const sent = state.request.message?.id;
    set({
      request: null,
      pending: state.pending.filter(({ id }) => id !== sent),
      notice: null,
      screen: left ? 'left' : 'talk',
    });
  };
  const takeMessages = (frame: Extract<Heard, { type: 'chat.messages' }>): void => {
    if (frame.conversation !== state.conversation?.id) return;
    const messages = merge(state.messages, frame.messages);
    const news = messages !== state.messages;
    const ids = new Set(frame.messages.map(({ id }) => id));
    const fromAgent = frame.messages.some(({ author }) => author.type === 'agent');
    set({
      messages,
      pending: state.pending.filter(({ id }) => !ids.has(id)),
      ...(fromAgent && { agentTyping: false }),
    });
    if (lastSequence(state) > received) {
      received = lastSequence(state);
      bridge.send({ type: 'chat.received', conversation: frame.conversation, through: received });
    }
    if (!catching && frame.complete) return;
    // A live message may come between two pages. What begins right after the cursor leaves no gap;
    // what does not is asked for again from the cursor, until that brings nothing new.
    const [first] = frame.messages;
    const joins = first !== undefined && first.sequence <= cursor + 1;
    if (!frame.complete || joins) {
      cursor = Math.max(cursor, ...frame.messages.map(({ sequence }) => sequence));
    }
    if (!frame.complete || (news && !joins)) {
      bridge.send({ type: 'chat.resume', conversation: frame.conversation, after: cursor });
    } else catching = false;
  };
  const takePosted = (frame: Extract<Heard, { type: 'chat.posted' }>): void => {
    const sent = state.pending.find(({ id }) => id === frame.id);
    if (!sent || frame.conversation !== state.conversation?.id) return;
    const { conversation, id, sequence, at } = frame;
    const message = {
      conversation,
      id,
      sequence,
      at,
      author: { type: 'visitor' },
      body: { type: 'text', text: sent.text },
    } as const;
    set({
      messages: merge(state.messages, [message]),
      pending: state.pending.filter((each) => each !== sent),
    });
  };
  const takeRefusal = ({
    id,
    request,
    problem,
  }: Extract<Heard, { type: 'chat.refused' }>): void => {
    if (request && request === state.request?.request) {
      const text = state.request.message?.text ?? state.draft;
      return set({
        request: null,
        pending: [],
        draft: text,
        notice: problem.message,
        screen: 'leave',
      });
    }
    if (problem.retry) return void setTimeout(sendPending, retryMs);
    set({
      pending: state.pending.map((each) =>
        each.id === id ? { ...each, refused: problem.message } : each,
      ),
    });
  };

  const hear = (frame: Heard): void => {
    switch (frame.type) {
      case 'welcome':
        return welcomed(frame.conversations);
      case 'offline':
        return set({ online: false, agentTyping: false });
      case 'chat.state': {
        const mine = frame.request !== undefined && frame.request === state.request?.request;
        settleRequest(frame.request);
        if (
          mine ||
          !state.conversation ||
          state.conversation.id === frame.conversation.id ||
          !isLive(state)
        )
          adopt(frame.conversation);
        if (state.shape === 'closed' && isLive(state)) set({ shape: 'minimised' });
        return sendPending();
      }
      case 'chat.messages':
        return takeMessages(frame);
      case 'chat.posted':
        return takePosted(frame);
      case 'chat.refused':
        return takeRefusal(frame);
      case 'chat.typing':
        if (frame.conversation !== state.conversation?.id) return;
        clearTimeout(agentTimer);
        if (frame.typing) agentTimer = setTimeout(() => set({ agentTyping: false }), typingShownMs);
        return set({ agentTyping: frame.typing });
      case 'presence':
        return set({});
    }
  };
  const welcomed = (conversations: readonly VisitorConversation[]): void => {
    catching = false;
    set({ online: true });
    const known = conversations.find(({ id }) => id === state.conversation?.id);
    const found =
      known ??
      conversations.find(({ status }) => status === 'active' || status === 'waiting') ??
      conversations[0];
    if (found) adopt(found);
    // Written for a conversation that is over: it goes back to where it was written.
    if (!found && !state.request && state.pending.length) {
      set({
        draft: [...state.pending.map(({ text }) => text), state.draft].join('\n').trim(),
        pending: [],
      });
    }
    // What the server no longer lists ended meanwhile; its answer to the resume says so.
    if (!catching) resume();
    sendRequest();
    sendPending();
  };

  const restore = (): void => {
    const kept = keeper.read();
    const conversations = bridge.welcome()?.conversations ?? [];
    const news = conversations.some(
      (each) =>
        each.lastSequence > each.visitorRead ||
        each.status === 'waiting' ||
        each.status === 'active',
    );
    state = {
      ...state,
      draft: kept.draft ?? '',
      pending: kept.pending ?? [],
      request: kept.request ?? null,
      screen: kept.request ? 'talk' : 'form',
    };
    const going = kept.request || conversations.length;
    set({ shape: (going && kept.shape) || (news ? 'minimised' : 'closed') });
    if (bridge.online()) welcomed(conversations);
  };

  const ask = (request: Request): void => {
    set({
      request,
      notice: null,
      draft: '',
      pending: request.message
        ? [...state.pending, { ...request.message, at: Date.now(), refused: null }]
        : state.pending,
    });
    sendRequest();
  };
  const fromWish = (): { request: string; decision?: string } => ({
    request: bridge.newId(),
    ...(state.decision && { decision: state.decision }),
  });
  bridge.hear(hear);
  restore();
  const chat: Chat = {
    get state() {
      return state;
    },
    watch: (changed) => (watchers.add(changed), () => void watchers.delete(changed)),
    wish(wish) {
      if (!wish) return;
      if (isLive(state) || state.request) return set({ shape: 'open' });
      const here = bridge.welcome()?.settings.agentsOnline ?? false;
      const leaves = wish.leave || (!wish.start && !here);
      const fresh = wish.decision || wish.start || state.conversation?.status === 'ended';
      const kept =
        state.conversation && !fresh ? {} : { conversation: null, messages: [], read: 0 };
      set({
        ...kept,
        shape: 'open',
        decision: wish.decision ?? null,
        notice: null,
        screen: kept.messages === undefined ? 'talk' : leaves ? 'leave' : 'form',
      });
      if (!wish.start) return;
      set({ screen: 'talk' });
      ask({ type: 'chat.start', ...fromWish() });
    },
    show: (shape) =>
      set({
        shape,
        asksToEnd: false,
        ...(shape === 'closed' &&
          !isLive(state) && { conversation: null, messages: [], screen: 'form', notice: null }),
      }),
    go: (screen) => set({ screen, notice: null }),
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
      if (isLive(state)) chat.end();
      ask({
        type: 'chat.leave',
        ...fromWish(),
        address,
        message: { id: bridge.newId(), text },
        ...(name && { name }),
      });
    },
    post(text) {
      set({
        pending: [...state.pending, { id: bridge.newId(), text, at: Date.now(), refused: null }],
        draft: '',
      });
      typing.changed();
      const { conversation } = state;
      const last = state.pending[state.pending.length - 1];
      if (conversation && last)
        bridge.send({ type: 'chat.post', conversation: conversation.id, id: last.id, text });
    },
    retry(id) {
      set({
        pending: state.pending.map((each) => (each.id === id ? { ...each, refused: null } : each)),
      });
      sendPending();
    },
    type(draft) {
      set({ draft });
      typing.changed();
    },
    askToEnd: (asksToEnd) => set({ asksToEnd }),
    end() {
      if (state.conversation)
        bridge.send({ type: 'chat.end', conversation: state.conversation.id });
      set({ asksToEnd: false });
    },
    seen(through) {
      const { conversation, read } = state;
      if (!conversation || through <= read) return;
      set({ read: through });
      bridge.send({ type: 'chat.read', conversation: conversation.id, through });
    },
    forget: () => set({ ...emptyState }),
  };
  return chat;
}

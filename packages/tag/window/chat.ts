// The visitor's side of a conversation, as the views use it: each act of the visitor, and its
// effect. How it begins is in begin.ts, what is written in write.ts, what is sent in outgoing.ts,
// what is received in incoming.ts. A message is marked as read only if it was in view.
import type { ChatWords } from '@opportune/words/en/chat.ts';
import type { VisitorConversation, VisitorFrame, Welcome } from '../wire.ts';
import { createBeginning, type Beginning } from './begin.ts';
import { createChatStore, type ChatStore } from './chat-store.ts';
import { createFiles, type Files } from './files/files.ts';
import { createIncoming } from './incoming.ts';
import { createParts, type PartLoader, type WindowParts } from './parts.ts';
import type { SpeakingBridge, Speech } from './said.ts';
import { type CallPart, createSpeaking, type Speaking } from './speaking.ts';
import { type Answers, type ChatState, emptyState, isLive, opensByItself } from './state.ts';
import { createWriting, type Writing } from './write.ts';

export type { AskingMessage } from './write.ts';

export interface Chat extends Beginning, Writing, Telling {
  readonly state: ChatState;
  readonly speech: Speech;
  readonly words: ChatWords['window'];
  readonly settings: Welcome['settings'] | undefined;
  /** The name of the business. */
  readonly site: string;
  readonly files: Files;
  readonly parts: WindowParts;
  readonly speaking: Speaking;
  watch(changed: () => void): () => void;
  show(shape: ChatState['shape']): void;
  go(screen: ChatState['screen']): void;
  /** One of the earlier conversations of the home. */
  openEarlier(conversation: VisitorConversation): void;
  clearProblem(): void;
  askToEnd(asks: boolean): void;
  forget(): void;
}

/** What the visitor tells the server of the conversation, if there is one. */
interface Telling {
  /** Answers a private question. Null: they decline. */
  give(ask: string, value: string | null): void;
  /** Requests what follows, now that it is over. */
  askAfter(): void;
  rate(answers: Answers): void;
  /** Has the conversation sent to the address. */
  mail(address: string): void;
  end(): void;
  /** Everything up to here is visible to the visitor. */
  seen(through: number): void;
}

/** `call`: the part in which the visitor speaks. */
export function createChat(bridge: SpeakingBridge, call: PartLoader<CallPart>): Chat {
  const store = createChatStore(bridge);
  const { state, set, watch } = store;
  const telling = createTelling(bridge, store);
  const beginning = createBeginning(bridge, store, {
    end: telling.end,
    speak: (begin) => speaking.call(begin),
    callsBack: () => speaking.callsBack(),
    back: () => speaking.back(),
  });
  const { hear, welcomed } = createIncoming(bridge, store, beginning.unasked);
  const files = createFiles(bridge, store);
  const show = (shape: ChatState['shape']): void =>
    set({ shape, asksToEnd: false, ...(shape === 'closed' && !isLive(state()) && ended) });
  const go = (screen: ChatState['screen']): void => set({ screen, notice: null });
  const speaking: Speaking = createSpeaking(
    {
      ...{ bridge, state, show, go, opensByItself },
      redraw: () => set({}),
      forgetBegun: () => set({ draft: '', before: null }),
      say: (text) => set({ fileProblem: text }),
    },
    call,
  );
  bridge.hear(hear);
  if (bridge.online()) welcomed(bridge.welcome()?.conversations ?? []);
  return {
    get state() {
      return state();
    },
    speech: bridge,
    get words() {
      return bridge.said().chat.window;
    },
    get settings() {
      return bridge.welcome()?.settings;
    },
    get site() {
      return bridge.welcome()?.settings.look.name ?? '';
    },
    files,
    parts: createParts(),
    speaking,
    watch,
    ...beginning,
    ...createWriting(bridge, store, files),
    ...telling,
    show,
    go,
    openEarlier(conversation) {
      set({ screen: 'talk' });
      hear({ type: 'chat.state', conversation });
    },
    clearProblem: () => set(noProblem),
    askToEnd: (asksToEnd) => set({ asksToEnd }),
    forget() {
      speaking.clear();
      set({ ...emptyState });
    },
  };
}

type Told = Extract<VisitorFrame, { readonly conversation: string }>;
type WithoutIts<Frame> = Frame extends Told ? Omit<Frame, 'conversation'> : never;

function createTelling(bridge: SpeakingBridge, { state, set }: ChatStore): Telling {
  const tell = (frame: WithoutIts<Told>, change?: Partial<ChatState>): void => {
    const { conversation } = state();
    if (!conversation) return;
    if (change) set(change);
    bridge.send({ ...frame, conversation: conversation.id });
  };
  return {
    give: (ask, value) => tell({ type: 'chat.give', ask, value }, { askProblem: null }),
    askAfter: () => tell({ type: 'chat.after' }),
    rate: (answers) => tell({ type: 'chat.rate', answers }, noProblem),
    mail: (address) => tell({ type: 'chat.transcript', address }, noProblem),
    end: () => tell({ type: 'chat.end' }, { asksToEnd: false }),
    seen(through) {
      if (through > state().read) tell({ type: 'chat.read', through }, { read: through });
    },
  };
}

const noProblem: Partial<ChatState> = { afterProblem: null };
/** What remains in a closed window of a conversation that is over. */
const ended: Partial<ChatState> = {
  conversation: null,
  messages: [],
  before: null,
  screen: 'form',
  notice: null,
};

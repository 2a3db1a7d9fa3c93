// The visitor's side of a conversation, as the views use it: each act of the visitor, and what it
// changes. How it begins is in begin.ts, what is written in write.ts; what leaves is in outgoing.ts,
// what comes in incoming.ts. Marks are true: read is said only of what was in view.
import type { ChatWords } from '@opportune/words/en/chat.ts';
import type { VisitorFrame, Welcome } from '../wire.ts';
import { createBeginning, type Beginning } from './begin.ts';
import { createChatStore, type ChatStore } from './chat-store.ts';
import { createFiles, type Files } from './files.ts';
import { createIncoming } from './incoming.ts';
import type { SpeakingBridge, Speech } from './said.ts';
import { type Answers, type ChatState, emptyState, isLive } from './state.ts';
import { createWriting, type Writing } from './write.ts';

export type { AskingMessage } from './write.ts';

export interface Chat extends Omit<Beginning, 'unasked'>, Writing, Telling {
  readonly state: ChatState;
  readonly speech: Speech;
  readonly words: ChatWords['window'];
  readonly settings: Welcome['settings'] | undefined;
  /** The name of the business. */
  readonly site: string;
  readonly files: Files;
  watch(changed: () => void): () => void;
  show(shape: ChatState['shape']): void;
  go(screen: ChatState['screen']): void;
  clearProblem(): void;
  askToEnd(asks: boolean): void;
  forget(): void;
}

/** What the visitor tells the server of the conversation, where there is one. */
interface Telling {
  /** Answers a private question; null: they would rather not. */
  give(ask: string, value: string | null): void;
  /** What is asked now that it is over? */
  askAfter(): void;
  rate(answers: Answers): void;
  /** Has the conversation sent to the address. */
  mail(address: string): void;
  end(): void;
  /** Everything up to here is in view of somebody. */
  seen(through: number): void;
}

export function createChat(bridge: SpeakingBridge): Chat {
  const store = createChatStore(bridge);
  const { state, set, watch } = store;
  const telling = createTelling(bridge, store);
  const beginning = createBeginning(bridge, store, telling.end);
  const { hear, welcomed } = createIncoming(bridge, store, beginning.unasked);
  const files = createFiles(bridge, store);
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
    watch,
    ...beginning,
    ...createWriting(bridge, store, files),
    ...telling,
    show: (shape) =>
      set({ shape, asksToEnd: false, ...(shape === 'closed' && !isLive(state()) && ended) }),
    go: (screen) => set({ screen, notice: null }),
    clearProblem: () => set(noProblem),
    askToEnd: (asksToEnd) => set({ asksToEnd }),
    forget: () => set({ ...emptyState }),
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
/** What is left in a closed window of a conversation that is over. */
const ended: Partial<ChatState> = {
  conversation: null,
  messages: [],
  before: null,
  screen: 'form',
  notice: null,
};

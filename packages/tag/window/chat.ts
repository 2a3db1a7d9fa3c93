// The visitor's side of a conversation, as the views use it: each act of the visitor, and what it
// changes. How it begins is in begin.ts, what is written in write.ts; what leaves is in outgoing.ts,
// what comes in incoming.ts. Marks are true: read is said only of what was in view.
import type { Bridge } from '../core/bridge.ts';
import type { VisitorFrame } from '../wire.ts';
import { createBeginning, type Beginning } from './begin.ts';
import { createChatStore } from './chat-store.ts';
import { createFiles } from './files.ts';
import type { Files } from './files.ts';
import { createIncoming } from './incoming.ts';
import { emptyState, isLive } from './state.ts';
import type { Answers, ChatState } from './state.ts';
import { createWriting, type Writing } from './write.ts';

export type { AskingMessage } from './write.ts';

export interface Chat extends Omit<Beginning, 'unasked'>, Writing {
  readonly state: ChatState;
  readonly files: Files;
  watch(changed: () => void): () => void;
  show(shape: ChatState['shape']): void;
  go(screen: ChatState['screen']): void;
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

export function createChat(bridge: Bridge): Chat {
  const store = createChatStore(bridge);
  const { state, set } = store;
  /** Tells the server something of the conversation, where there is one. */
  const tell = (
    frame: (conversation: string) => VisitorFrame,
    change?: Partial<ChatState>,
  ): void => {
    const { conversation } = state();
    if (!conversation) return;
    if (change) set(change);
    bridge.send(frame(conversation.id));
  };
  const end = (): void => {
    tell((conversation) => ({ type: 'chat.end', conversation }));
    set({ asksToEnd: false });
  };
  const beginning = createBeginning(bridge, store, end);
  const { hear, welcomed } = createIncoming(bridge, store, beginning.unasked);
  const files = createFiles(bridge, store);
  bridge.hear(hear);
  if (bridge.online()) welcomed(bridge.welcome()?.conversations ?? []);
  return {
    get state() {
      return state();
    },
    files,
    watch: store.watch,
    ...beginning,
    ...createWriting(bridge, store, files),
    show: (shape) =>
      set({ shape, asksToEnd: false, ...(shape === 'closed' && !isLive(state()) && ended) }),
    go: (screen) => set({ screen, notice: null }),
    give: (ask, value) =>
      tell((conversation) => ({ type: 'chat.give', conversation, ask, value }), {
        askProblem: null,
      }),
    askAfter: () => tell((conversation) => ({ type: 'chat.after', conversation })),
    rate: (answers) =>
      tell((conversation) => ({ type: 'chat.rate', conversation, answers }), noProblem),
    mail: (address) =>
      tell((conversation) => ({ type: 'chat.transcript', conversation, address }), noProblem),
    clearProblem: () => set(noProblem),
    askToEnd: (asksToEnd) => set({ asksToEnd }),
    end,
    seen(through) {
      if (through > state().read)
        tell((conversation) => ({ type: 'chat.read', conversation, through }), { read: through });
    },
    forget: () => set({ ...emptyState }),
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

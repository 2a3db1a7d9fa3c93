// The state of a call in this page, and its only holder. Every change is passed to the window.
import type { SpeakingWindow } from '../window/speaking.ts';
import type { Frame } from '../wire.ts';
import type { PageOfCall } from './scene.ts';

export type Over = Frame<'call.over'>;

export interface SpeakState extends PageOfCall {
  /** The server's clock minus ours, ms. */
  readonly aheadMs: number;
  /** The visitor writes, and the call is a bar above. */
  readonly isWriting: boolean;
  /** The browser holds back the sound until a click. */
  readonly isSilent: boolean;
  readonly isWeak: boolean;
  /** How the last call ended. */
  readonly over: Over | null;
  /** Why the server refused. */
  readonly refused: string | null;
}

/** As without a call. */
export const blank = {
  ...{ call: null, isProposing: false, wish: null, trouble: null, hasVoice: false, wasHere: false },
  ...{ isConsenting: false, agrees: null, asks: false, isBeginning: false, isWriting: false },
  ...{ isSilent: false, isWeak: false },
} as const;

export interface SpeakStore {
  readonly window: SpeakingWindow;
  state(): SpeakState;
  /** Nothing happens if nothing changes. */
  set(change: Partial<SpeakState>): void;
}

export function createSpeakStore(
  window: SpeakingWindow,
  carrier: string,
  changed: () => void,
): SpeakStore {
  const online = window.bridge.online();
  let state: SpeakState = { ...blank, carrier, online, aheadMs: 0, over: null, refused: null };
  return {
    window,
    state: () => state,
    set(change) {
      const before: Readonly<Record<string, unknown>> = { ...state };
      if (Object.entries(change).every(([name, value]) => before[name] === value)) return;
      state = { ...state, ...change };
      changed();
    },
  };
}

/** The visitor waits for any agent. */
export function isQueued({ window }: Pick<SpeakStore, 'window'>): boolean {
  return window.state().conversation?.status !== 'active';
}

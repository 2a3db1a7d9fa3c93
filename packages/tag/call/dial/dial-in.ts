// Calling by telephone from the page: the number, and the code by which the call is known as this visitor's.
// A restart of the server voids codes, so that each new connection asks again.
import type { Heard } from '../../core/line/channel.ts';
import type { SpeakingWindow } from '../../window/speaking.ts';
import type { Frame } from '../../wire.ts';

type Told = Frame<'chat.dial-in'>;

export interface DialInState {
  readonly isOpen: boolean;
  /** As the server last said. Null: not yet. */
  readonly told: Told | null;
  /** Until when its code is valid. */
  readonly until: number;
}

export interface DialIn {
  state(): DialInState;
  /** Asks by which number, once. */
  look(): void;
  open(): void;
  close(): void;
  hear(frame: Heard): void;
}

const retryMs = 30_000;

export function createDialIn(window: SpeakingWindow): DialIn {
  const { bridge } = window;
  let state: DialInState = { isOpen: false, told: null, until: 0 };
  let request = '';
  let again: ReturnType<typeof setTimeout> | undefined;
  const set = (change: Partial<DialInState>): void => {
    state = { ...state, ...change };
    window.redraw();
  };
  const ask = (): void => {
    clearTimeout(again);
    request = bridge.newId();
    bridge.send({ type: 'chat.dial-in', request, code: state.isOpen });
  };
  return {
    state: () => state,
    look() {
      if (!request) ask();
    },
    open() {
      set({ isOpen: true });
      ask();
    },
    close() {
      clearTimeout(again);
      set({ isOpen: false });
    },
    hear(frame) {
      if (frame.type === 'welcome' && request) ask();
      const isRefused = frame.type === 'chat.refused' && frame.request === request;
      const told = frame.type === 'chat.dial-in' && frame.request === request ? frame : null;
      if (told) set({ told, until: Date.now() + (told.code?.validMs ?? 0) });
      if (!state.isOpen || (!told && !isRefused)) return;
      const lasts = told?.code ? told.code.validMs : retryMs;
      again = setTimeout(ask, Math.max(1000, lasts));
    },
  };
}

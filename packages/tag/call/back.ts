// Call backs in the window: when somebody may be called, what the visitor asks for, and what is promised.
// What breaks off before it is answered is sent again under the same request.
import type { Heard } from '../core/line/channel.ts';
import type { SpeakingWindow } from '../window/speaking.ts';
import type { Frame, VisitorFrame } from '../wire.ts';

type Asked = Extract<VisitorFrame, { type: 'chat.call-back' | 'chat.change-back' }>;
export type Way = Extract<VisitorFrame, { type: 'chat.call-back' }>['way'];

export interface BackState {
  readonly isOpen: boolean;
  /** As the server last said. Null: not yet. */
  readonly slots: Frame<'chat.slots'> | null;
  /** They choose another time for what is promised. */
  readonly isMoving: boolean;
  /** What is not answered yet. */
  readonly asked: Asked | null;
  readonly problem: string | null;
}

export interface Back {
  state(): BackState;
  open(): void;
  close(): void;
  move(isMoving: boolean): void;
  /** Only times at which this number may be called. */
  look(number?: string): void;
  /** `address`: for an e-mail that confirms it. Empty: none. */
  ask(way: Way, from: number | null, text: string, address: string): void;
  /** Another time for what is promised. Null: it is cancelled. */
  change(from: number | null): void;
  hear(frame: Heard): void;
}

const closed: BackState = {
  ...{ isOpen: false, slots: null, isMoving: false, asked: null, problem: null },
};
/** Of what is over, another one may be asked for. */
export const isOpenPromise = (state: string): state is 'promised' | 'offered' | 'ringing' =>
  state === 'promised' || state === 'offered' || state === 'ringing';

/** `problems`: sentences by code, before those of the window. */
export function createBack(
  window: SpeakingWindow,
  problems: Readonly<Record<string, string>>,
): Back {
  const { bridge } = window;
  let state = closed;
  let request = '';
  const set = (change: Partial<BackState>): void => {
    state = { ...state, ...change };
    window.redraw();
  };
  const look = (number?: string): void => {
    const { conversation, decision } = window.state();
    request = bridge.newId();
    bridge.send({
      ...{ type: 'chat.slots', request },
      ...(decision && { decision }),
      ...(conversation && { conversation: conversation.id }),
      ...(number && { number }),
    });
  };
  const send = (asked: Asked): void => {
    set({ asked, problem: null });
    bridge.send(asked);
  };
  return {
    state: () => state,
    open() {
      set({ ...closed, isOpen: true });
      look();
    },
    close: () => set(closed),
    look,
    move: (isMoving) => set({ isMoving, problem: null }),
    ask(way, from, text, address) {
      const { decision, before } = window.state();
      const message = text && { message: { id: bridge.newId(), text } };
      send({
        ...{ type: 'chat.call-back', request: bridge.newId(), way, from },
        ...(decision && { decision }),
        ...message,
        ...(before?.form && { before: { id: bridge.newId(), values: before.typed.values } }),
        ...(address && { address }),
        timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
      });
    },
    change(from) {
      const { conversation } = window.state();
      if (conversation)
        send({
          ...{ type: 'chat.change-back', request: bridge.newId() },
          ...{ conversation: conversation.id, from },
        });
    },
    hear(frame) {
      if (!state.isOpen) return;
      if (frame.type === 'welcome') {
        look();
        if (state.asked) bridge.send(state.asked);
      }
      if (frame.type === 'chat.slots') {
        const isAnswer = frame.request === state.asked?.request;
        if (!isAnswer && frame.request !== request) return;
        if (isAnswer && state.asked?.type === 'chat.call-back') window.forgetBegun();
        set({ slots: frame, ...(isAnswer && { asked: null, isMoving: false }) });
      }
      if (frame.type === 'chat.refused' && frame.request === state.asked?.request) {
        const { problem } = frame;
        const way = state.asked?.type === 'chat.call-back' ? state.asked.way : null;
        set({ asked: null, problem: problems[problem.code] ?? bridge.refusalText(problem) });
        // What was free may be taken.
        look(way?.type === 'telephone' ? way.number : undefined);
      }
    },
  };
}

// Speaking from the window. All of it is in a part that loads when a call is there or wished for; the
// window offers it, and gives it the place that it asks for.
import type { ComponentChildren } from 'preact';
import { canSpeak } from '../can-speak.ts';
import type { Heard } from '../core/line/channel.ts';
import type { PartLoader } from './parts.ts';
import type { SpeakingBridge } from './said.ts';
import type { ChatState } from './state.ts';

/** What the part needs of the window. */
export interface SpeakingWindow {
  readonly bridge: SpeakingBridge;
  state(): ChatState;
  show(shape: ChatState['shape']): void;
  go(screen: ChatState['screen']): void;
  /** What it shows of the call has changed. */
  redraw(): void;
  /** What they had written is sent. */
  forgetBegun(): void;
  /** Says why there is no call. */
  say(text: string): void;
  /** It may open over the page. */
  opensByItself(): boolean;
}

/** How a conversation begins whose visitor wants to speak: `not` if they thought better of it. */
export type Begin = (how: 'call' | 'chat' | 'not') => void;

/** The part, once it is loaded. */
export interface Spoken {
  hear(frame: Heard): void;
  /** The visitor wants to speak. */
  propose(): void;
  /** They want to begin by speaking. Opens the microphone first. */
  call(begin: Begin): void;
  /** They want to be called back, or see what is promised. */
  back(): void;
  /** A call is there. */
  isBusy(): boolean;
  /** In place of head and conversation. Null: the conversation is shown. */
  panel(): ComponentChildren;
  /** Above the conversation, and in place of the minimised window. Null: there is no call. */
  bar(): ComponentChildren;
  pill(unread: number): ComponentChildren;
  clear(): void;
}

export interface CallPart {
  begin(window: SpeakingWindow): Spoken;
}

export interface Speaking {
  /** Whether the visitor may propose to speak. */
  isOffered(): boolean;
  propose(): void;
  call(begin: Begin): void;
  /** Whether they may begin by speaking. */
  callsUs(): boolean;
  /** Whether they may ask to be called back. */
  callsBack(): boolean;
  back(): void;
  now(): Spoken | null;
  clear(): void;
}

const retryMs = 5000;

export function createSpeaking(window: SpeakingWindow, part: PartLoader<CallPart>): Speaking {
  const { bridge, state } = window;
  let spoken: Spoken | null = null;
  /** What came before the part. */
  let early: readonly Heard[] = [];
  let retry: ReturnType<typeof setTimeout> | undefined;
  const load = async (): Promise<void> => {
    const loaded = await part.load();
    if (spoken || !loaded) {
      clearTimeout(retry);
      if (!loaded && early.length) retry = setTimeout(load, retryMs);
      return;
    }
    spoken = loaded.begin(window);
    for (const frame of early) spoken.hear(frame);
    early = [];
  };
  bridge.hear((frame) => {
    if (spoken) return spoken.hear(frame);
    // What is over must not ring once the part is there.
    if (frame.type === 'call.over') early = [];
    if (frame.type !== 'call') return;
    early = [frame];
    void load();
  });
  return {
    isOffered: () =>
      bridge.welcome()?.settings.voice === true &&
      state().conversation?.status === 'active' &&
      canSpeak() &&
      !spoken?.isBusy(),
    async propose() {
      await load();
      if (spoken) spoken.propose();
      else window.say(bridge.said().chat.window.notLoaded);
    },
    async call(begin) {
      await load();
      if (spoken) spoken.call(begin);
      else begin('chat');
    },
    callsUs: () => {
      const { voice, agentsOnline } = bridge.welcome()?.settings ?? {};
      return !!voice && !!agentsOnline && canSpeak() && !spoken?.isBusy();
    },
    callsBack: () => bridge.welcome()?.settings.voice === true && !spoken?.isBusy(),
    async back() {
      await load();
      if (spoken) spoken.back();
      else window.say(bridge.said().chat.window.notLoaded);
    },
    now: () => spoken,
    clear() {
      early = [];
      spoken?.clear();
    },
  };
}

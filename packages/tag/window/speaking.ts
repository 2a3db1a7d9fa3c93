// Speaking from the window. All of it is in a part that loads when a call is there or wished for; the
// window offers it, and gives it the place that it asks for.
import type { ComponentChildren } from 'preact';
import type { Heard } from '../core/line/channel.ts';
import type { PartLoader } from './parts.ts';
import type { SpeakingBridge } from './said.ts';
import type { ChatState } from './state.ts';

/** What the part needs of the window. */
export interface SpeakingWindow {
  readonly bridge: SpeakingBridge;
  state(): ChatState;
  show(shape: ChatState['shape']): void;
  /** What it shows of the call has changed. */
  redraw(): void;
  /** The part could not be loaded. */
  failed(): void;
  /** It may open over the page. */
  opensByItself(): boolean;
}

/** The part, once it is loaded. */
export interface Spoken {
  hear(frame: Heard): void;
  /** The visitor wants to speak. */
  propose(): void;
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
      else window.failed();
    },
    now: () => spoken,
    clear() {
      early = [];
      spoken?.clear();
    },
  };
}

/** The browser can, and the page is allowed to. */
function canSpeak(): boolean {
  const policy = Reflect.get(document, 'featurePolicy');
  return (
    'RTCPeerConnection' in self &&
    'mediaDevices' in navigator &&
    policy?.allowsFeature?.('microphone') !== false
  );
}

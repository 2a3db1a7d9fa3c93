// A call as this page takes part in it: the microphone after a click, an offer of sound whenever this
// page carries the call and has none, and the acts of the visitor. What they see of it is in scene.ts.
import type { Heard } from '../core/line/channel.ts';
import type { SpeakingWindow } from '../window/speaking.ts';
import { type Mark, takeMark, writeMark } from './mark.ts';
import { permission } from './microphone.ts';
import { createPlaying } from './playing.ts';
import { carries, type Wish } from './scene.ts';
import { createSound, type Sound } from './sound.ts';
import { blank, createSpeakStore, type SpeakState, type SpeakStore } from './state.ts';
import { createTaking } from './taking.ts';
import { createVoice, type Voice } from './voice.ts';

export interface Speak extends Acts {
  state(): SpeakState;
  set(change: Partial<SpeakState>): void;
  hear(frame: Heard): void;
  /** Whether the call may be recorded. If they were about to accept it, they accept it now. */
  consent(agrees: boolean): void;
  chooseSpeaker(device: string): void;
  /** After a click of the visitor. */
  turnOnSound(): void;
  stream(): MediaStream | null;
  /** Of the other side, 0 to 1. */
  level(): number;
  clear(): void;
}

interface Acts {
  /** The visitor clicked: opens the microphone, then does it. */
  want(wish: Wish): void;
  /** Declines, takes back, hangs up, or leaves a proposal or trouble of this page. */
  leave(): void;
  mute(isMuted: boolean): void;
  chooseMicrophone(device: string): void;
}

export function createSpeak(window: SpeakingWindow, changed: () => void): Speak {
  const mark = takeMark();
  const store = createSpeakStore(window, mark?.carrier ?? window.bridge.newId(), changed);
  const { state, set } = store;
  const playing = createPlaying((isSilent) => set({ isSilent }));
  const voice: Voice = createVoice(() => acts.chooseMicrophone(''));
  const sound = createSound(store, voice, playing);
  const { quiet, ...acts } = createActs(store, voice, sound);
  const comeBack = async (): Promise<void> => {
    // By itself only where the microphone is granted already.
    if ((await permission()) === 'granted' && state().wasHere && !state().hasVoice)
      acts.want('join');
  };
  const hear = createTaking(store, sound, mark, {
    ...acts,
    quiet,
    settle: () => settle(store, sound, quiet),
    mute: voice.mute,
    comeBack: () => void comeBack(),
  });
  followPage(store, quiet, () => void comeBack());
  return {
    state,
    set,
    hear,
    ...acts,
    consent: (agrees) => consent(store, agrees, acts.want),
    chooseSpeaker: playing.choose,
    turnOnSound: playing.start,
    stream: voice.stream,
    level: sound.level,
    clear() {
      quiet();
      set(blank);
    },
  };
}

function consent({ window, state, set }: SpeakStore, agrees: boolean, want: Acts['want']): void {
  const { call, isConsenting } = state();
  if (!call) return;
  const { language } = window.bridge.said().chat;
  window.bridge.send({ type: 'call.consent', call: call.id, agrees, language });
  set({ call: { ...call, recording: agrees ? 'agreed' : 'refused' }, isConsenting: false });
  if (isConsenting) want('accept');
}

/** Opens the sound if this page carries the call, and lets it go if another does. */
function settle({ state, set }: SpeakStore, sound: Sound, quiet: () => void): void {
  const { call, hasVoice, wish } = state();
  if (carries(state())) return sound.open();
  sound.close();
  if (!call || !hasVoice || call.state === 'asked' || wish) return;
  quiet();
  set({ hasVoice: false, wasHere: false });
}

function createActs(store: SpeakStore, voice: Voice, sound: Sound) {
  const { state, set } = store;
  const { bridge } = store.window;
  let request = '';
  let left = '';
  /** Taken back before the server had answered. */
  let leavesNext = false;
  const quiet = (): void => {
    voice.stop();
    sound.close();
  };
  const ask = (): void => {
    const { conversation } = store.window.state();
    if (conversation) bridge.send({ type: 'call.propose', request, conversation: conversation.id });
  };
  const grant = (wish: Wish): void => {
    const { call, carrier } = state();
    if (wish === 'propose') {
      request = bridge.newId();
      leavesNext = false;
      ask();
    }
    if (wish === 'accept' && call) bridge.send({ type: 'call.accept', call: call.id });
    // From now on this page carries it.
    const carried = wish === 'join' && call ? { ...call, carrier } : call;
    set({ wish: null, hasVoice: true, isWriting: false, call: carried });
    if (wish !== 'join') return;
    sound.speak();
    sound.open();
  };
  const open = async (wish: Wish): Promise<void> => {
    const { stream, trouble } = await voice.open(null);
    // Meanwhile the visitor thought better of it, or the call ended.
    if (state().wish !== wish) return quiet();
    if (trouble) return set({ wish: null, trouble, wasHere: wish === 'join' });
    if (!stream) return;
    voice.mute(state().call?.isMuted === true);
    grant(wish);
  };
  const leave = (): void => {
    const { call, wish, trouble, hasVoice } = state();
    quiet();
    leavesNext = !call && hasVoice;
    // The proposal of the other side stays.
    if (wish === 'accept') return set({ wish: null });
    if (call) {
      left = call.id;
      bridge.send({ type: trouble ? 'call.failed' : 'call.leave', call: call.id });
    }
    set({ ...blank, refused: null });
  };
  const reopen = async (device: string): Promise<void> => {
    const { stream, trouble } = await voice.open(device || null);
    if (trouble) set({ trouble, hasVoice: false });
    if (stream) sound.speak();
  };
  return {
    quiet,
    request: () => request,
    ask,
    isLeft(call: string, isAsking: boolean) {
      if (leavesNext && isAsking) left = call;
      leavesNext &&= !isAsking;
      return call === left;
    },
    refusesNext() {
      const wasLeft = leavesNext;
      leavesNext = false;
      return wasLeft;
    },
    leave,
    want(wish: Wish) {
      set({ wish, asks: false, trouble: null, refused: null });
      void open(wish);
      void permission().then((is) => state().wish === wish && set({ asks: is !== 'granted' }));
    },
    mute(isMuted: boolean) {
      const { call } = state();
      if (!call) return;
      voice.mute(isMuted);
      bridge.send({ type: 'call.mute', call: call.id, isMuted });
      set({ call: { ...call, isMuted } });
    },
    chooseMicrophone: (device: string) => void reopen(device),
  };
}

/** The page goes, or comes back from the browser's cache: then as after a page change. */
function followPage({ state, set }: SpeakStore, quiet: () => void, comeBack: () => void): void {
  addEventListener('pagehide', () => {
    const { call, carrier, hasVoice } = state();
    if (!call || !hasVoice) return;
    const mark: Mark = { call: call.id, carrier };
    writeMark(mark);
    quiet();
    set({ hasVoice: false, wasHere: true });
  });
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    takeMark();
    if (state().wasHere && state().call) comeBack();
  });
}

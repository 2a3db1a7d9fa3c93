// A call as this page takes part in it: the microphone after a click, an offer of sound whenever this
// page carries the call and has none, and the acts of the visitor. What they see of it is in scene.ts.
import type { Heard } from '../core/line/channel.ts';
import type { Begin, SpeakingWindow } from '../window/speaking.ts';
import { type Answer, type Answering, createAnswering } from './answering.ts';
import { type Asked, createAsked } from './asked.ts';
import { type Mark, takeMark, writeMark } from './mark.ts';
import { permission } from './microphone.ts';
import { createPlaying } from './playing.ts';
import { carries, type Wish } from './scene.ts';
import { createSound, type Sound } from './sound.ts';
import { blank, createSpeakStore, isQueued, type SpeakState, type SpeakStore } from './state.ts';
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
  /** The conversation begins by a call, once the microphone is open. */
  begin(begin: Begin): void;
  /** Goes on in writing: instead of a call that waits, or without a microphone. */
  write(): void;
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
  const { quiet, asked, ...acts } = createActs(store, voice, sound);
  const answering = createAnswering(({ call, agrees }) => {
    const { language } = window.bridge.said().chat;
    window.bridge.send({ type: 'call.consent', call, agrees, language });
  }, answerIn(mark));
  const comeBack = async (): Promise<void> => {
    // By itself only where the microphone is granted already.
    if ((await permission()) === 'granted' && state().wasHere && !state().hasVoice)
      acts.want('join');
  };
  const hear = createTaking(store, sound, mark, {
    ...{ asked, answering, quiet, mute: voice.mute },
    settle: () => settle(store, sound, quiet),
    comeBack: () => void comeBack(),
  });
  followPage(store, quiet, () => void comeBack());
  return {
    state,
    set,
    hear,
    ...acts,
    consent: (agrees) => consent(store, answering, agrees, acts.want),
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

function answerIn(mark: Mark | null): Answer | null {
  return mark && mark.agrees !== null ? { call: mark.call, agrees: mark.agrees } : null;
}

function consent(
  { state, set }: SpeakStore,
  answering: Answering,
  agrees: boolean,
  want: Acts['want'],
): void {
  const { call, isConsenting } = state();
  if (!call) return;
  answering.answer({ call: call.id, agrees });
  set({ agrees, isConsenting: false });
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

/** The microphone, after a click, and what it was opened for. */
function createWanting(store: SpeakStore, asked: Asked, voice: Voice, sound: Sound) {
  const { state, set, window } = store;
  const { bridge } = window;
  const quiet = (): void => {
    voice.stop();
    sound.close();
  };
  const grant = (wish: Wish): void => {
    const { call, carrier } = state();
    if (wish === 'propose' || wish === 'begin') asked.anew();
    if (wish === 'propose') asked.ask();
    if (wish === 'accept' && call) bridge.send({ type: 'call.accept', call: call.id });
    // From now on this page carries it.
    const carried = wish === 'join' && call ? { ...call, carrier } : call;
    set({ wish: null, hasVoice: true, isWriting: false, call: carried });
    if (wish === 'begin') asked.decide('call');
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
  return {
    quiet,
    want(wish: Wish): void {
      set({ wish, asks: false, trouble: null, refused: null });
      void open(wish);
      void permission().then((is) => state().wish === wish && set({ asks: is !== 'granted' }));
    },
  };
}

function createActs(store: SpeakStore, voice: Voice, sound: Sound) {
  const { state, set, window } = store;
  const { bridge } = window;
  const asked = createAsked(store);
  const { quiet, want } = createWanting(store, asked, voice, sound);
  const leave = (): void => {
    const { call, wish, trouble } = state();
    // The proposal of the other side stays.
    if (wish === 'accept') {
      quiet();
      return set({ wish: null });
    }
    asked.decide('not');
    asked.giveUp('leaves');
    quiet();
    if (call) bridge.send({ type: trouble ? 'call.failed' : 'call.leave', call: call.id });
    set({ ...blank, refused: null });
  };
  const write = (): void => {
    const { call } = state();
    if (!asked.isBeginning() && !isQueued(store)) return leave();
    asked.giveUp('writes');
    quiet();
    if (call) bridge.send({ type: 'call.leave', call: call.id, writes: true });
    set({ ...blank, refused: null });
    asked.decide('chat');
  };
  const reopen = async (device: string): Promise<void> => {
    const { stream, trouble } = await voice.open(device || null);
    if (trouble) set({ trouble, hasVoice: false });
    if (stream) sound.speak();
  };
  return {
    ...{ asked, quiet, want, leave, write },
    begin(begin: Begin): void {
      asked.decide('not');
      asked.begins(begin);
      set({ isBeginning: true, over: null });
      want('begin');
    },
    mute(isMuted: boolean): void {
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
    const { call, carrier, hasVoice, agrees } = state();
    if (!call || !hasVoice) return;
    writeMark({ call: call.id, carrier, agrees });
    quiet();
    set({ hasVoice: false, wasHere: true });
  });
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    takeMark();
    if (state().wasHere && state().call) comeBack();
  });
}

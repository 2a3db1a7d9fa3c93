// Applies what the server says of the call to the state of this page.
import type { Heard } from '../core/line/channel.ts';
import type { Frame } from '../wire.ts';
import type { Mark } from './mark.ts';
import type { Answering } from './answering.ts';
import type { Asked } from './asked.ts';
import type { Sound } from './sound.ts';
import { createChatTaking } from './taking-chat.ts';
import { blank, isQueued, type Over, type SpeakStore } from './state.ts';
import { wordsIn } from './words.ts';

interface Taking {
  readonly asked: Asked;
  readonly answering: Answering;
  /** Lets the microphone and the sound go. */
  quiet(): void;
  /** Opens or closes them, as the state says. */
  settle(): void;
  mute(isMuted: boolean): void;
  comeBack(): void;
}

export function createTaking(
  store: SpeakStore,
  sound: Sound,
  mark: Mark | null,
  acts: Taking,
): (frame: Heard) => void {
  const { state, set } = store;
  const { bridge } = store.window;
  const { asked, answering } = acts;
  /** Whether the server stated the call since it last welcomed. */
  let isStated = true;

  const takeOver = (over: Over | null): void => {
    acts.quiet();
    set({ ...blank, over });
  };
  const chat = createChatTaking(store, asked, takeOver);
  const takeCall = ({ call, at }: Frame<'call'>): void => {
    isStated = true;
    const left = asked.takeLeft(call);
    if (left) {
      const writes = left === 'writes' && ({ writes: true } as const);
      return bridge.send({ type: 'call.leave', call: call.id, ...writes });
    }
    const before = state();
    const isNew = call.id !== before.call?.id;
    const wasHere = isNew ? mark?.call === call.id : before.wasHere;
    acts.mute(call.isMuted);
    set({ call, wasHere, aheadMs: at - Date.now(), isProposing: false, isBeginning: false });
    set({ agrees: answering.take(call), refused: null });
    if (isNew) set({ over: null });
    if (isNew && wasHere) acts.comeBack();
    acts.settle();
    const former = isNew ? null : before.call;
    // The host ended while this page joined.
    const isDropped = former?.carrier === before.carrier && call.carrier === null;
    if ((call.state === 'lost' && former?.state !== 'lost') || isDropped) sound.renew();
  };
  const takeProblem = createProblemTaking(store, acts, takeOver);
  return (frame) => {
    switch (frame.type) {
      case 'call':
        return takeCall(frame);
      case 'call.over':
        if (frame.call === state().call?.id || asked.hasLeft(frame.call)) takeOver(frame);
        return;
      case 'call.answer':
        if (frame.call === state().call?.id && frame.carrier === state().carrier)
          sound.answered(frame.sdp);
        return;
      case 'problem':
        return takeProblem(frame);
      case 'chat.state':
        return chat.begun(frame);
      case 'chat.refused':
        // Once the window has taken it.
        return void setTimeout(chat.refused);
      case 'offline':
        return set({ online: false });
      case 'welcome':
        isStated = false;
        asked.reconnects();
        set({ online: true });
        if (!state().call && state().hasVoice) asked.ask();
        return;
      case 'chat.messages':
        // The server states a call before it answers what was missed.
        if (frame.complete && !isStated) chat.missed(frame);
        return;
    }
  };
}

/** What the server refuses of the call. */
function createProblemTaking(
  store: SpeakStore,
  { asked, quiet }: Pick<Taking, 'asked' | 'quiet'>,
  takeOver: (over: Over | null) => void,
) {
  const { state, set } = store;
  const { bridge } = store.window;
  return ({ problem, request }: Frame<'problem'>): void => {
    const { call } = state();
    if (request && request === asked.request()) {
      if (asked.refusesNext()) return;
      quiet();
      // Who waited to speak goes on in writing, and is told why. Anybody else may try again.
      if (isQueued(store)) {
        set(blank);
        return store.window.say(whyWriting(store, problem));
      }
      return set({ ...blank, isProposing: true, refused: bridge.refusalText(problem) });
    }
    if (!call || request !== call.id) return;
    if (problem.code === 'request.not_found' || problem.code === 'conversation.ended')
      return takeOver(null);
    if (problem.code !== 'call.no_sound') return;
    quiet();
    set({ hasVoice: false, trouble: 'noSound' });
  };
}

function whyWriting({ window: { bridge } }: SpeakStore, problem: Frame<'problem'>['problem']) {
  if (problem.code !== 'agent.no_room') return bridge.refusalText(problem);
  return wordsIn(bridge.said().chat.language).queue.unanswered;
}

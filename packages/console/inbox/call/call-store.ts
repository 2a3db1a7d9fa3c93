// This agent's call, as the server tells it, and which tab has its sound. A tab offers its sound once
// its agent has clicked, and again when the connection breaks or the page was loaded anew.
import type { CallFrame, SpokenCall, Watching } from '@opportune/protocol/conversation/spoken.ts';
import type { CallsThere, ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import type { CallId, ConversationId, UserId } from '@opportune/protocol/ids.ts';
import { ApiProblem } from '../../api/client.ts';
import { newId } from '../../api/new-id.ts';
import { onFrame, sendFrame } from '../../api/socket.ts';
import { announce, say, sayError } from '../../ui/toast.tsx';
import { createStore } from '../../ui/store.ts';
import { t } from '../../words/words.ts';
import { ask } from '../requests.ts';
import { endWords } from './end-words.ts';
import { leftWords, stateWords } from './state-words.ts';
import * as sound from './sound.ts';

interface Speaking {
  /** Whether calls are offered in this account. */
  readonly offered: boolean;
  readonly call: SpokenCall | null;
  /** Whether this tab has its sound. */
  readonly here: boolean;
}

const silent: Speaking = { offered: false, call: null, here: false };
export const speaking = createStore<Speaking>(silent);

const nobody: ReadonlySet<ConversationId> = new Set();
/** Conversations whose visitor waits to speak. Who accepts one is in its call. */
export const callers = createStore(nobody);
/** Conversations in which people speak. Managers can take part. */
export const spoken = createStore(nobody);

/** Survives a reload of this tab, and no other. */
const key = 'opportune.call';
const againMs = { first: 250, most: 4_000 };

let carrier: string | null = null;
/** The server has told this tab's carrier. Until then, another one is older than our offer. */
let isConfirmed = false;
let waitMs: number = againMs.first;
let again: ReturnType<typeof setTimeout> | undefined;

export type Asked = (call: SpokenCall) => void;

/** Follows the socket until the returned function is called. `asked`: a call rings here. */
export function followCalls(asked: Asked): () => void {
  const stop = onFrame((frame) => hear(frame, asked));
  return () => {
    stop();
    letGo();
    speaking.set(silent);
    callers.set(nobody);
    spoken.set(nobody);
  };
}

/** Proposes to speak. The microphone is asked for first. */
export async function propose(conversation: ConversationId): Promise<void> {
  if (!(await opened())) return;
  try {
    await ask({ type: 'call.propose', conversation });
    // It may be over already.
    if (speaking.get().call?.conversation !== conversation) letGo();
  } catch (error) {
    letGo();
    sayError(error);
  }
}

/** How long the microphone is open for the call of an accepted conversation before it is told. */
const toldMs = 5_000;
/** The conversation that was accepted last in this tab: if its call is told late, the microphone opens anew. */
let accepted: ConversationId | null = null;
let letGoLater: ReturnType<typeof setTimeout> | undefined;

/** Accepts a conversation whose visitor waits to speak. The microphone is asked for first. */
export async function answer(conversation: ConversationId): Promise<void> {
  // What was accepted before closes no microphone of this call.
  clearTimeout(letGoLater);
  if (!(await opened())) return;
  const letGoWithout = (): void => {
    if (speaking.get().call === null) letGo();
  };
  try {
    accepted = conversation;
    await ask({ type: 'conversation.accept', conversation });
    // The visitor may have hung up meanwhile.
    letGoLater = setTimeout(letGoWithout, toldMs);
  } catch (error) {
    accepted = null;
    letGoWithout();
    sayError(error);
  }
}

/** Whether this agent's call is in this conversation, or comes to be. Its keys are letters. */
export function isSpokenIn(conversation: ConversationId): boolean {
  return accepted === conversation || speaking.get().call?.conversation === conversation;
}

export async function accept({ id }: SpokenCall): Promise<void> {
  if (await openedFor(id)) act({ type: 'call.accept', call: id });
}

/** Of managers: takes part in a call, or in another way. The microphone is asked for first. */
export async function watch(conversation: ConversationId, watching: Watching): Promise<void> {
  const isIn = speaking.get().call?.conversation === conversation;
  if (!isIn && !(await opened())) return;
  try {
    await ask({ type: 'call.watch', conversation, watching });
    if (speaking.get().call?.conversation !== conversation) letGo();
  } catch (error) {
    if (!isIn) letGo();
    sayError(error);
  }
}

/** Of the agent who leads: a colleague is asked, and the customer hears music. */
export function consult(call: CallId, user: UserId): void {
  void ask({ type: 'call.consult', call, user }).catch(sayError);
}

/** Takes the sound from another tab or device. */
export async function takeHere(call: SpokenCall): Promise<void> {
  if (await openedFor(call.id)) await offer(call);
}

let isTaking = false;

/** Without a click, so only where the microphone was allowed before. */
async function takeAgain(call: SpokenCall): Promise<void> {
  if (isTaking) return;
  isTaking = true;
  try {
    if (await sound.isMicrophoneAllowed()) return await takeHere(call);
    sessionStorage.removeItem(key);
    speaking.update((now) => ({ ...now, here: sound.hasSound() }));
  } finally {
    isTaking = false;
  }
}

export function act(
  frame: Exclude<
    CallFrame,
    { type: 'call.propose' | 'call.offer' | 'call.consent' | 'call.watch' | 'call.consult' }
  >,
): void {
  sendFrame(frame);
}

export async function changeMicrophone(device: string): Promise<void> {
  tellFault(await sound.openMicrophone(device));
}

async function opened(): Promise<boolean> {
  const fault = await sound.openMicrophone();
  tellFault(fault);
  return fault === null;
}

/** The call may be over by the time that its agent allows the microphone, which then stays closed. */
async function openedFor(id: CallId): Promise<boolean> {
  if (!(await opened())) return false;
  if (speaking.get().call?.id === id) return true;
  letGo();
  return false;
}

function tellFault(fault: sound.MicrophoneFault | null): void {
  if (fault !== null) say(t(`calls.microphone.${fault}`));
}

function hear(frame: ConsoleServerFrame, asked: Asked): void {
  switch (frame.type) {
    case 'calls.all': {
      const [call = null] = frame.calls;
      speaking.update((now) => ({ ...now, offered: frame.offered }));
      others(frame.others);
      if (call === null) return over();
      return stands(call, asked);
    }
    case 'calls.others':
      return others(frame.others);
    case 'call':
      return stands(frame.call, asked);
    case 'call.over':
      if (speaking.get().call?.id !== frame.call) return;
      over();
      return say(endWords(frame.reason, frame.spokeS));
    case 'call.left':
      return speaking.get().call?.id === frame.call ? say(leftWords(frame)) : undefined;
    case 'call.answer':
      // An answer to an offer that another one replaced cannot be used.
      if (frame.carrier === carrier) sound.accept(frame.sdp).catch(() => {});
      return;
    case 'problem':
      return refused(frame);
    default:
  }
}

function others({ waiting, going }: CallsThere): void {
  callers.set(new Set(waiting));
  spoken.set(new Set(going));
}

function stands(call: SpokenCall, asked: Asked): void {
  const before = speaking.get().call;
  const isNew = before?.id !== call.id;
  if (call.carrier === carrier) isConfirmed = carrier !== null;
  else if (isConfirmed && call.carrier !== null) letGo();
  const isStored = call.carrier !== null && call.carrier === stored();
  const isAccepted = call.carrier === null && call.conversation === accepted;
  const here = sound.hasSound() || isStored;
  speaking.update((now) => ({ ...now, call, here }));
  sound.silenceMicrophone(call.isMuted || call.watching === 'listen');
  if (call.state === 'asked') return isNew ? asked(call) : undefined;
  if (isNew || stateWords(before) !== stateWords(call)) announce(stateWords(call));
  if (call.state === 'connected') waitMs = againMs.first;
  // This tab had it before it was loaded anew, or accepted it long before it was told.
  if (!sound.hasSound()) return isStored || isAccepted ? void takeAgain(call) : undefined;
  if (mustOffer(call)) offerSoon(call);
}

/** Nobody has offered, or what this tab offered broke. */
function mustOffer(call: SpokenCall): boolean {
  if (call.carrier === null) return carrier === null || isConfirmed;
  return call.state === 'lost' && call.carrier === carrier;
}

/** At once, and then ever later while it breaks. */
function offerSoon(call: SpokenCall, isNeeded = mustOffer): void {
  if (carrier === null) return void offer(call);
  clearTimeout(again);
  again = setTimeout(() => {
    const now = speaking.get().call;
    if (now?.id === call.id && isNeeded(now)) void offer(now);
  }, waitMs);
  waitMs = Math.min(2 * waitMs, againMs.most);
}

/** The connection of this tab broke, or did not come about, whatever the server knows of it. */
function broke(): void {
  const { call } = speaking.get();
  const isOurs = (now: SpokenCall): boolean => now.carrier === carrier && !sound.isConnected();
  if (call !== null && isOurs(call)) offerSoon(call, isOurs);
}

async function offer({ id, ice }: SpokenCall): Promise<void> {
  carrier ??= newId();
  sessionStorage.setItem(key, carrier);
  const mine = carrier;
  const sdp = await sound.offer(ice, broke);
  if (sdp !== null && mine === carrier)
    sendFrame({ type: 'call.offer', call: id, carrier: mine, sdp });
}

function refused({ request, problem }: Extract<ConsoleServerFrame, { type: 'problem' }>): void {
  const { call } = speaking.get();
  if (call === null || request !== call.id) return;
  // The host was too slow. The server ends a call that nobody joins again.
  if (problem.code === 'call.no_sound' && call.connectedAt !== null) return broke();
  sayError(new ApiProblem(problem, 0));
  if (problem.code === 'call.no_sound') act({ type: 'call.failed', call: call.id });
}

function over(): void {
  accepted = null;
  letGo();
  speaking.update((now) => ({ ...now, call: null, here: false }));
}

function letGo(): void {
  clearTimeout(again);
  sound.stopSound();
  if (carrier !== null) sessionStorage.removeItem(key);
  carrier = null;
  isConfirmed = false;
  waitMs = againMs.first;
}

function stored(): string | null {
  return sessionStorage.getItem(key);
}

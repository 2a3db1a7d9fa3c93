// What this page asked the server for: a call, and how a conversation begins by it. The visitor may give
// it up before the server has answered.
import type { Begin } from '../window/speaking.ts';
import type { SpokenCall } from './scene.ts';
import type { SpeakStore } from './state.ts';

/** How the visitor gave up: they hang up, or go on in writing. */
export type GivenUp = 'leaves' | 'writes';

interface Given {
  readonly how: GivenUp;
  /** By which the conversation was to begin. Undefined: it is there. */
  readonly request: string | undefined;
}

export interface Asked {
  /** What was asked for last. */
  request(): string;
  /** The next request is another one. */
  anew(): void;
  /** Asks for a call, or again if the connection broke. Default: in the window's conversation. */
  ask(conversation?: string): void;
  begins(begin: Begin): void;
  isBeginning(): boolean;
  /** How the conversation begins. Once. */
  decide(how: Parameters<Begin>[0]): void;
  giveUp(how: GivenUp): void;
  /** The conversation of this request begins. How the visitor has given its call up. */
  takeBegun(request: string): GivenUp | null;
  /** Whether the visitor left this call here, and how. The server may not know yet. */
  takeLeft(call: Pick<SpokenCall, 'id' | 'state' | 'carrier'>): GivenUp | null;
  hasLeft(call: string): boolean;
  /** The server refused. Says whether the visitor had given it up before. */
  refusesNext(): boolean;
  /** No conversation begins by this request any more. */
  dropsAllBut(request: string | undefined): void;
  /** There is a new connection. */
  reconnects(): void;
  /** All that happened before it is known: a call of what was given up would be there. */
  missesNothing(): void;
}

export function createAsked({ state, window }: SpeakStore): Asked {
  const { bridge } = window;
  let request = '';
  let begins: Begin | null = null;
  let left: { readonly call: string; readonly how: GivenUp } | null = null;
  let givenUp: Given | null = null;
  /** As the connection came back. */
  let former: Given | null = null;
  return {
    request: () => request,
    anew() {
      request = bridge.newId();
      givenUp = null;
    },
    ask(conversation = window.state().conversation?.id) {
      if (conversation) bridge.send({ type: 'call.propose', request, conversation });
    },
    isBeginning: () => begins !== null,
    begins(begin) {
      begins = begin;
    },
    decide(how) {
      const begin = begins;
      begins = null;
      begin?.(how);
    },
    giveUp(how) {
      const { call, hasVoice } = state();
      if (call) left = { call: call.id, how };
      else if (hasVoice && !begins) givenUp = { how, request: window.state().request?.request };
    },
    takeBegun(begun) {
      if (givenUp?.request !== begun) return null;
      const { how } = givenUp;
      // Who goes on in writing asks for the call all the same, to leave it.
      givenUp = how === 'writes' ? { how, request: undefined } : null;
      return how;
    },
    takeLeft({ id, state: is, carrier }) {
      if (givenUp && is !== 'asked' && !carrier) left = { call: id, how: givenUp.how };
      // If the other side asks, nothing has come of it.
      if (left?.call === id || is === 'asked') givenUp = null;
      return left?.call === id ? left.how : null;
    },
    hasLeft: (call) => left?.call === call,
    refusesNext() {
      const wasLeft = givenUp !== null;
      givenUp = null;
      return wasLeft;
    },
    dropsAllBut(kept) {
      if (givenUp?.request !== kept) givenUp = null;
    },
    reconnects() {
      former = givenUp;
    },
    missesNothing() {
      if (former === givenUp && !givenUp?.request) givenUp = null;
    },
  };
}

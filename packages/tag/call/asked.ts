// What this page asked the server for: a call, and how a conversation begins by it. The visitor may give
// it up before the server has answered.
import type { Begin } from '../window/speaking.ts';
import type { SpeakStore } from './state.ts';

/** How the visitor gave up: they hang up, or go on in writing. */
export type GivenUp = 'leaves' | 'writes';

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
  givenUp(): GivenUp | null;
  /** Whether the visitor left this call here, and how. The server may not know yet. */
  takeLeft(call: string, isNew: boolean): GivenUp | null;
  /** The server refused. Says whether the visitor had given it up before. */
  refusesNext(): boolean;
}

export function createAsked({ state, window }: SpeakStore): Asked {
  const { bridge } = window;
  let request = '';
  let begins: Begin | null = null;
  let left: { readonly call: string; readonly how: GivenUp } | null = null;
  let givenUp: GivenUp | null = null;
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
      else givenUp = hasVoice && !begins ? how : null;
    },
    takeLeft(call, isNew) {
      if (givenUp && isNew) {
        left = { call, how: givenUp };
        givenUp = null;
      }
      return left?.call === call ? left.how : null;
    },
    givenUp: () => givenUp,
    refusesNext() {
      const wasLeft = givenUp !== null;
      givenUp = null;
      return wasLeft;
    },
  };
}

// What the window says, in the visitor's language: English until another language's words are there,
// which the window waits for before it is drawn first.
import { chatEn } from '@opportune/words/en/chat.ts';
import { messageEn } from '@opportune/words/en/message.ts';
import type { Bridge } from '../core/bridge.ts';
import { visitorLocale, withWords, type Words } from '../speech.ts';

export interface Speech {
  said(): Words;
  /** Calls back once the words are there, at once where they are English. */
  speak(then: () => void): void;
  /** The sentence of a refusal, by its code; as the server says it where there is no other. */
  refusalText(problem: { readonly code: string; readonly message: string }): string;
  timeOf(at: number): string;
}

/** The bridge of a window that knows what it says. */
export interface SpeakingBridge extends Bridge, Speech {}

export function createSpeech(): Speech {
  let words: Words = { chat: chatEn, message: messageEn, refusals: {} };
  // Made when a time is first shown: it takes the browser a while.
  let clock: Intl.DateTimeFormat | undefined;
  return {
    said: () => words,
    speak: (then) =>
      withWords((other) => {
        words = other ?? words;
        then();
      }),
    refusalText: ({ code, message }) => words.refusals[code] ?? message,
    timeOf(at) {
      clock ??= new Intl.DateTimeFormat(visitorLocale(), { hour: '2-digit', minute: '2-digit' });
      return clock.format(at);
    },
  };
}

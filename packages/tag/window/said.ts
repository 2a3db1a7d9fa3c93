// The words of the window, in the visitor's language: English until another language's words are
// loaded. The window waits for them before it is first drawn.
import { chatEn } from '@opportune/words/en/chat.ts';
import { messageEn } from '@opportune/words/en/message.ts';
import type { Bridge } from '../core/bridge.ts';
import { visitorLocale, withWords, type Words } from '../speech.ts';

export interface Speech {
  said(): Words;
  /** Calls back once the words are there; at once for English. */
  speak(then: () => void): void;
  /** The sentence of a refusal, by its code. The server's sentence if there is no other. */
  refusalText(problem: { readonly code: string; readonly message: string }): string;
  timeOf(at: number): string;
  /** Without the year: a conversation is not that old. */
  dayOf(at: number): string;
  /**
   * A name or an address in a sentence: set apart where its direction may be another, so that no
   * point or number is misplaced.
   */
  apart(name: string): string;
  /** For dates and times that a part formats itself. */
  locale(): string;
}

/** The bridge of a window that has its words. */
export interface SpeakingBridge extends Bridge, Speech {}

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufefc]/;

export function createSpeech(): Speech {
  let words: Words = { chat: chatEn, message: messageEn, refusals: {} };
  // Created when a time is first shown, because that takes the browser a while.
  let clock: Intl.DateTimeFormat | undefined;
  const isRtl = getComputedStyle(document.body).direction === 'rtl';
  const day = { weekday: 'long', day: 'numeric', month: 'long' } as const;
  return {
    said: () => words,
    speak: (then) =>
      withWords((other) => {
        words = other ?? words;
        then();
      }),
    refusalText: ({ code, message }) => words.refusals[code] ?? message,
    locale: visitorLocale,
    apart: (name) => (name && (isRtl || rightToLeft.test(name)) ? `\u2068${name}\u2069` : name),
    timeOf(at) {
      clock ??= new Intl.DateTimeFormat(visitorLocale(), { hour: 'numeric', minute: '2-digit' });
      return clock.format(at);
    },
    dayOf: (at) => new Date(at).toLocaleDateString(visitorLocale(), day),
  };
}

// What the window says, in the visitor's language: English until another language's words are there,
// which the window waits for before it is drawn first.
import { chatEn } from '@opportune/words/en/chat.ts';
import { messageEn } from '@opportune/words/en/message.ts';
import { withWords, type Words } from '../speech.ts';

let words: Words = { chat: chatEn, message: messageEn, refusals: {} };

export const said = (): Words => words;

/** Calls back once the words are there, at once where they are English. */
export function speak(then: () => void): void {
  withWords((other) => {
    words = other ?? words;
    then();
  });
}

/** The sentence of a refusal, by its code; as the server says it where there is no other. */
export function refusalText({
  code,
  message,
}: {
  readonly code: string;
  readonly message: string;
}) {
  return words.refusals[code] ?? message;
}

// The words of this part, in the visitor's language.
import { askedEn } from '@opportune/words/en/asked.ts';
import type { Chat } from '../window/chat.ts';

export function wordsOf({
  speech,
}: Chat): NonNullable<ReturnType<Chat['speech']['said']>['asked']> {
  return speech.said().asked ?? askedEn;
}

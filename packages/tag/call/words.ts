// The words of this part. Few enough that every language is in it.
import { callDe } from '@opportune/words/de/call.ts';
import { callEn, type CallWords } from '@opportune/words/en/call.ts';
import { callEs } from '@opportune/words/es/call.ts';

const catalogues: Readonly<Record<string, CallWords>> = { de: callDe, es: callEs };

/** `language`: that of the window's words. */
export function wordsIn(language: string): CallWords {
  return catalogues[language] ?? callEn;
}

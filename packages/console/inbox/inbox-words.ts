// The reader of the inbox's catalogue.
import { inboxEn } from '@opportune/words/console-inbox-en.ts';
import { createWords } from '../ui/words.ts';

export const i = createWords(inboxEn);

/** Clara Jensen is Clara in the transcript; Visitor 7be2 stays whole. */
export function firstName(name: string): string {
  return /\d/.test(name) ? name : (name.split(' ')[0] ?? name);
}

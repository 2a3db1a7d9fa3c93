// The reader of the inbox's catalogue.
import { inboxEn } from '@opportune/words/console-inbox-en.ts';
import { createWords } from '../ui/words.ts';
import { visitorName } from '../visitors/visitor-words.ts';

export const i = createWords(inboxEn);

/** Clara Jensen is Clara in the transcript; Visitor 7be2 stays whole. */
export function firstName(name: string): string {
  return /\d/.test(name) ? name : (name.split(' ')[0] ?? name);
}

/** The visitor's name, or null where nobody said one. */
export function knownName({ visitorName: name }: { readonly visitorName: string }): string | null {
  return name === '' ? null : name;
}

/** The visitor's name, else the end of the id. */
export function nameOf(conversation: {
  readonly visitorName: string;
  readonly visitor: string;
}): string {
  return visitorName({ name: knownName(conversation), visitor: conversation.visitor });
}

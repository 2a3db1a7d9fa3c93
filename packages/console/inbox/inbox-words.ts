// What people are called in the inbox, and what was said last.
import { plainText } from '@opportune/content/message/message-text.ts';
import { visitorName } from '../visitors/visitor-words.ts';

/** Clara Jensen is Clara. For the names of people only. */
export function firstName(name: string): string {
  return name.split(' ')[0] ?? name;
}

/** The visitor's name, or null where nobody said one. */
export function knownName({ visitorName: name }: { readonly visitorName: string }): string | null {
  return name === '' ? null : name;
}

interface Talk {
  readonly visitorName: string;
  readonly visitor: string | null;
  readonly address: string;
}

/** The contact's name; else the end of the visitor's id, or the address of who is none. */
export function nameOf(conversation: Talk): string {
  const { visitor, address } = conversation;
  const name = knownName(conversation);
  return visitor === null ? (name ?? address) : visitorName({ name, visitor });
}

/** What the visitor is called in the transcript: Clara; Visitor 7be2, who gave no name, stays whole. */
export function shortNameOf(conversation: Talk): string {
  const name = knownName(conversation);
  return name === null ? nameOf(conversation) : firstName(name);
}

/** What was said last, for a line of a list that does not know by whom: an agent’s Markdown without its signs. */
export function lastWords({ lastText }: { readonly lastText: string }): string {
  return plainText(lastText);
}

// The names of people in the inbox, and the last message as lists show it.
import { plainText } from '@opportune/content/message/message-text.ts';
import { visitorName } from '../visitors/visitor-words.ts';

/** Clara Jensen gives Clara. For the names of people only. */
export function firstName(name: string): string {
  return name.split(' ')[0] ?? name;
}

/** The visitor's name. Null if nobody gave one. */
export function knownName({ visitorName: name }: { readonly visitorName: string }): string | null {
  return name === '' ? null : name;
}

interface Talk {
  readonly visitorName: string;
  readonly visitor: string | null;
  readonly address: string;
}

/**
 * The contact's name. Without a name, a visitor is named by the end of their id, and any other
 * contact by their address.
 */
export function nameOf(conversation: Talk): string {
  const { visitor, address } = conversation;
  const name = knownName(conversation);
  // In the chat window the address is the visitor.
  return visitor === address ? visitorName({ name, visitor }) : (name ?? address);
}

/**
 * The name in the transcript, such as Clara. A placeholder such as Visitor 7be2 is not shortened.
 */
export function shortNameOf(conversation: Talk): string {
  const name = knownName(conversation);
  return name === null ? nameOf(conversation) : firstName(name);
}

/** The last message without Markdown syntax, for lists that do not know who wrote it. */
export function lastWords({ lastText }: { readonly lastText: string }): string {
  return plainText(lastText);
}

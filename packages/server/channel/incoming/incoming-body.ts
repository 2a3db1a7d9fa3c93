// What a contact wrote over a channel, as a message of their conversation: a tap or a number is the choice
// that was offered, a place is a line with a map, and what could not be read is said. Files are messages
// of their own. Masked as everything is that people write.
import { contentText } from '@opportune/content/message/message-text.ts';
import { respond } from '@opportune/content/message/respond.ts';
import { plainName } from '@opportune/core/attachment/file-name.ts';
import type { Mask } from '@opportune/core/masking/mask.ts';
import type { Incoming, MediaReference } from '@opportune/core/ports/channel.ts';
import type { LetterHead } from '@opportune/protocol/channel/letter.ts';
import type { Message, MessageBody } from '@opportune/protocol/conversation/conversation.ts';
import type { MessageId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { storable } from '@opportune/protocol/text.ts';
import { withoutCredentials } from '../../http/outbound/bounded-request.ts';

/** A choice of a message of ours, by the number that came back. */
export interface Chosen {
  readonly id: string;
  readonly message: MessageId;
}

export interface Asked {
  readonly chosen: Chosen | null;
  /** The newest messages of the conversation, oldest first; none where none goes on. */
  readonly messages: readonly Message[];
  readonly mask: Mask;
}

type Words = Omit<Incoming, 'media'>;

/** Null where it says nothing. */
export function incomingBody(content: Words, asked: Asked): MessageBody | null {
  const answered = answerOf(content.choice, asked);
  if (content.letter !== undefined)
    return letterBody(content, content.letter.head, answered, asked);
  if (answered !== null) return answered;
  const words = wordsOf(content);
  return words === '' ? null : textBody(words, asked.mask);
}

/** An e-mail without words says its subject. Its head is masked already. */
function letterBody(
  content: Words,
  head: LetterHead,
  answered: MessageBody | null,
  { mask }: Asked,
): MessageBody {
  const words = wordsOf(content);
  const said = answered ?? textBody(words, mask) ?? textBody(head.subject, mask) ?? unnamed;
  return said.type === 'text' ? { ...said, letter: head } : said;
}

/** A file that is not kept: its name and where it is. */
export function fileLine({ name, reference }: MediaReference, mask: Mask): MessageBody {
  // Some providers name a file by an id, which says nothing to people.
  const where = URL.canParse(reference) ? withoutCredentials(reference).href : null;
  return textBody([name, where].filter((each) => each !== null).join(': '), mask) ?? unnamed;
}

/** The names of files, a line each. */
export function namesOf(media: readonly MediaReference[], mask: Mask): MessageBody | null {
  return textBody(media.map(fileName).join('\n'), mask);
}

const unnamed = { type: 'text', text: '…' } as const;

function textBody(words: string, mask: Mask): MessageBody | null {
  const text = mask.text(storable(words)).trim();
  if (text === '') return null;
  // A replacement can be longer than what it replaces.
  return { type: 'text', text: storable(text.slice(0, conversationLimits.messageLength)) };
}

function answerOf(tapped: string | null, { chosen, messages }: Asked): MessageBody | null {
  const id = tapped ?? chosen?.id;
  if (id === undefined) return null;
  const asked = messages.findLast((message) =>
    tapped === null ? message.id === chosen?.message : offers(message, tapped),
  );
  if (asked?.body.type !== 'text') return null;
  const responded = respond(asked.body.content, { choice: id });
  if ('refused' in responded) return null;
  const text = contentText(responded.content, conversationLimits.messageLength);
  return { type: 'text', text, content: responded.content, to: asked.id };
}

function offers({ author, body }: Message, choice: string): boolean {
  if (author.type !== 'agent' || body.type !== 'text') return false;
  return 'content' in respond(body.content, { choice });
}

function wordsOf({ text, location, unread }: Words): string {
  const place =
    location === null
      ? ''
      : `https://www.openstreetmap.org/?mlat=${location.latitude}&mlon=${location.longitude}`;
  const lines = [text, place, unread === null ? '' : `[${unread}]`];
  return lines.filter((line) => line !== '').join('\n');
}

/** As the channel names it, else the last part of its address. */
export function fileName({ name, reference }: MediaReference): string {
  return plainName(name ?? lastSegment(reference));
}

function lastSegment(reference: string): string {
  const last = URL.parse(reference)?.pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

// What a contact wrote over a channel, as a message of their conversation: a tap or a number is the choice
// that was offered, a place is a line with a map, a file is the line of where it is, and what could not be
// read is said. Masked as everything is that people write.
import { contentText } from '@opportune/content/message/message-text.ts';
import { respond } from '@opportune/content/message/respond.ts';
import type { Mask } from '@opportune/core/masking/mask.ts';
import type { Incoming } from '@opportune/core/ports/channel.ts';
import type { Message, MessageBody } from '@opportune/protocol/conversation/conversation.ts';
import type { MessageId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits.ts';
import { storable } from '@opportune/protocol/text.ts';

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

/** Null where it says nothing. */
export function incomingBody(content: Incoming, asked: Asked): MessageBody | null {
  const answered = answerOf(content.choice, asked);
  if (answered !== null) return answered;
  const words = asked.mask.text(storable(wordsOf(content))).trim();
  if (words === '') return null;
  // A replacement can be longer than what it replaces.
  return { type: 'text', text: storable(words.slice(0, conversationLimits.messageLength)) };
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

function wordsOf({ text, location, unread, media }: Incoming): string {
  const place =
    location === null
      ? ''
      : `https://www.openstreetmap.org/?mlat=${location.latitude}&mlon=${location.longitude}`;
  const files = media.map(({ name, reference }) =>
    name === null ? reference : `${name}: ${reference}`,
  );
  const lines = [text, ...files, place, unread === null ? '' : `[${unread}]`];
  return lines.filter((line) => line !== '').join('\n');
}

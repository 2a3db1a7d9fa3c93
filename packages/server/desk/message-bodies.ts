// The stored body of a message with content: an agent's cards or form with the same in plain words,
// or a visitor's tap or filled form with the words of the message that it answers. A client's
// version of these words is not trusted.
import { contentText } from '@opportune/content/message/message-text.ts';
import { isAnsweredOnce, respond, responseId } from '@opportune/content/message/respond.ts';
import type { Message, MessageBody } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import { type MessageId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import type {
  OfferedContent,
  VisitorResponse,
} from '@opportune/protocol/conversation/message-content.ts';

export type TextBody = Extract<MessageBody, { type: 'text' }>;

interface Offered {
  readonly id: MessageId;
  readonly text: string;
  readonly note: boolean;
  readonly content?: OfferedContent | undefined;
}

/** Null if a note carries content, or if an id is too long for its answer's id to be derived. */
export function offeredBody({ id, text, note, content }: Offered): MessageBody | null {
  if (content === undefined) return { type: note ? 'note' : 'text', text };
  if (note || responseId(id).length > idLength) return null;
  return { type: 'text', text: wordsOf(content), content };
}
const idLength = 64;

/** The answer to a message of the same conversation, or the code of a refusal. */
export function answerTo(
  asked: Message | null,
  id: MessageId,
  response: VisitorResponse,
): TextBody | ErrorCode {
  if (asked === null || asked.author.type === 'visitor' || asked.body.type !== 'text')
    return 'message.not_answerable';
  const { content } = asked.body;
  if (isAnsweredOnce(content) && id !== responseId(asked.id)) return 'message.not_answerable';
  const responded = respond(content, response);
  if ('refused' in responded)
    return responded.refused === 'invalid' ? 'message.answer_invalid' : 'message.not_answerable';
  return {
    type: 'text',
    text: wordsOf(responded.content),
    content: responded.content,
    to: asked.id,
  };
}

/** The body of a file, under the id of the message that carries it. */
export function attachmentBody(content: Attachment): TextBody {
  return { type: 'text', text: wordsOf(content), content };
}

/** The words of a message that people read. Empty for events. */
export function textIn(body: MessageBody): string {
  return body.type === 'text' ? body.text : '';
}

function wordsOf(content: Parameters<typeof contentText>[0]): string {
  return contentText(content, conversationLimits.messageLength);
}

// What a visitor's browser reads and says of its reading: the messages after the number that it has,
// how far they were received and read, and that somebody types. Ending is here too: it writes nothing.
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ChatFrame } from '@opportune/protocol/frames-visitor.ts';
import { conversationLimits } from '@opportune/protocol/limits.ts';
import { resumePage } from '../../desk/audience/resume-page.ts';
import { forVisitor } from '../../desk/audience/views.ts';
import type { WebChatParts } from './seams.ts';
import { type Chat, isOwn, own } from './own-conversations.ts';

type Of<Type extends ChatFrame['type']> = Extract<ChatFrame, { type: Type }>;

/** In the conversation's write queue, so that what is published meanwhile comes after the page. */
export function resume(
  { attachments }: Pick<WebChatParts, 'attachments'>,
  chat: Chat,
  { conversation, after }: Of<'chat.resume'>,
): Promise<ErrorCode | null> {
  const { store, desk, link } = chat;
  return desk.writes.queue.run(conversation, async () => {
    const known = await own(chat, conversation);
    if (known === null) return 'request.not_found';
    const page = await resumePage(store, link.account, known.id, { after, notes: false });
    link.send({ type: 'chat.state', conversation: forVisitor(known, desk.place(known.id)) });
    const addressed = (message: Message) => attachments.forVisitor(link.account, message);
    link.send({ type: 'chat.messages', ...page, messages: page.messages.map(addressed) });
    desk.privates.show(link, known.id);
    return null;
  });
}

export async function type(
  { typingPreview }: Pick<WebChatParts, 'typingPreview'>,
  { desk, link }: Chat,
  frame: Of<'chat.typing'>,
): Promise<null> {
  const record = desk.record(frame.conversation);
  if (record === undefined || !isOwn(record, link)) return null;
  const shown = await typingPreview(link.account);
  const text = shown ? [...frame.text].slice(0, conversationLimits.previewLength).join('') : '';
  desk.writes.publish({ type: 'visitor-typing', record, typing: frame.text !== '', text });
  return null;
}

export async function mark(
  chat: Chat,
  { type: moved, conversation, through }: Of<'chat.received' | 'chat.read'>,
): Promise<null> {
  const known = await own(chat, conversation);
  if (known === null || through < 1) return null;
  const isRead = moved === 'chat.read';
  if (through > (isRead ? known.visitorRead : known.visitorDelivered))
    chat.desk.writes.mark(known, {
      visitorDelivered: through,
      ...(isRead && { visitorRead: through }),
    });
  return null;
}

export async function end(chat: Chat, { conversation }: Of<'chat.end'>): Promise<ErrorCode | null> {
  const { desk } = chat;
  const known = await own(chat, conversation);
  if (known === null) return 'request.not_found';
  if (!desk.desk.conversations.has(known.id)) return null;
  const { refused, stored } = desk.apply({
    type: 'conversation.end',
    id: known.id,
    by: 'visitor',
  });
  await stored;
  return refused;
}

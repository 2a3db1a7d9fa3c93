// The visitor's frames about what they read: the messages after the number that they have, how far they
// were received and read, that they type, give a private value, and end it.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ChatFrame } from '@opportune/protocol/frames-visitor.ts';
import { resumePage } from '../../desk/audience/resume-page.ts';
import { endByContact, mark, typing } from '../../desk/commands/read.ts';
import { theirs } from '../../desk/commands/theirs.ts';
import { forVisitor, photoIn } from './for-visitor.ts';
import { addressed } from './listen.ts';
import { type Chat, whoseOf } from './own-conversations.ts';
import type { WebChatParts } from './seams.ts';

type Of<Type extends ChatFrame['type']> = Extract<ChatFrame, { type: Type }>;

/** In the conversation's write queue, so that what is published meanwhile comes after the page. */
export function resume(
  use: Pick<WebChatParts, 'attachments' | 'photoOf'>,
  { store, desk, link }: Chat,
  { conversation, after }: Of<'chat.resume'>,
): Promise<ErrorCode | null> {
  return desk.writes.queue.run(conversation, async () => {
    const known = await theirs({ store }, desk, whoseOf(link), conversation);
    if (known === null) return 'request.not_found';
    const page = await resumePage(store, link.account, known.id, { after, notes: false });
    const photo = photoIn(use, link, known);
    link.send({ type: 'chat.state', conversation: forVisitor(known, desk.place(known.id), photo) });
    const messages = page.messages.map((message) => addressed(use, link, message));
    link.send({ type: 'chat.messages', ...page, messages });
    const asks = desk.privates.askedIn(known.id);
    if (asks.length > 0) link.send({ type: 'chat.asks', conversation, asks });
    return null;
  });
}

export async function type(
  { typingPreview }: Pick<WebChatParts, 'typingPreview'>,
  { desk, link }: Chat,
  frame: Of<'chat.typing'>,
): Promise<null> {
  typing(desk, whoseOf(link), frame, await typingPreview(link.account));
  return null;
}

export async function read(
  { store, desk, link }: Chat,
  { type: moved, conversation, through }: Of<'chat.received' | 'chat.read'>,
): Promise<null> {
  const what = moved === 'chat.read' ? 'read' : 'received';
  await mark({ store }, desk, whoseOf(link), { conversation, what, through });
  return null;
}

/** Where it is asked no more, they hear what is, so that a form that lapsed goes away. */
export async function give(
  { desk, link }: Chat,
  frame: Of<'chat.give'>,
): Promise<ErrorCode | null> {
  const { conversation } = frame;
  const refused = await desk.privates.give(whoseOf(link), frame);
  if (refused === 'request.not_found')
    link.send({ type: 'chat.asks', conversation, asks: desk.privates.askedIn(conversation) });
  return refused;
}

export function end(
  { store, desk, link }: Chat,
  { conversation }: Of<'chat.end'>,
): Promise<ErrorCode | null> {
  return endByContact({ store }, desk, whoseOf(link), conversation);
}

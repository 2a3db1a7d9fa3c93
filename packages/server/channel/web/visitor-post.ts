// What a visitor says in a conversation that is there: text, the answer to a form or a choice, a file.
// What was stored before is acknowledged again, whatever became of the conversation since.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ChatFrame } from '@opportune/protocol/frames-visitor.ts';
import { answerTo, attachmentBody, type TextBody, textIn } from '../../desk/message-bodies.ts';
import type { WebChatParts } from './seams.ts';
import { type Chat, own } from './own-conversations.ts';
import { isWritable } from './visitor-repeat.ts';

type Of<Type extends ChatFrame['type']> = Extract<ChatFrame, { type: Type }>;
type Use = Pick<WebChatParts, 'attachments' | 'clock' | 'store'>;

export async function postAsVisitor(
  use: Use,
  chat: Chat,
  frame: Of<'chat.post'>,
): Promise<ErrorCode | null> {
  const { desk, link } = chat;
  const known = await own(chat, frame.conversation);
  if (known === null) return 'request.not_found';
  const body = await bodyOf(use, chat, frame);
  if (body === 'attachment.missing') return answerRepeat(chat, frame, body);
  if (typeof body === 'string') return body;
  if (!isWritable(desk, known)) return answerRepeat(chat, frame);
  // Blocking ends what goes on; a message that was left stays.
  if (known.status === 'message' && (await use.store.isBlocked(link.account, known)))
    return answerRepeat(chat, frame, 'visitor.blocked');
  const stored = await store(use, chat, known, { id: frame.id, body });
  if (stored === undefined) return answerRepeat(chat, frame);
  // Another tab was first: what this one said is not what is stored.
  if (frame.response !== undefined && textIn(stored.body) !== body.text) return 'message.answered';
  const { id, sequence, at } = stored;
  link.send({ type: 'chat.posted', conversation: known.id, id, sequence, at });
  return null;
}

/** Says where the file is to be sent that a message of this id is then to carry. */
export async function attach(
  { attachments }: Use,
  chat: Chat,
  { conversation, id, name, sizeBytes }: Of<'chat.attach'>,
): Promise<ErrorCode | null> {
  const { desk, link } = chat;
  const known = await own(chat, conversation);
  if (known === null) return 'request.not_found';
  if (!isWritable(desk, known)) return 'conversation.ended';
  const file = { account: link.account, conversation, message: id };
  const sender = { visitor: link.visitor };
  const refused = await attachments.begin(file, { sender, name, sizeBytes });
  if (refused !== null) return refused;
  const address = attachments.addressToSend(file);
  link.send({ type: 'chat.attached', conversation, id, address });
  return null;
}

/** Undefined where the message that was left was closed meanwhile. */
async function store(
  { clock }: Use,
  { desk }: Chat,
  known: Conversation,
  { id, body }: { readonly id: Of<'chat.post'>['id']; readonly body: TextBody },
) {
  const message = { id, author: { type: 'visitor' }, body, at: clock.now() } as const;
  const written = await desk.writes.decide(known.id, (now) => {
    if (known.status === 'message' && now.status === 'ended') return null;
    // They say more: somebody is to answer again.
    const change = now.caseState === 'answered' ? ({ caseState: 'open' } as const) : {};
    return { messages: [message], change };
  });
  return written?.messages[0]?.message;
}

/** The frame's text, or what a tap or a filled form comes to; else the code of a refusal. */
async function bodyOf(
  use: Use,
  { link }: Chat,
  frame: Of<'chat.post'>,
): Promise<TextBody | ErrorCode> {
  const { response, conversation, id } = frame;
  if (frame.attachment === true) {
    const file = { account: link.account, conversation, message: id };
    const carried = await use.attachments.carried(file, { visitor: link.visitor });
    return typeof carried === 'string' ? carried : attachmentBody(carried);
  }
  if (response === undefined) return { type: 'text', text: frame.text };
  return answerTo(await use.store.find(link.account, conversation, response.to), id, response);
}

/**
 * What was stored before the conversation ended is acknowledged again, not refused: in its write
 * queue, after all that came before it was told, because their window asks only for what follows it.
 */
async function answerRepeat(
  { store: stored, desk, link }: Chat,
  { conversation, id }: Of<'chat.post'>,
  otherwise: ErrorCode = 'conversation.ended',
): Promise<ErrorCode | null> {
  return desk.writes.queue.run(conversation, async () => {
    const message = await stored.find(link.account, conversation, id);
    if (message === null || message.author.type !== 'visitor') return otherwise;
    const { sequence, at } = message;
    link.send({ type: 'chat.posted', conversation, id, sequence, at });
    return null;
  });
}

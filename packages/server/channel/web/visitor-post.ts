// The visitor's frames that say something in a conversation that is there, and that bring a file.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ChatFrame } from '@opportune/protocol/frames-visitor.ts';
import { say } from '../../desk/commands/say.ts';
import { isWritable, theirs } from '../../desk/commands/theirs.ts';
import { type Chat, whoseOf } from './own-conversations.ts';
import type { WebChatParts } from './seams.ts';

type Of<Type extends ChatFrame['type']> = Extract<ChatFrame, { type: Type }>;
type Use = Pick<WebChatParts, 'attachments' | 'clock' | 'store'>;

export function postAsVisitor(
  use: Use,
  { desk, link }: Chat,
  frame: Of<'chat.post'>,
): Promise<ErrorCode | null> {
  return say(use, desk, whoseOf(link), frame, ({ conversation, id, sequence, at }) => {
    link.send({ type: 'chat.posted', conversation, id, sequence, at });
  });
}

/** Says where the file is to be sent that a message of this id is then to carry. */
export async function attach(
  use: Use,
  { desk, link }: Chat,
  { conversation, id, name, sizeBytes }: Of<'chat.attach'>,
): Promise<ErrorCode | null> {
  const known = await theirs(use, desk, whoseOf(link), conversation);
  if (known === null) return 'request.not_found';
  if (!isWritable(desk, known)) return 'conversation.ended';
  const file = { account: link.account, conversation, message: id };
  const sender = { visitor: link.visitor };
  const refused = await use.attachments.begin(file, { sender, name, sizeBytes });
  if (refused !== null) return refused;
  const address = use.attachments.addressToSend(file);
  link.send({ type: 'chat.attached', conversation, id, address });
  return null;
}

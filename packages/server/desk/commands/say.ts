// Takes what a contact says in an existing conversation: text, an answer to a form or a choice, or
// a file. A message that is already stored is acknowledged again, whatever has become of the
// conversation.
import type { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import type { VisitorResponse } from '@opportune/protocol/conversation/message-content.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ConversationId, MessageId } from '@opportune/protocol/ids.ts';
import type { AccountDesk } from '../account-desk.ts';
import { answerTo, attachmentBody, type TextBody, textIn } from '../message-bodies.ts';
import type { DeskParts } from '../seams.ts';
import { isWritable, theirs } from './theirs.ts';
import type { Whose } from './whose.ts';

export interface Saying {
  readonly conversation: ConversationId;
  readonly id: MessageId;
  readonly text: string;
  /** The answer to a message of the other side. */
  readonly response?: VisitorResponse | undefined;
  /** True if it carries the file that was uploaded under its id. */
  readonly attachment?: true | undefined;
}

/** Receives the message as stored. */
type Answer = (stored: Message) => void;
type Use = Pick<DeskParts, 'attachments' | 'clock' | 'store'>;

/** Null once it is stored, or the code of a refusal. */
export async function say(
  use: Use,
  desk: AccountDesk,
  whose: Whose,
  saying: Saying,
  answer: Answer,
): Promise<ErrorCode | null> {
  const known = await theirs(use, desk, whose, saying.conversation);
  if (known === null) return 'request.not_found';
  const repeated = (otherwise: ErrorCode = 'conversation.ended') =>
    answerRepeat(use, desk, saying, answer, otherwise);
  const body = await bodyOf(use, desk, whose, saying);
  if (body === 'attachment.missing') return repeated(body);
  if (typeof body === 'string') return body;
  if (!isWritable(desk, known)) return repeated();
  // Blocking ends open conversations. A message that was left stays.
  if (known.status === 'message' && (await use.store.isBlocked(desk.account, known)))
    return repeated('visitor.blocked');
  const stored = await store(use, desk, known, { id: saying.id, body });
  if (stored === undefined) return repeated();
  // Another tab was first, so the stored text differs from this one.
  if (saying.response !== undefined && textIn(stored.body) !== body.text) return 'message.answered';
  answer(stored);
  return null;
}

/** Undefined if the message that was left was closed meanwhile. */
async function store(
  { clock }: Use,
  desk: AccountDesk,
  known: Conversation,
  { id, body }: { readonly id: MessageId; readonly body: TextBody },
): Promise<Message | undefined> {
  const message = { id, author: { type: 'visitor' }, body, at: clock.now() } as const;
  const written = await desk.writes.decide(known.id, (now) => {
    if (known.status === 'message' && now.status === 'ended') return null;
    // They wrote again, so it needs another answer.
    const change = now.caseState === 'answered' ? ({ caseState: 'open' } as const) : {};
    return { messages: [message], change };
  });
  return written?.messages[0]?.message;
}

/** The text, or the body of a tap or a filled form. Else the code of a refusal. */
async function bodyOf(
  use: Use,
  { account }: AccountDesk,
  { visitor }: Whose,
  { response, conversation, id, text, attachment }: Saying,
): Promise<TextBody | ErrorCode> {
  if (attachment === true) {
    if (visitor === null) return 'attachment.missing';
    const file = { account, conversation, message: id };
    const carried = await use.attachments.carried(file, { visitor });
    return typeof carried === 'string' ? carried : attachmentBody(carried);
  }
  if (response === undefined) return { type: 'text', text };
  return answerTo(await use.store.find(account, conversation, response.to), id, response);
}

/**
 * Acknowledges a message that was stored before the conversation ended. Runs in its write queue
 * after everything sent earlier, because a window asks only for later messages.
 */
async function answerRepeat(
  { store: stored }: Use,
  { account, writes }: AccountDesk,
  { conversation, id }: Saying,
  answer: Answer,
  otherwise: ErrorCode,
): Promise<ErrorCode | null> {
  return writes.queue.run(conversation, async () => {
    const message = await stored.find(account, conversation, id);
    if (message === null || message.author.type !== 'visitor') return otherwise;
    answer(message);
    return null;
  });
}

// What a visitor's request is answered with, and once more when it comes again: with the conversation
// that it came to, and the number of its message. Sent again, it writes nothing that the conversation has
// not already, unless the visitor could write it there by any other frame.
import type { ChatLink } from '@opportune/core/ports/visitor-chat.ts';
import { visitorAddress } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { Appended, NewMessage } from '@opportune/core/ports/conversation-store.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ChatFrame } from '@opportune/protocol/frames-visitor.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { AccountDesk } from '../../desk/account-desk.ts';
import type { WebChatParts } from './seams.ts';
import { forVisitor } from '../../desk/audience/views.ts';

type Request = Extract<ChatFrame, { type: 'chat.start' | 'chat.leave' }>;

/** The conversation that the request came to; null: it is new. */
export async function answered(
  use: WebChatParts,
  desk: AccountDesk,
  link: ChatLink,
  request: string,
): Promise<Conversation | null> {
  const id = await use.store.byRequest(link.account, visitorAddress(link.visitor), request);
  return id === null ? null : (desk.record(id) ?? (await use.store.load(link.account, id)));
}

/** Tells the conversation and the number of the message, or answers the code of a refusal. */
export function answer(
  desk: AccountDesk,
  link: ChatLink,
  { request, message }: Request,
  written: {
    readonly record: Conversation;
    readonly messages: readonly Pick<Appended, 'message'>[];
  } | null,
): ErrorCode | null {
  if (written === null) return 'request.not_found';
  const { record, messages } = written;
  const conversation = forVisitor(record, desk.place(record.id));
  link.send({ type: 'chat.state', conversation, request });
  const first = messages.find((each) => each.message.id === message?.id)?.message;
  if (first === undefined) return null;
  const { id, sequence, at } = first;
  link.send({ type: 'chat.posted', conversation: record.id, id, sequence, at });
  return null;
}

/** Answers a request that came before, in the write queue of its conversation. */
export async function answerAgain(
  use: WebChatParts,
  desk: AccountDesk,
  link: ChatLink,
  frame: Request,
  earlier: Conversation,
): Promise<ErrorCode | null> {
  const { message } = frame;
  if (message === undefined)
    return answer(desk, link, frame, await desk.writes.append(earlier.id, []));
  const refused = await refusal(use, desk, link.account, earlier);
  if (refused === null) {
    const messages = [firstMessage(use, message)];
    return answer(desk, link, frame, await desk.writes.append(earlier.id, messages));
  }
  return desk.writes.queue.run(earlier.id, async () => {
    const stored = await use.store.find(link.account, earlier.id, message.id);
    if (stored?.author.type !== 'visitor') return refused;
    const record = desk.record(earlier.id) ?? earlier;
    return answer(desk, link, frame, { record, messages: [{ message: stored }] });
  });
}

export function firstMessage(
  { clock }: Pick<WebChatParts, 'clock'>,
  { id, text }: NonNullable<Request['message']>,
): NewMessage {
  return { id, author: { type: 'visitor' }, body: { type: 'text', text }, at: clock.now() };
}

/** Why they may write nothing new there; null: they may. */
async function refusal(
  use: WebChatParts,
  desk: AccountDesk,
  account: AccountId,
  earlier: Conversation,
): Promise<ErrorCode | null> {
  if (await use.store.isBlocked(account, earlier)) return 'visitor.blocked';
  return isWritable(desk, earlier) ? null : 'conversation.ended';
}

/** Whether its visitor may say something in it now. */
export function isWritable({ desk }: AccountDesk, { id, status }: Conversation): boolean {
  const now = desk.conversations.get(id)?.status;
  return status === 'message' || now === 'waiting' || now === 'active';
}

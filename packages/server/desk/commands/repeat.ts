// Answers a repeated request to begin, with the conversation and message number of the first one. A
// repeat writes nothing that the conversation does not already have, unless its contact could write
// it there by another command.
import type { NewMessage } from '@opportune/core/ports/conversation-store.ts';
import type { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { MessageId } from '@opportune/protocol/ids.ts';
import type { AccountDesk } from '../account-desk.ts';
import type { DeskParts } from '../seams.ts';
import { isWritable } from './theirs.ts';
import type { Whose } from './whose.ts';

/** The conversation of a request, and the message in it. Null if there was no message. */
export interface Begun {
  readonly record: Conversation;
  readonly message: Message | null;
}
/** Called in its turn of the write queue, after everything sent earlier about the conversation. */
export type Answer = (begun: Begun) => void;

/** The first message. */
export interface First {
  readonly id: MessageId;
  readonly text: string;
}

type Use = Pick<DeskParts, 'clock' | 'store'>;

/** The conversation that the request created. Null if the request is new. */
export async function answered(
  { store }: Use,
  desk: AccountDesk,
  whose: Whose,
  request: string,
): Promise<Conversation | null> {
  const id = await store.byRequest(desk.account, whose, request);
  return id === null ? null : (desk.record(id) ?? (await store.load(desk.account, id)));
}

/**
 * Answers a repeated request in the write queue of its conversation, or returns the code of a
 * refusal.
 */
export async function answerAgain(
  use: Use,
  desk: AccountDesk,
  said: First | null,
  earlier: Conversation,
  answer: Answer,
): Promise<ErrorCode | null> {
  if (said === null) return tell(await desk.writes.append(earlier.id, []), said, answer);
  const refused = await refusal(use, desk, earlier);
  if (refused === null) {
    const messages = [firstMessage(use, said)];
    return tell(await desk.writes.append(earlier.id, messages), said, answer);
  }
  return desk.writes.queue.run(earlier.id, async () => {
    const message = await use.store.find(desk.account, earlier.id, said.id);
    if (message?.author.type !== 'visitor') return refused;
    answer({ record: desk.record(earlier.id) ?? earlier, message });
    return null;
  });
}

/** Answers with what was written, or returns the code of a refusal. */
export function tell(
  written: {
    readonly record: Conversation;
    readonly messages: readonly { readonly message: Message }[];
  } | null,
  said: First | null,
  answer: Answer,
): ErrorCode | null {
  if (written === null) return 'request.not_found';
  const { record, messages } = written;
  const found = messages.find(({ message }) => message.id === said?.id)?.message;
  answer({ record, message: found ?? null });
  return null;
}

export function firstMessage({ clock }: Pick<Use, 'clock'>, { id, text }: First): NewMessage {
  return { id, author: { type: 'visitor' }, body: { type: 'text', text }, at: clock.now() };
}

/** Why they may write nothing new there. Null if they may. */
async function refusal(
  { store }: Use,
  desk: AccountDesk,
  earlier: Conversation,
): Promise<ErrorCode | null> {
  if (await store.isBlocked(desk.account, earlier)) return 'visitor.blocked';
  return isWritable(desk, earlier) ? null : 'conversation.ended';
}

// An agent's message, however it comes in: by the console's socket or by the API. Only the owner and who
// joined say something to the visitor, every agent of the account writes notes; what was stored before the
// conversation ended or went to somebody else is answered again.
import { goingOn } from '@opportune/core/conversation/desk.ts';
import { isLive } from '@opportune/core/conversation/reach.ts';
import type { NewMessage, Written } from '@opportune/core/ports/conversation-store.ts';
import type { Message, MessageBody } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { AccountId, ConversationId, MessageId, UserId } from '@opportune/protocol/ids.ts';
import type { OfferedContent } from '@opportune/protocol/conversation/message-content.ts';
import type { Principal } from '../http/access/principal.ts';
import type { AccountDesk } from './account-desk.ts';
import { attachmentBody, offeredBody } from './message-bodies.ts';
import type { DeskParts } from './seams.ts';

type Use = Pick<DeskParts, 'attachments' | 'clock' | 'store'>;

export interface AgentPost {
  readonly conversation: ConversationId;
  readonly id: MessageId;
  readonly text: string;
  readonly note: boolean;
  readonly content?: OfferedContent | undefined;
  readonly attachment?: true | undefined;
}

/** The message as stored, or the code of a refusal. */
export async function postAsAgent(
  use: Use,
  desk: AccountDesk,
  { account, user }: Principal,
  post: AgentPost,
): Promise<Message | ErrorCode> {
  const { conversation, id } = post;
  if (isEmpty(post)) return 'message.empty';
  const refusal = () => (post.note ? null : mayWrite(desk, user.id, conversation));
  const refused = refusal();
  if (refused !== null) return storedBefore(use, account, user.id, { conversation, id }, refused);
  const body = await bodyOf(use, account, user.id, post);
  if (typeof body === 'string') return body;
  // A file is looked for first: by then it may have ended, or be somebody else's.
  const late = refusal();
  if (late !== null) return storedBefore(use, account, user.id, { conversation, id }, late);
  const author = { type: 'agent', user: user.id, name: user.name } as const;
  const message = { id, author, body, at: use.clock.now() };
  const written = await writeAs(use, desk, user.id, conversation, message);
  return written?.messages[0]?.message ?? 'request.not_found';
}

/**
 * Stored with what it does to the conversation: on an asynchronous channel an answer lets it rest. One that
 * comes again does not: its contact may have written since.
 */
async function writeAs(
  { store }: Use,
  desk: AccountDesk,
  user: UserId,
  id: ConversationId,
  message: NewMessage,
): Promise<Written | null> {
  const conversation = goingOn(desk.desk, id);
  const isAnswer = message.body.type === 'text' && conversation !== undefined;
  if (!isAnswer || isLive(desk.desk, conversation.channel))
    return desk.writes.append(id, [message]);
  // Sent twice at once it is one answer.
  return desk.writes.queue.run(`answer ${message.id}`, async () => {
    if ((await store.find(desk.account, id, message.id)) !== null)
      return desk.writes.append(id, [message]);
    // What rests already is stored no other way: the desk has nothing to tell of it.
    const along = new Map([[id, { messages: [message] }]]);
    const { refused, stored } = desk.apply({ type: 'conversation.answered', id, user }, along);
    const written = refused === null ? (await stored).find(({ record }) => record.id === id) : null;
    return written ?? desk.writes.append(id, [message]);
  });
}

/** What of theirs was stored before; else why it is not stored now. */
async function storedBefore(
  { store }: Use,
  account: AccountId,
  user: UserId,
  { conversation, id }: Pick<AgentPost, 'conversation' | 'id'>,
  refused: ErrorCode,
): Promise<Message | ErrorCode> {
  const stored = await store.find(account, conversation, id);
  if (stored?.author.type === 'agent' && stored.author.user === user) return stored;
  return (await store.load(account, conversation)) === null ? 'request.not_found' : refused;
}

function isEmpty({ content, attachment, text }: AgentPost): boolean {
  return content === undefined && attachment === undefined && text.trim() === '';
}

/** What is stored of it, or the code of a refusal. */
async function bodyOf(
  use: Use,
  account: AccountId,
  user: UserId,
  post: AgentPost,
): Promise<MessageBody | ErrorCode> {
  if (post.attachment === undefined) return offeredBody(post) ?? 'request.invalid';
  if (post.note || post.content !== undefined) return 'request.invalid';
  const { conversation, id } = post;
  const stored = await use.store.find(account, conversation, id);
  if (stored !== null) return stored.body;
  const file = { account, conversation, message: id };
  const carried = await use.attachments.carried(file, { agent: user });
  return typeof carried === 'string' ? carried : attachmentBody(carried);
}

/** Null where this user may say something to the visitor now. */
export function mayWrite(
  { desk }: AccountDesk,
  user: UserId,
  id: ConversationId,
): ErrorCode | null {
  const conversation = goingOn(desk, id);
  if (conversation === undefined || conversation.status === 'wrap-up') return 'conversation.ended';
  const mayPost = conversation.agent === user || conversation.joined.has(user);
  return mayPost ? null : 'conversation.not_yours';
}

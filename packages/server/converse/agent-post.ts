// An agent's message, however it comes in: by the console's socket or by the API. Only the owner and who
// joined say something to the visitor, every agent of the account writes notes; what was stored before the
// conversation ended or went to somebody else is answered again.
import type { Message } from '@opportune/protocol/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ConversationId, MessageId, UserId } from '@opportune/protocol/ids.ts';
import type { OfferedContent } from '@opportune/protocol/message-content.ts';
import type { Principal } from '../http/principal.ts';
import type { AccountDesk } from './account-desk.ts';
import { offeredBody } from './message-bodies.ts';
import type { ConverseDependencies } from './seams.ts';

export interface AgentPost {
  readonly conversation: ConversationId;
  readonly id: MessageId;
  readonly text: string;
  readonly note: boolean;
  readonly content?: OfferedContent | undefined;
}

/** The message as stored, or the code of a refusal. */
export async function postAsAgent(
  use: ConverseDependencies,
  desk: AccountDesk,
  { account, user }: Principal,
  post: AgentPost,
): Promise<Message | ErrorCode> {
  const { conversation, id } = post;
  if (post.content === undefined && post.text.trim() === '') return 'message.empty';
  const refused = post.note ? null : mayWrite(desk, user.id, conversation);
  if (refused !== null) {
    const stored = await use.store.find(account, conversation, id);
    if (stored?.author.type === 'agent' && stored.author.user === user.id) return stored;
    return (await use.store.load(account, conversation)) === null ? 'request.not_found' : refused;
  }
  const body = offeredBody(post);
  if (body === null) return 'request.invalid';
  const author = { type: 'agent', user: user.id, name: user.name } as const;
  const message = { id, author, body, at: use.clock.now() };
  const written = await desk.writes.append(conversation, [message]);
  return written?.messages[0]?.message ?? 'request.not_found';
}

/** Null where this user may say something to the visitor now. */
export function mayWrite(
  { desk }: AccountDesk,
  user: UserId,
  conversation: ConversationId,
): ErrorCode | null {
  const talk = desk.talks.get(conversation);
  if (talk === undefined || talk.status === 'wrap-up') return 'conversation.ended';
  return talk.agent === user || talk.joined.has(user) ? null : 'conversation.not_yours';
}

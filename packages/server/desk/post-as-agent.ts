// Posts an agent's message, from the console's socket or the API. Only the owner and agents who
// joined may write to the visitor. Every agent of the account may write notes. A message stored
// earlier is acknowledged again, even if the conversation has since ended or has another owner.
import { goingOn } from '@opportune/core/conversation/desk.ts';
import { isLive } from '@opportune/core/conversation/reach.ts';
import type { NewMessage, Written } from '@opportune/core/ports/conversation-store.ts';
import type { LetterHead, WrittenLetter } from '@opportune/protocol/channel/letter.ts';
import { webChannel } from '@opportune/protocol/contact/contact.ts';
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
  readonly letter?: WrittenLetter | undefined;
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
  const body = withLetter(await bodyOf(use, account, user.id, post), post, desk);
  if (typeof body === 'string') return body;
  if (!post.note && (await desk.optedOut(conversation)))
    return storedBefore(use, account, user.id, { conversation, id }, 'contact.opted_out');
  // Looking up a file takes time. Meanwhile the conversation may have ended or changed hands.
  const late = refusal();
  if (late !== null) return storedBefore(use, account, user.id, { conversation, id }, late);
  const author = { type: 'agent', user: user.id, name: user.name } as const;
  const message = { id, author, body, at: use.clock.now() };
  const written = await writeAs(use, desk, user.id, conversation, message);
  return written?.messages[0]?.message ?? 'request.not_found';
}

/**
 * Stores the message with its effect on the conversation: on an asynchronous channel, an answer
 * makes it rest. A repeat does not, because its contact may have written since.
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
  // Two identical requests at once are one answer.
  return desk.writes.queue.run(`answer ${message.id}`, async () => {
    if ((await store.find(desk.account, id, message.id)) !== null)
      return desk.writes.append(id, [message]);
    // For a resting conversation the desk produces no write of its own.
    const along = new Map([[id, { messages: [message] }]]);
    const { refused, stored } = desk.apply({ type: 'conversation.answered', id, user }, along);
    const written = refused === null ? (await stored).find(({ record }) => record.id === id) : null;
    return written ?? desk.writes.append(id, [message]);
  });
}

/** The agent's message stored earlier. Else why it cannot be stored now. */
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

/** The body to store, or the code of a refusal. */
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

/** With what its author wrote in the header of an e-mail. Only a text by e-mail has one. */
function withLetter(
  body: MessageBody | ErrorCode,
  { letter, content, conversation }: AgentPost,
  desk: AccountDesk,
): MessageBody | ErrorCode {
  if (letter === undefined || typeof body === 'string') return body;
  const record = desk.record(conversation);
  const isByMail = record?.channel !== webChannel && record?.address.includes('@') === true;
  if (body.type !== 'text' || content !== undefined || !isByMail) return 'request.invalid';
  return { ...body, letter: headOf(letter, record.address) };
}

function headOf({ subject, cc, bcc }: WrittenLetter, to: string): LetterHead {
  const people = (addresses: readonly string[]) =>
    addresses.map((address) => ({ name: '', address }));
  return {
    ...{ subject, from: null, to: people([to]), cc: people(cc), bcc: people(bcc) },
    ...{ kind: { type: 'person' }, isCut: false, quoted: false, signature: false, html: false },
    ...{ authenticated: 'none', unread: [] },
  };
}

/** Null if this user may write to the visitor now. */
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

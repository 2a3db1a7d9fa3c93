// A message of a contact on an asynchronous channel: it continues the conversation at their address that
// is not over, rouses the one that rests, or begins one. Nobody has to be there for it. The same message
// again comes to the same conversation, and is stored once.
import type { NewConversation, NewMessage } from '@opportune/core/ports/conversation-store.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import {
  type ConversationId,
  ConversationId as Id,
  type SkillId,
} from '@opportune/protocol/ids.ts';
import type { AccountDesk } from '../account-desk.ts';
import type { DeskParts } from '../seams.ts';
import { lastAgent } from './start.ts';

/** What came in. */
export interface Incoming extends AddressAt {
  /** Of the channel's: unique at the address, the same each time it comes. */
  readonly message: NewMessage;
  /** What they are called there; empty: the channel does not say. */
  readonly name: string;
  /** Of a conversation that begins; null: as the visit would say, which there is none. */
  readonly skill: SkillId | null;
}

/** Where it is stored, or why it is not. `queue.full` is worth asking again. */
export type Received =
  | { readonly record: Conversation; readonly message: Message }
  | { readonly refused: ErrorCode };

type Use = Pick<DeskParts, 'clock' | 'ids' | 'store'>;

export function receive(use: Use, desk: AccountDesk, incoming: Incoming): Promise<Received> {
  const { channel, address, message } = incoming;
  const at = { channel, address };
  const request = `in ${message.id}`;
  return desk.writes.ofAddress(at, async () => {
    const earlier = await use.store.byRequest(desk.account, at, request);
    if (earlier !== null) return again(use, desk, earlier, message);
    if (await use.store.isBlocked(desk.account, at)) return { refused: 'visitor.blocked' };
    const open = desk.openOf({ ...at, site: null });
    if (open === undefined) return begin(use, desk, incoming, request);
    const wakes = desk.desk.resting.has(open.id) || open.status === 'wrap-up';
    return wakes
      ? comeBack(desk, open.id, message, request)
      : stored(await desk.writes.append(open.id, [message], {}, request));
  });
}

async function again(
  { store }: Use,
  { account }: AccountDesk,
  conversation: ConversationId,
  { id }: NewMessage,
): Promise<Received> {
  const record = await store.load(account, conversation);
  const message = await store.find(account, conversation, id);
  return record === null || message === null
    ? { refused: 'request.not_found' }
    : { record, message };
}

/** To its agent where they have room, else to the queue. */
async function comeBack(
  desk: AccountDesk,
  id: ConversationId,
  message: NewMessage,
  request: string,
): Promise<Received> {
  const along = new Map([[id, { messages: [message], request }]]);
  const { refused, stored: done } = desk.apply({ type: 'conversation.return', id }, along);
  if (refused !== null) return { refused };
  return stored((await done).find(({ record }) => record.id === id) ?? null);
}

async function begin(
  use: Use,
  desk: AccountDesk,
  { channel, address, message, name, skill }: Incoming,
  request: string,
): Promise<Received> {
  const id = Id.parse(use.ids.next());
  const made: NewConversation = {
    ...{ id, channel, address, skill, visitorName: name },
    ...{ site: null, visitor: null, origin: null, replyTo: null, topic: null },
    status: 'waiting',
    startedAt: use.clock.now(),
  };
  const known = await lastAgent(use, desk, { channel, address });
  const along = new Map([[id, { open: { request, made }, messages: [message] }]]);
  const payer = desk.payerOf({ channel, address });
  const input = { type: 'conversation.start', id, channel, skill, known, payer } as const;
  const { refused, stored: done } = desk.apply(input, along);
  if (refused !== null) return { refused };
  return stored((await done).find(({ record }) => record.id === id) ?? null);
}

/** The message stands first among what was written with it. */
function stored(
  written: {
    readonly record: Conversation;
    readonly messages: readonly { readonly message: Message }[];
  } | null,
): Received {
  const message = written?.messages[0]?.message;
  return written === null || message === undefined
    ? { refused: 'request.not_found' }
    : { record: written.record, message };
}

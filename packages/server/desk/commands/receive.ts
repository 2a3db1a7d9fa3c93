// Takes a contact's message on an asynchronous channel. It continues the open conversation at their
// address, wakes a resting one, or begins a new one. No agent has to be there. A repeated message
// reaches the same conversation and is stored once.
import { goingOn } from '@opportune/core/conversation/desk.ts';
import type { NewConversation, NewMessage } from '@opportune/core/ports/conversation-store.ts';
import type { OfferFrom } from '@opportune/protocol/bus/ways.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import {
  type ConversationId,
  ConversationId as Id,
  type MessageId,
  type SkillId,
} from '@opportune/protocol/ids.ts';
import type { AccountDesk } from '../account-desk.ts';
import type { DeskParts } from '../seams.ts';
import type { Along } from '../writes/desk-writes.ts';
import { automaticOf, type AutomaticWords } from './automatic.ts';
import { lastAgent } from './start.ts';

/** An incoming message: of a contact, or written for the business in the provider's own app. */
export interface Incoming extends AddressAt {
  /** Carries the channel's id, which is unique at the address and the same on each delivery. */
  readonly message: NewMessage;
  /** The contact's name in the channel. Empty if the channel gives none. */
  readonly name: string;
  /**
   * The skill of a new conversation. Null: as the visit would suggest, which does not exist here.
   */
  readonly skill: SkillId | null;
  /** Refused with `request.conflict` unless this is their open conversation. */
  readonly within?: ConversationId;
  /** Unless another one is open, it continues this conversation, which has ended. */
  readonly goesOn?: ConversationId;
  /** Written by a machine: it wakes no resting conversation. */
  readonly automatic?: true;
  /** They came by the link of an offer. */
  readonly from?: OfferFrom;
  /** Another app of the business answers it: nobody here is asked to. */
  readonly standby?: true;
  /** What the channel may answer by itself. Absent: nothing. */
  readonly words?: AutomaticWords;
}

/** Where it is stored, or why it is not. `queue.full` may be retried. */
export type Received =
  | { readonly record: Conversation; readonly message: Message }
  | { readonly refused: ErrorCode };

type Use = Pick<DeskParts, 'clock' | 'ids' | 'store' | 'isMerged'>;

export function receive(use: Use, desk: AccountDesk, incoming: Incoming): Promise<Received> {
  const { channel, address, message, name, within } = incoming;
  const at = { channel, address };
  const request = requestOf(message.id);
  return desk.writes.ofAddress(at, async () => {
    const [earlier, isBlocked] = await Promise.all([
      use.store.byRequest(desk.account, at, request),
      use.store.isBlocked(desk.account, at),
    ]);
    if (earlier !== null) return again(use, desk, earlier, message);
    if (isBlocked) return { refused: 'visitor.blocked' };
    const before = await openAt(desk, at);
    const { words } = incoming;
    const about = { words, skill: before?.skill ?? null, talk: before ?? null };
    const answers = before === undefined ? [] : await automaticOf(use, desk, about);
    // It may have ended while the answer was looked for.
    const open = words === undefined ? before : await openAt(desk, at);
    if (within !== undefined && open?.id !== within) return { refused: 'request.conflict' };
    if (open === undefined) return begin(use, desk, incoming, request);
    // Somebody who wrote to them first did not know their name.
    const named = open.visitorName === '' && name !== '' ? { visitorName: name } : {};
    const change = { ...named, ...cameTo(open, incoming.from) };
    const messages = [message, ...asideOf(desk, incoming.from), ...answers];
    const status = goingOn(desk.desk, open.id)?.status;
    const isResting = status === 'resting' && incoming.automatic !== true;
    const wakes = isResting || status === 'wrap-up';
    return wakes
      ? comeBack(desk, open.id, { messages, change, request })
      : stored(await desk.writes.append(open.id, messages, change, request));
  });
}

/**
 * The one that goes on there: also one in wrap-up, to which belongs what is written then. If it has ended
 * and its end is not stored, waits until it is: after a crash it would be open again, beside the one that
 * begins now.
 */
export async function openAt(desk: AccountDesk, at: AddressAt): Promise<Conversation | undefined> {
  const open = goingOnAt(desk, at);
  if (open !== undefined) return open;
  await desk.writes.settled(at);
  return goingOnAt(desk, at);
}

function goingOnAt({ desk, writes }: AccountDesk, at: AddressAt): Conversation | undefined {
  const id = writes.records.of(at).find((each) => goingOn(desk, each) !== undefined);
  return id === undefined ? undefined : writes.records.get(id);
}

/** Under which a contact's message is found at its address. */
export function requestOf(message: MessageId): string {
  return `in ${message}`;
}

export async function again(
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

/** Returns to its agent if they have room, else to the queue. */
async function comeBack(desk: AccountDesk, id: ConversationId, of: Along): Promise<Received> {
  const along = new Map([[id, of]]);
  const { refused, stored: done } = desk.apply({ type: 'conversation.return', id }, along);
  if (refused !== null) return { refused };
  return stored((await done).find(({ record }) => record.id === id) ?? null);
}

async function begin(
  use: Use,
  desk: AccountDesk,
  incoming: Incoming,
  request: string,
): Promise<Received> {
  const { channel, address, message, name, from } = incoming;
  const skill = from?.skill ?? incoming.skill;
  const ended = await endedOf(use, desk, incoming);
  if (ended !== null) return goOn(use, desk, ended, incoming, request);
  const id = Id.parse(use.ids.next());
  const made = ofAddress({
    ...{ id, channel, address, skill, visitorName: name },
    ...cameTo(null, from),
    ...{ status: 'waiting', startedAt: use.clock.now() },
  });
  const known = await lastAgent(use, desk, { channel, address });
  const answers = await automaticOf(use, desk, { words: incoming.words, skill, talk: null });
  const messages = [message, ...asideOf(desk, from), ...answers];
  const along = new Map([[id, { open: { request, made }, messages }]]);
  const payer = desk.payerOf({ channel, address });
  const input = { type: 'conversation.start', id, channel, skill, known, payer } as const;
  const { refused, stored: done } = desk.apply(input, along);
  if (refused !== null) return { refused };
  return stored((await done).find(({ record }) => record.id === id) ?? null);
}

/** A new conversation of which no page, visitor or topic is known unless given. */
export function ofAddress(
  given: Omit<NewConversation, 'site' | 'visitor' | 'origin' | 'replyTo' | 'topic'>,
): NewConversation {
  return { site: null, visitor: null, origin: null, replyTo: null, topic: null, ...given };
}

/** What a conversation is told of the page. The first offer that brought its contact stays. */
function cameTo(
  open: Conversation | null,
  from: OfferFrom | undefined,
): Partial<Pick<Conversation, 'site' | 'visitor' | 'origin'>> {
  if (from === undefined || (open !== null && open.visitor !== null)) return {};
  const { site, visitor, decision, campaign, campaignName } = from;
  return { site, visitor, origin: { decision, campaign, campaignName } };
}

/** For agents: by which offer they came, and that it does not say who they are. */
function asideOf({ writes }: AccountDesk, from: OfferFrom | undefined): readonly NewMessage[] {
  if (from === undefined) return [];
  const { campaignName: campaign, invitation } = from;
  return [writes.fromSystem({ type: 'aside', aside: { type: 'came', campaign, invitation } })];
}

/** The conversation that it continues. Null: there is none, or it is part of another one by now. */
async function endedOf(
  use: Use,
  { account }: AccountDesk,
  { goesOn, channel, address }: Incoming,
): Promise<Conversation | null> {
  if (goesOn === undefined) return null;
  const record = await use.store.load(account, goesOn);
  if (record?.status !== 'ended' || record.channel !== channel || record.address !== address)
    return null;
  return (await use.isMerged(account, goesOn)) ? null : record;
}

/** It waits in the queue of its skill again. */
async function goOn(
  use: Use,
  desk: AccountDesk,
  ended: Conversation,
  { channel, address, message, from, words }: Incoming,
  request: string,
): Promise<Received> {
  const { id, skill } = ended;
  const note = desk.writes.systemMessage({ type: 'reopened' });
  const answers = await automaticOf(use, desk, { words, skill, talk: ended });
  const messages = [message, note, ...asideOf(desk, from), ...answers];
  const along = new Map([[id, { messages, change: cameTo(ended, from), request }]]);
  const known = await lastAgent(use, desk, { channel, address });
  const payer = desk.payerOf({ channel, address });
  const input = { type: 'conversation.start', id, channel, skill, known, payer } as const;
  const { refused, stored: done } = desk.apply(input, along);
  if (refused !== null) return { refused };
  return stored((await done).find(({ record }) => record.id === id) ?? null);
}

/** The message comes first among those written with it. */
export function stored(
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

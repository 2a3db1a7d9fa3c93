// The conversations that this console knows, from the socket and from reads over REST. What the
// server says replaces what is here. sending.ts handles what this agent writes, and tell-news.ts
// what needs their attention.
import type {
  AgentPresence,
  Conversation,
  Message,
} from '@opportune/protocol/conversation/conversation.ts';
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { connection, onFrame, sendFrame } from '../api/socket.ts';
import { createStore } from '../ui/store.ts';
import { tooManyEnded } from './list/ended-kept.ts';
import { forgetRings } from './news/rings.ts';
import { followPrivateValues } from './private/private-values.ts';
import { hasJoined, isMine, readThrough, takesPart, unreadIn } from './transcript/reading.ts';
import { followRooms } from './room.ts';
import { arrived, followSending, keepRefused, sendAgain, sendWaiting } from './compose/sending.ts';
import {
  emptyTranscript,
  missingAfter,
  withMessages,
  type Transcript,
} from './transcript/transcript.ts';
import { tabs } from './conversation/use-opened.ts';
import { followWriters } from './compose/writers.ts';

export interface Inbox {
  readonly conversations: ReadonlyMap<ConversationId, Conversation>;
  /** The whole list has arrived at least once. */
  readonly loaded: boolean;
  readonly transcripts: ReadonlyMap<ConversationId, Transcript>;
  /** What visitors are typing now. */
  readonly typing: ReadonlyMap<ConversationId, { readonly text: string; readonly at: number }>;
  /** How far this person has read the conversations that they joined. */
  readonly seen: ReadonlyMap<ConversationId, number>;
  /** How many more left messages wait for an answer than the list holds. */
  readonly unlisted: number;
}

const nothing: Inbox = {
  conversations: new Map(),
  loaded: false,
  transcripts: new Map(),
  typing: new Map(),
  seen: new Map(),
  unlisted: 0,
};
export const inbox = createStore<Inbox>(nothing);
export const agents = createStore<readonly AgentPresence[]>([]);

/** If the server could not answer a request for missed messages, it is repeated after this time. */
const resumeAgainMs = 3_000;

let me = '';
let opened: ConversationId | null = null;

/** Follows the socket for a user until the returned function is called. */
export function startInbox(user: string): () => void {
  me = user;
  const stops = [
    onFrame(receive),
    followPrivateValues(),
    followRooms(),
    followWriters(),
    followSending(user),
    connection.subscribe(() => connection.get().status === 'lost' && forgetPassing()),
  ];
  return () => {
    stops.forEach((stop) => stop());
    inbox.set(nothing);
    agents.set([]);
  };
}

/** Sets the conversation that is in front of the person, and reads on from where it is known. */
export function openConversation(conversation: ConversationId | null): void {
  opened = conversation;
  if (conversation !== null) resume(conversation);
}

/** Whether the conversation is in front of the person. */
export function isOpen(conversation: ConversationId): boolean {
  return conversation === opened;
}

/**
 * Reports that this person has seen the conversation up to here. Does nothing if they take no part
 * in it.
 */
export function markRead(conversation: ConversationId, through: number): void {
  const known = inbox.get().conversations.get(conversation);
  if (known === undefined || readOf(known) >= through) return;
  const mine = isMine(known, me);
  if (!mine && !hasJoined(known, me)) return;
  if (!sendFrame({ type: 'conversation.read', conversation, through })) return;
  if (!mine) return saw(conversation, through);
  putConversation({
    ...known,
    agentRead: through,
    agentDelivered: Math.max(known.agentDelivered, through),
  });
}

/**
 * Up to which sequence this person has read it. For a colleague's conversation, up to which the
 * colleague has.
 */
export function readOf(conversation: Conversation, of = inbox.get()): number {
  const transcript = of.transcripts.get(conversation.id);
  return readThrough(conversation, { me, seen: of.seen, transcript });
}

/** The number of unread messages, as far as this console can know. */
export function unreadOf(conversation: Conversation, of = inbox.get()): number {
  const transcript = of.transcripts.get(conversation.id);
  return unreadIn(conversation, { me, seen: of.seen, transcript });
}

/** Takes a conversation that was read over REST, unless the socket has sent it. */
export function learnConversation(conversation: Conversation): void {
  if (!inbox.get().conversations.has(conversation.id)) putConversation(conversation);
}

type Of<Type extends ConsoleServerFrame['type']> = Extract<ConsoleServerFrame, { type: Type }>;

function receive(frame: ConsoleServerFrame): void {
  switch (frame.type) {
    case 'ready':
      return connected();
    case 'conversations.all':
      return all(frame);
    case 'conversation.changed':
      return changed(frame.conversation);
    case 'message':
      return said([frame.message], frame.message.conversation);
    case 'messages':
      return said(frame.messages, frame.conversation, frame.complete);
    case 'posted':
      return arrived(frame.id);
    case 'problem':
      return refused(frame);
    case 'typing':
      return typed(frame);
    case 'seen':
      return saw(frame.conversation, frame.through);
    case 'agents.all':
      return agents.set(frame.agents);
    case 'agent.changed':
      return agents.update((list) => [
        ...list.filter((agent) => agent.user !== frame.agent.user),
        frame.agent,
      ]);
    default:
      return;
  }
}

/**
 * The order matters: missed messages are requested first, then waiting ones are sent under their
 * old ids.
 */
function connected(): void {
  resumeAll();
  sendWaiting();
}

function resumeAll(): void {
  const { transcripts, conversations } = inbox.get();
  for (const [conversation] of transcripts) {
    const status = conversations.get(conversation)?.status;
    if (conversation === opened || status === 'active') resume(conversation);
  }
  if (opened !== null && !transcripts.has(opened)) resume(opened);
}

function resume(conversation: ConversationId): void {
  const after = inbox.get().transcripts.get(conversation)?.through ?? 0;
  sendFrame({ type: 'conversation.resume', conversation, after });
}

function all({ conversations: list, unlisted = 0 }: Of<'conversations.all'>): void {
  const before = inbox.get();
  const conversations = new Map(list.map((each) => [each.id, each]));
  const next = { ...before, conversations, unlisted, loaded: true };
  inbox.set(only(next, (id) => conversations.has(id) || isKept(id)));
  // Only the messages tell who spoke. Without them, a system note would count as unread.
  for (const each of list)
    if (takesPart(each, me) && !before.transcripts.has(each.id)) resume(each.id);
  // A restarted server does not know how far they were read.
  for (const [conversation, through] of before.seen)
    sendFrame({ type: 'conversation.read', conversation, through });
}

function saw(conversation: ConversationId, through: number): void {
  inbox.update((now) =>
    (now.seen.get(conversation) ?? 0) >= through
      ? now
      : { ...now, seen: new Map(now.seen).set(conversation, through) },
  );
}

function changed(conversation: Conversation): void {
  const old = inbox.get().conversations.get(conversation.id);
  putConversation(old === undefined ? conversation : keepMarks(conversation, old));
  if (conversation.status === 'ended') forgetEnded();
  // The message itself usually follows. It is requested only if it has not come by then.
  if (conversation.id === opened) setTimeout(() => resumeIfBehind(conversation.id), 500);
}

/** Keeps what was marked read here while an older state was on its way. */
function keepMarks(next: Conversation, old: Conversation): Conversation {
  if (next.agent?.user !== old.agent?.user) return next;
  return {
    ...next,
    agentRead: Math.max(next.agentRead, old.agentRead),
    agentDelivered: Math.max(next.agentDelivered, old.agentDelivered),
  };
}

function resumeIfBehind(id: ConversationId): void {
  const { conversations, transcripts } = inbox.get();
  const through = transcripts.get(id)?.through ?? 0;
  if (id === opened && through < (conversations.get(id)?.lastSequence ?? 0)) resume(id);
}

function putConversation(conversation: Conversation): void {
  inbox.update((now) => ({
    ...now,
    conversations: new Map(now.conversations).set(conversation.id, conversation),
  }));
}

/** Forgets the conversations that ended first, because a console stays open all day. */
function forgetEnded(): void {
  const { conversations } = inbox.get();
  const gone = tooManyEnded(conversations.values(), { me, isOpen: isKept });
  if (gone.size > 0) inbox.update((now) => only(now, (id) => !gone.has(id)));
}

/** Whether the conversation is in front or open in a tab. */
function isKept(conversation: ConversationId): boolean {
  return isOpen(conversation) || tabs.get().includes(conversation);
}

/** The inbox, reduced to the conversations that `has` accepts. */
function only(of: Inbox, has: (conversation: ConversationId) => boolean): Inbox {
  const part = <Value>(map: ReadonlyMap<ConversationId, Value>) =>
    new Map([...map].filter(([id]) => has(id)));
  return {
    ...of,
    conversations: part(of.conversations),
    transcripts: part(of.transcripts),
    typing: part(of.typing),
    seen: part(of.seen),
  };
}

function said(
  messages: readonly Message[],
  conversation: ConversationId,
  complete?: boolean,
): void {
  const before = inbox.get().transcripts.get(conversation) ?? emptyTranscript;
  const after = withMessages(before, messages, complete);
  // Only a new message ends the typing. A page of older messages says nothing about now.
  const sent = complete === undefined && messages.some(({ author }) => author.type === 'visitor');
  inbox.update((now) => ({
    ...now,
    transcripts: new Map(now.transcripts).set(conversation, after),
    typing: sent ? without(now.typing, conversation) : now.typing,
  }));
  for (const { id } of messages) arrived(id);
  if (after.through > before.through) tellReceived(conversation, after.through);
  if (complete === false) return resume(conversation);
  if (missingAfter(after) !== null && messages.length > 0) resume(conversation);
}

/** Only the agent of a conversation receives for the business. */
function tellReceived(conversation: ConversationId, through: number): void {
  if (inbox.get().conversations.get(conversation)?.agent?.user === me)
    sendFrame({ type: 'conversation.received', conversation, through });
}

function refused(frame: Of<'problem'>): void {
  const { id, request, problem } = frame;
  if (id !== undefined) return problem.retry ? sendAgain(id) : keepRefused(id, problem);
  // It may refuse a request for missed messages, which carries no id. Requesting twice does no
  // harm.
  if (problem.retry && request === undefined) setTimeout(resumeAll, resumeAgainMs);
}

function typed(frame: Of<'typing'>): void {
  const { conversation, typing, text } = frame;
  inbox.update((now) => ({
    ...now,
    typing:
      typing || text !== ''
        ? new Map(now.typing).set(conversation, { text, at: Date.now() })
        : without(now.typing, conversation),
  }));
}

/** Without a connection, nobody reports when typing or a ring ends. */
function forgetPassing(): void {
  forgetRings();
  inbox.update((now) => ({ ...now, typing: new Map() }));
}

function without<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): ReadonlyMap<Key, Value> {
  if (!map.has(key)) return map;
  const next = new Map(map);
  next.delete(key);
  return next;
}

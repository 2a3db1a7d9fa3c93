// What the chat window knows at an instant, and the few readings of it that several views share.
// Plain data: what changes it goes through chat-store.ts, what shows it is in the views.
import { typingInto } from '@opportune/content/keep-clear.ts';
import type { BeforeTyped } from '@opportune/content/before/draw-before.ts';
import type { Proof } from '@opportune/protocol/proof-of-work.ts';
import type { MessageContent } from '@opportune/protocol/conversation/message-content.ts';
import type { Frame, Message, VisitorConversation, VisitorFrame } from '../wire.ts';

type Response = NonNullable<Extract<VisitorFrame, { type: 'chat.post' }>['response']>;

export interface Pending {
  readonly id: string;
  readonly text: string;
  /** A tap or a filled form: what it answers, and as it is drawn meanwhile. */
  readonly response?: Response;
  readonly content?: MessageContent;
  readonly at: number;
  /** Why the server refused it for good; null while it waits or is on its way. */
  readonly refused: string | null;
  /** Of a file: the server has its bytes. */
  readonly stored?: boolean;
  /** Of a file: how much of it is there, 0 to 1. */
  readonly part?: number;
}

/** A value that the agent asks for in private. */
export type Ask = Frame<'chat.asks'>['asks'][number];

/** What follows a conversation, as the server last said. */
export type After = Frame<'chat.after'>;
export type Survey = NonNullable<After['survey']>;
export type Answers = Extract<VisitorFrame, { type: 'chat.rate' }>['answers'];

/** A start or a left message that the server has not answered yet; sent again with the same ids. */
export interface Request {
  readonly type: 'chat.start' | 'chat.leave';
  readonly request: string;
  readonly decision?: string;
  readonly name?: string;
  readonly address?: string;
  readonly message?: { readonly id: string; readonly text: string };
  readonly before?: { readonly id: string; readonly values: BeforeTyped['values'] };
  /** What the server asked to be worked first. */
  readonly proof?: Proof;
}

export type BeforeForm = NonNullable<Frame<'chat.before'>['form']>;

/** The form before a chat: asked for, and then what was typed into it. */
export interface Before {
  /** Names what was asked for. */
  readonly request: string;
  readonly decision: string | null;
  /** Without a form the chat begins at once: an invitation was accepted. */
  readonly starts: boolean;
  /** Nobody is there: the answers go with the message that is left. */
  readonly leaves: boolean;
  /** Null until it is there. */
  readonly form: BeforeForm | null;
  readonly typed: BeforeTyped;
}

export interface ChatState {
  readonly shape: 'closed' | 'minimised' | 'open';
  /** What the open window shows where there is no conversation yet. */
  readonly screen: 'form' | 'before' | 'leave' | 'talk' | 'left';
  readonly online: boolean;
  readonly conversation: VisitorConversation | null;
  readonly messages: readonly Message[];
  readonly pending: readonly Pending[];
  readonly request: Request | null;
  readonly before: Before | null;
  readonly decision: string | null;
  /** Who of the agents types; empty: nobody. */
  readonly agentTyping: string;
  /** Highest sequence that the visitor saw. */
  readonly read: number;
  readonly draft: string;
  readonly notice: string | null;
  readonly asksToEnd: boolean;
  readonly asks: readonly Ask[];
  /** Why the value that was given last was not taken. */
  readonly askProblem: string | null;
  readonly after: After | null;
  /** Why what was sent last after the end was not taken. */
  readonly afterProblem: string | null;
  /** Why a file that was chosen last is not sent. */
  readonly fileProblem: string | null;
}

export const emptyState: ChatState = {
  shape: 'closed',
  screen: 'form',
  online: false,
  conversation: null,
  messages: [],
  pending: [],
  request: null,
  before: null,
  decision: null,
  agentTyping: '',
  read: 0,
  draft: '',
  notice: null,
  asksToEnd: false,
  asks: [],
  askProblem: null,
  after: null,
  afterProblem: null,
  fileProblem: null,
};

export function lastSequence({ messages }: ChatState): number {
  return messages[messages.length - 1]?.sequence ?? 0;
}

/** Messages of the other side that the visitor has not seen. */
export function unread({ messages, read, asks }: ChatState): number {
  const isNew = ({ sequence, author }: Message): boolean =>
    sequence > read && author.type === 'agent';
  return asks.length + messages.filter(isNew).length;
}

/** The conversation can still be written to. */
export function isLive({ conversation }: ChatState): boolean {
  return (
    conversation !== null && (conversation.status === 'waiting' || conversation.status === 'active')
  );
}

/**
 * How a closed window comes back for what others began: an agent's first words open it, but not where it
 * would cover all of the page, nor while the visitor writes elsewhere.
 */
export function shapeOfNews(conversations: readonly VisitorConversation[]): 'open' | 'minimised' {
  const opens = conversations.some((each) => each.opens && each.status === 'active');
  return opens && innerWidth > narrowPx && !typingInto() ? 'open' : 'minimised';
}
const narrowPx = 520;

/** By message, what the visitor answered to it: the id of a reply, nothing for a form. */
export function answersIn({ messages, pending }: ChatState): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const note = (to: string | undefined, content: MessageContent | undefined): void => {
    if (to) found.set(to, content?.type === 'chosen' ? content.id : '');
  };
  for (const { body } of messages) if (body.type === 'text') note(body.to, body.content);
  for (const { response, content } of pending) note(response?.to, content);
  return found;
}

/** With a part of one of them changed. */
export function changedIn(
  pending: readonly Pending[],
  id: string | null,
  part: Partial<Pending>,
): readonly Pending[] {
  return pending.map((each) => (each.id === id ? { ...each, ...part } : each));
}

/** What is in none of the others, by its id. */
export function without(
  list: readonly Pending[],
  those: readonly { readonly id: string }[],
): readonly Pending[] {
  return list.filter(({ id }) => !those.some((each) => each.id === id));
}

/** Adds messages, each once, in the order of their sequence. */
export function merge(known: readonly Message[], more: readonly Message[]): readonly Message[] {
  const bySequence = new Map([...known, ...more].map((message) => [message.sequence, message]));
  return bySequence.size === known.length
    ? known
    : [...bySequence.values()].sort((a, b) => a.sequence - b.sequence);
}

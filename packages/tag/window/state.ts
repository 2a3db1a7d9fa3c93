// The state of the chat window at an instant, and the few derived values that several views share.
// Plain data: chat-store.ts changes it, the views show it.
import { typingInto } from '@opportune/content/keep-clear.ts';
import type { BeforeTyped } from '@opportune/content/before/draw-before.ts';
import type { Proof } from '@opportune/protocol/proof-of-work.ts';
import type { MessageContent } from '@opportune/protocol/conversation/message-content.ts';
import type { Frame, Message, VisitorConversation, VisitorFrame } from '../wire.ts';

type Response = NonNullable<Extract<VisitorFrame, { type: 'chat.post' }>['response']>;

export interface Pending {
  readonly id: string;
  readonly text: string;
  /** A tap or a filled form: what it answers, and how it is drawn meanwhile. */
  readonly response?: Response;
  readonly content?: MessageContent;
  readonly at: number;
  /** Why the server refused it permanently. Null while it waits or is being sent. */
  readonly refused: string | null;
  /** For a file: the server has its bytes. */
  readonly stored?: boolean;
  /** For a file: how much of it is uploaded, 0 to 1. */
  readonly part?: number;
}

/** A value that the agent asks for in private. */
export type Ask = Frame<'chat.asks'>['asks'][number];

/** The home of the window, as the server last said. */
export type Home = Frame<'chat.home'>;

/** What follows a conversation, as the server last said. */
export type After = Frame<'chat.after'>;
export type Survey = NonNullable<After['survey']>;
export type Answers = Extract<VisitorFrame, { type: 'chat.rate' }>['answers'];

/** A start or a left message that the server has not answered yet. Sent again with the same ids. */
export interface Request {
  readonly type: 'chat.start' | 'chat.leave';
  readonly request: string;
  readonly decision?: string;
  readonly name?: string;
  readonly address?: string;
  readonly message?: { readonly id: string; readonly text: string };
  readonly before?: { readonly id: string; readonly values: BeforeTyped['values'] };
  /** The work that the server required first. */
  readonly proof?: Proof;
}

export type BeforeForm = NonNullable<Frame<'chat.before'>['form']>;

/** The form before the chat: the request for it, and then what was typed into it. */
export interface Before {
  /** Names the request. */
  readonly request: string;
  readonly decision: string | null;
  /** Without a form the chat begins at once: an invitation was accepted. */
  readonly starts: boolean;
  /** Nobody is there: the answers are sent with the left message. */
  readonly leaves: boolean;
  /** What follows is a call back. */
  readonly backs?: boolean;
  /** Null until it is there. */
  readonly form: BeforeForm | null;
  readonly typed: BeforeTyped;
}

export interface ChatState {
  readonly shape: 'closed' | 'minimised' | 'open';
  /** What the open window shows while there is no conversation yet. */
  readonly screen: 'home' | 'form' | 'before' | 'leave' | 'talk' | 'left';
  /** Null until the window first opened there. */
  readonly home: Home | null;
  readonly online: boolean;
  readonly conversation: VisitorConversation | null;
  readonly messages: readonly Message[];
  readonly pending: readonly Pending[];
  readonly request: Request | null;
  readonly before: Before | null;
  readonly decision: string | null;
  /** What begins is to be a call. */
  readonly calls: boolean;
  /** The request that begins by a call. Only this page has its microphone. Empty: none. */
  readonly speaks: string;
  /** Which agent is typing. Empty: none. */
  readonly agentTyping: string;
  /** Highest sequence that the visitor saw. */
  readonly read: number;
  readonly draft: string;
  readonly notice: string | null;
  readonly asksToEnd: boolean;
  readonly asks: readonly Ask[];
  /** Why the last value was not accepted. */
  readonly askProblem: string | null;
  readonly after: After | null;
  /** Why the last input after the end was not accepted. */
  readonly afterProblem: string | null;
  /** Why the last chosen file is not sent. */
  readonly fileProblem: string | null;
}

export const emptyState: ChatState = {
  shape: 'closed',
  screen: 'form',
  home: null,
  online: false,
  conversation: null,
  messages: [],
  pending: [],
  request: null,
  before: null,
  decision: null,
  calls: false,
  speaks: '',
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
 * How a closed window reacts to conversations that others began: an agent's first words open it,
 * but not if it would cover the whole page, nor while the visitor types elsewhere.
 */
export function shapeOfNews(conversations: readonly VisitorConversation[]): 'open' | 'minimised' {
  const opens = conversations.some((each) => each.opens && each.status === 'active');
  return opens && opensByItself() ? 'open' : 'minimised';
}
/** Without covering the whole page, or what the visitor types into. */
export const opensByItself = (): boolean => innerWidth > narrowPx && !typingInto();
const narrowPx = 520;

/** By message, the visitor's answer to it: the id of a reply, nothing for a form. */
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

/** Without those whose id is in any of the others. */
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

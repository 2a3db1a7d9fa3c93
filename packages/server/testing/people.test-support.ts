// People of a conversation in tests: visitors by their link, agents by the console's WebSocket.
import type { ChatLink, VisitorCallFrame } from '@opportune/core/ports/visitor-chat.ts';
import { randomUUID } from 'node:crypto';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import type { ConsoleFrame, ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import type { ChatFrame, ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import {
  type AccountId,
  type ConversationId,
  MessageId,
  SiteId,
  UserId,
  type VisitorId,
} from '@opportune/protocol/ids.ts';
import { WebSocket } from 'ws';
import type { Conversations } from './conversation-features.test-support.ts';
import { Inbox } from './frame-inbox.test-support.ts';

const site = SiteId.parse('shop');

export class Visitor {
  readonly inbox = new Inbox<ServerFrame>();
  readonly id: VisitorId;
  readonly link: ChatLink;
  readonly #converse: () => Conversations;
  #leave: () => void;

  /** Each visitor is at an address of their own, unless given one. */
  constructor(
    converse: () => Conversations,
    account: AccountId,
    id: VisitorId,
    payer: string = id,
  ) {
    this.id = id;
    this.#converse = converse;
    this.link = { account, site, visitor: id, payer, send: (frame) => this.inbox.push(frame) };
    this.#leave = converse().chat.attach(this.link);
  }

  async send(frame: ChatFrame): Promise<void> {
    await this.#converse().chat.receive(this.link, frame);
  }

  /** Speaks in a call. */
  async speak(frame: VisitorCallFrame): Promise<void> {
    await this.#converse().call.visitors.receive(this.link, frame);
  }

  opening() {
    return this.#converse().chat.opening(this.link);
  }

  /** As after a lost connection. */
  reattach(): void {
    this.#leave();
    this.#leave = this.#converse().chat.attach(this.link);
  }

  /** The last browser is gone. */
  leave(): void {
    this.#leave();
  }

  /** Starts a conversation and returns its id. */
  async start(
    text?: string,
    request: string = randomUUID(),
    more: { readonly speaks?: true } = {},
  ): Promise<ConversationId> {
    await this.send({
      type: 'chat.start',
      request,
      ...more,
      ...(text === undefined ? {} : { message: { id: messageId(), text } }),
    });
    const { conversation } = await this.inbox.next(
      'chat.state',
      (frame) => frame.request === request,
    );
    return conversation.id;
  }

  async post(conversation: ConversationId, text: string, id = messageId()): Promise<number> {
    await this.send({ type: 'chat.post', conversation, id, text });
    return (await this.inbox.next('chat.posted', (frame) => frame.id === id)).sequence;
  }

  messages(conversation: ConversationId): readonly Message[] {
    return this.inbox.frames.flatMap((frame) =>
      frame.type === 'chat.messages' && frame.conversation === conversation ? frame.messages : [],
    );
  }
}

export class AgentClient {
  readonly inbox = new Inbox<ConsoleServerFrame>();
  readonly user: UserId;
  readonly socket: WebSocket;

  constructor(socket: WebSocket, name: string) {
    this.socket = socket;
    this.user = UserId.parse(`u-${name}`);
    socket.on('message', (data) => this.inbox.push(JSON.parse(String(data))));
  }

  send(frame: ConsoleFrame): void {
    this.socket.send(JSON.stringify(frame));
  }

  async online(): Promise<this> {
    this.send({ type: 'agent.state', state: 'online' });
    await this.inbox.next(
      'agent.changed',
      ({ agent }) => agent.user === this.user && agent.state === 'online',
    );
    return this;
  }

  async post(
    conversation: ConversationId,
    text: string,
    { id = messageId(), note = false } = {},
  ): Promise<number> {
    this.send({ type: 'message.post', conversation, id, text, note });
    return (await this.inbox.next('posted', (frame) => frame.id === id)).sequence;
  }

  /** Sends a command. Returns null when it is done, else the code of its refusal. */
  async command(frame: Command): Promise<string | null> {
    const request = randomUUID();
    this.send({ ...frame, request } as ConsoleFrame);
    return Promise.race([
      this.inbox.next('done', (each) => each.request === request).then(() => null),
      this.inbox
        .next('problem', (each) => each.request === request)
        .then(({ problem }) => problem.code),
    ]);
  }

  /** The conversation as last told, once it fits. */
  async until(
    conversation: ConversationId,
    fits: (found: { status: string; agent: { user: UserId } | null }) => boolean,
  ) {
    return (
      await this.inbox.next(
        'conversation.changed',
        (frame) => frame.conversation.id === conversation && fits(frame.conversation),
      )
    ).conversation;
  }

  async disconnect(): Promise<void> {
    const closed = new Promise((resolve) => this.socket.once('close', resolve));
    this.socket.close();
    await closed;
  }
}

type Commands = Extract<ConsoleFrame, { request: string }>;
type Command = Commands extends infer Each
  ? Each extends Commands
    ? Omit<Each, 'request'>
    : never
  : never;

/**
 * Opens a console socket as the bearer of the token. Resolves when the server says that it is
 * ready.
 */
export async function connectAgent(address: string, token: string): Promise<AgentClient> {
  const socket = new WebSocket(address, { headers: { authorization: `Bearer ${token}` } });
  const client = new AgentClient(socket, token);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  await client.inbox.next('conversations.all');
  return client;
}

export function messageId(): MessageId {
  return MessageId.parse(randomUUID());
}

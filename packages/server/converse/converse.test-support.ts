// A running conversation feature on real PostgreSQL and real sockets on port 0, with people to act
// in it: visitors by their link, agents by the console's WebSocket. Waits for frames, never sleeps.
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { Letter } from '@opportune/core/ports/mail.ts';
import {
  AccountId,
  type ConversationId,
  MessageId,
  SiteId,
  UserId,
  VisitorId,
} from '@opportune/protocol/ids.ts';
import type { ConsoleFrame, ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import type { Role } from '@opportune/protocol/rest/account.ts';
import type { Message } from '@opportune/protocol/conversation.ts';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before } from 'node:test';
import { WebSocket } from 'ws';
import { openMemoryBus } from '../adapter/bus-memory.ts';
import { openConversationStore } from '../adapter/conversation-store-postgres.ts';
import { testEngines, testLog } from '../adapter/engines.test-support.ts';
import type { Principal } from '../http/principal.ts';
import { createConverse, type Converse } from './converse.ts';
import type { ChatFrame, ChatLink, ConverseDependencies, TellVisitor } from './seams.ts';

export const site = SiteId.parse('shop');
const waitMs = 5000;

/** Frames in the order of their arrival, and a way to wait for one. */
export class Inbox<Frame extends { readonly type: string }> {
  readonly frames: Frame[] = [];
  #waiting: { readonly wants: (frame: Frame) => boolean; readonly done: (frame: Frame) => void }[] =
    [];

  push(frame: Frame): void {
    this.frames.push(frame);
    const ready = this.#waiting.filter(({ wants }) => wants(frame));
    this.#waiting = this.#waiting.filter((each) => !ready.includes(each));
    for (const { done } of ready) done(frame);
  }

  /** The first frame of the type, of those here or to come, that fits. */
  async next<Type extends Frame['type']>(
    type: Type,
    fits: (frame: Extract<Frame, { type: Type }>) => boolean = () => true,
  ): Promise<Extract<Frame, { type: Type }>> {
    const wants = (frame: Frame): frame is Extract<Frame, { type: Type }> =>
      frame.type === type && fits(frame as Extract<Frame, { type: Type }>);
    const here = this.frames.find(wants);
    if (here !== undefined) return here;
    return new Promise((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error(`no ${type}; came: ${JSON.stringify(this.frames.slice(-8))}`)),
        waitMs,
      );
      this.#waiting.push({
        wants,
        done: (frame) => {
          clearTimeout(late);
          if (wants(frame)) resolve(frame);
        },
      });
    });
  }
}

export interface Stage {
  readonly account: AccountId;
  readonly converse: Converse;
  readonly store: ConversationStore;
  readonly use: ConverseDependencies;
  readonly letters: Letter[];
  readonly told: Parameters<TellVisitor>[0][];
  readonly address: string;
  /** Turns the clock; timers that are due run. */
  advance(ms: number): void;
  visitor(id?: string): Visitor;
  agent(
    name: string,
    options?: { room?: number; role?: Role; account?: AccountId },
  ): Promise<AgentClient>;
  /** A session of an agent, with the name as its token, without a socket. */
  enter(name: string, account?: AccountId): void;
  principal(token: string): Principal | null;
  /** The session of the agent's token is over. */
  signOut(name: string): void;
  anotherAccount(): Promise<AccountId>;
  /** The server stops and starts again on the same store. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function openStage(options: Partial<ConverseDependencies> = {}): Promise<Stage> {
  const engines = await testEngines();
  const account = AccountId.parse(`a-${randomUUID()}`);
  await addAccount(engines.records, account);
  const store = options.store ?? openConversationStore(engines.records);
  const time = testTime();
  const letters: Letter[] = [];
  const told: Parameters<TellVisitor>[0][] = [];
  const people = new Map<string, Principal>();
  const use: ConverseDependencies = {
    store,
    bus: openMemoryBus(testLog()),
    log: testLog(),
    clock: time,
    ids: { next: () => randomUUID() },
    schedule: time.schedule,
    mail: { configured: true, send: async (letter) => void letters.push(letter) },
    origins: { of: () => null, nameOf: () => '', addressOf: () => null },
    tellVisitor: (event) => void told.push(event),
    visitors: { watch: () => () => {} },
    typingPreview: async () => true,
    authenticate: async (request) => people.get(request.headers.authorization ?? '') ?? null,
    ...options,
  };
  const held = { converse: createConverse(use) };
  const server = createServer();
  server.on('upgrade', (request, socket, head) => held.converse.socket(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/socket`;
  const clients: AgentClient[] = [];
  return {
    account,
    store,
    use,
    letters,
    told,
    address,
    get converse() {
      return held.converse;
    },
    advance: (ms) => time.advance(ms),
    visitor: (id = randomUUID()) => new Visitor(() => held.converse, account, VisitorId.parse(id)),
    async agent(name, { room = 3, role = 'agent', account: of = account } = {}) {
      const principal = principalOf(of, name, room, role);
      people.set(`Bearer ${name}`, principal);
      const client = await connectAgent(address, name);
      clients.push(client);
      return client;
    },
    enter: (name, of = account) =>
      void people.set(`Bearer ${name}`, principalOf(of, name, 3, 'agent')),
    principal: (token) => people.get(`Bearer ${token}`) ?? null,
    signOut: (name) => void people.delete(`Bearer ${name}`),
    async anotherAccount() {
      const other = AccountId.parse(`a-${randomUUID()}`);
      await addAccount(engines.records, other);
      return other;
    },
    async restart() {
      await held.converse.close();
      held.converse = createConverse(use);
    },
    async close() {
      for (const client of clients) client.socket.terminate();
      await held.converse.close();
      await new Promise((resolve) => server.close(resolve));
      await engines.close();
    },
  };
}

/** Tests of one file: each on a stage of its own, all on the same engines. */
export function stages(
  options: Partial<ConverseDependencies> = {},
): (run: (stage: Stage) => Promise<void>) => () => Promise<void> {
  let engines: Awaited<ReturnType<typeof testEngines>> | undefined;
  before(async () => {
    engines = await testEngines();
  });
  after(() => engines?.close());
  return (run) => async () => {
    const stage = await openStage(options);
    try {
      await run(stage);
    } finally {
      await stage.close();
    }
  };
}

export async function addAccount(
  records: Awaited<ReturnType<typeof testEngines>>['records'],
  account: AccountId,
): Promise<void> {
  await records.withAccount(account, (sql) =>
    sql.run("INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, '{}', 's', now())", [
      account,
    ]),
  );
}

export function principalOf(account: AccountId, name: string, room: number, role: Role): Principal {
  const user = {
    id: UserId.parse(`u-${name}`),
    email: `${name}@example.com`,
    name,
    role,
    room,
    disabled: false,
    lastSeenAt: null,
  };
  return { account, user, session: `s-${name}`, mustSetPassword: false };
}

/** The system's clock plus what the test turned it by; timers count both. */
function testTime() {
  let turned = 0;
  const timers = new Set<{ readonly dueAt: number; readonly run: () => void }>();
  const now = () => Date.now() + turned;
  const runDue = () => {
    for (const timer of [...timers].sort((a, b) => a.dueAt - b.dueAt)) {
      if (timer.dueAt <= now() && timers.delete(timer)) timer.run();
    }
  };
  return {
    now,
    schedule(delayMs: number, run: () => void) {
      const timer = { dueAt: now() + delayMs, run };
      timers.add(timer);
      const real = setTimeout(runDue, delayMs);
      real.unref();
      return () => {
        timers.delete(timer);
        clearTimeout(real);
      };
    },
    advance(ms: number) {
      turned += ms;
      runDue();
    },
  };
}

export class Visitor {
  readonly inbox = new Inbox<ServerFrame>();
  readonly id: VisitorId;
  readonly link: ChatLink;
  readonly #converse: () => Converse;
  #leave: () => void;

  constructor(converse: () => Converse, account: AccountId, id: VisitorId) {
    this.id = id;
    this.#converse = converse;
    this.link = { account, site, visitor: id, send: (frame) => this.inbox.push(frame) };
    this.#leave = converse().chat.attach(this.link);
  }

  send(frame: ChatFrame): Promise<void> {
    return this.#converse().chat.receive(this.link, frame);
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

  /** Starts a conversation and answers its id. */
  async start(text?: string, request: string = randomUUID()): Promise<ConversationId> {
    await this.send({
      type: 'chat.start',
      request,
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

  /** Sends a command and answers null when done, else the code of its refusal. */
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

  /** The conversation as it was last told, once it fits. */
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

type Commands = Extract<ConsoleFrame, { type: `conversation.${string}`; request: string }>;
type Command = Commands extends infer Each
  ? Each extends Commands
    ? Omit<Each, 'request'>
    : never
  : never;

/** Opens a console socket as the bearer of the token; resolves once it is told that it is ready. */
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

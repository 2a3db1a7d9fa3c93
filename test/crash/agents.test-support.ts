// Agents that record what they wrote, what was acknowledged and what they were shown. They answer
// in their conversations, hand some on, accept ringing ones, speak to visitors first, and send
// again until they get an answer. Some also join and take over their colleagues' conversations.
import { WebSocket } from 'ws';
import { Reader } from '@opportune/core/sim/conversation-reader.test-support.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';

const retryMs = 100;
const paceMs = 120;
/** Unacknowledged frames are sent again after this many turns. */
const resendTurns = 10;
/**
 * With this many unanswered messages, nothing new is written, so that the number of resent frames
 * stays bounded.
 */
const mostUnposted = 4;
/** Turns between two hand-overs, two joins of a colleague's conversation, and two takeovers. */
const handOnTurns = 10;
const joinTurns = 9;
const takeOverTurns = 16;

export interface Desk {
  readonly port: number;
  readonly token: string;
  readonly user: string;
  /** The colleague to whom conversations are handed on. */
  readonly colleague: string;
  /** Whether they may join and take over their colleagues' conversations. */
  readonly stepsIn: boolean;
}

export class BookkeepingAgent {
  readonly name: string;
  readonly reader: Reader;
  /** Conversations that they have had. They read all of these. */
  readonly reading = new Set<ConversationId>();
  readonly posted = new Map<string, number>();
  /**
   * Visitors that they spoke to first, with the conversation that this began according to the
   * server.
   */
  readonly begun = new Map<string, { readonly id: string; readonly conversation: string }>();
  /** How often they took over a conversation. */
  takenOver = 0;
  online = false;
  readonly #desk: Desk;
  readonly #mine = new Set<ConversationId>();
  readonly #joined = new Set<ConversationId>();
  readonly #theirs = new Set<ConversationId>();
  /** Requested conversations that have not arrived completely. */
  readonly #asked = new Set<ConversationId>();
  readonly #ringing = new Set<string>();
  readonly #unposted = new Map<string, { readonly conversation: string; readonly text: string }>();
  /** Visitors that they want to speak to, until it is done or a colleague was faster. */
  readonly #begins = new Set<string>();
  readonly #timer: NodeJS.Timeout;
  #socket: WebSocket | null = null;
  #turns = 0;
  #refusal = 'nothing refused';
  #stopped = false;
  #closed = false;

  constructor(name: string, desk: Desk) {
    this.name = name;
    this.reader = new Reader(name, 'agent');
    this.#desk = desk;
    this.#connect();
    this.#timer = setInterval(() => this.#turn(), paceMs);
  }

  /** Everything written so far was acknowledged or refused for good. */
  get settled(): boolean {
    return this.#unposted.size === 0 && this.#begins.size === 0 && this.#asked.size === 0;
  }

  /** How much is still unanswered, and the latest refusal. */
  get unsettled(): string {
    return `${this.name} (${this.online ? 'online' : 'away'}, socket ${this.#socket?.readyState}): ${this.#unposted.size} answers, ${this.#begins.size} beginnings, ${this.#asked.size} questions (${this.#refusal})`;
  }

  /** Speaks to a visitor first. */
  begin(visitor: string): void {
    this.#begins.add(visitor);
    this.#begin(visitor);
  }

  /** Writes and hands on nothing new. Pending frames are still sent until they are answered. */
  stop(): void {
    this.#stopped = true;
  }

  /** Asks for whatever may be missing in the conversations that it reads. */
  catchUp(): void {
    for (const each of this.reading) this.#resume(each);
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#socket
      ?.removeAllListeners()
      .on('error', () => {})
      .terminate();
  }

  #turn(): void {
    this.#turns += 1;
    for (const conversation of this.#ringing)
      this.#send({ type: 'conversation.accept', request: this.#id('accept'), conversation });
    if (!this.#stopped) this.#work();
    if (this.#turns % resendTurns === 0) {
      for (const [id, post] of this.#unposted) this.#post(id, post);
      for (const each of this.#asked) this.#resume(each);
    }
    if (this.#turns % resendTurns === 0 && this.online)
      for (const visitor of this.#begins) this.#begin(visitor);
  }

  #work(): void {
    const mine = [...this.#mine, ...this.#joined];
    if (this.#desk.stepsIn && this.online) this.#stepIn();
    const conversation = mine[this.#turns % Math.max(1, mine.length)];
    if (conversation === undefined || !this.online) return;
    if (this.#turns % handOnTurns === 0)
      return this.#send({
        type: 'conversation.transfer',
        request: this.#id('to'),
        conversation,
        to: this.#desk.colleague,
        note: '',
      });
    if (this.#unposted.size >= mostUnposted) return;
    const id = this.#id('m');
    const post = { conversation, text: `answer ${this.#turns}` };
    this.#unposted.set(id, post);
    this.#post(id, post);
  }

  #stepIn(): void {
    const theirs = [...this.#theirs];
    const conversation = theirs[this.#turns % Math.max(1, theirs.length)];
    if (conversation === undefined) return;
    const type = this.#turns % takeOverTurns === 0 ? 'take-over' : 'join';
    if (type === 'join' && this.#turns % joinTurns !== 0) return;
    this.#send({ type: `conversation.${type}`, request: this.#id(type), conversation });
  }

  /** Always sends the same ids, so that the conversation begins only once. */
  #begin(visitor: string): void {
    const ids = { request: `begin.${visitor}`, id: `first.${this.name}.${visitor}` };
    this.#send({
      type: 'conversation.begin',
      ...ids,
      visitor,
      text: 'May I help?',
      confirmed: true,
    });
  }

  #begun(request: string, conversation: string | undefined): void {
    const visitor = request.slice('begin.'.length);
    if (conversation === undefined || !this.#begins.delete(visitor)) return;
    this.begun.set(visitor, { id: `first.${this.name}.${visitor}`, conversation });
  }

  #id(what: string): string {
    return `${what}.${this.name}.${this.#turns}`;
  }

  #post(id: string, { conversation, text }: { conversation: string; text: string }): void {
    this.#send({ type: 'message.post', conversation, id, text, note: false });
  }

  #send(frame: unknown): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #connect(): void {
    if (this.#closed) return;
    const { port, token } = this.#desk;
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/socket`, {
      headers: { authorization: `Bearer ${token}` },
    });
    this.#socket = socket;
    socket.on('error', () => {});
    socket.on('close', () => {
      this.online = false;
      setTimeout(() => this.#connect(), retryMs).unref();
    });
    socket.on('message', (data: Buffer) =>
      this.#hear(JSON.parse(data.toString('utf8')) as ConsoleServerFrame),
    );
  }

  #hear(frame: ConsoleServerFrame): void {
    switch (frame.type) {
      case 'ready':
        this.reader.begin();
        return this.#send({ type: 'agent.state', state: 'online' });
      case 'agents.all':
        for (const agent of frame.agents) this.#presence(agent);
        return;
      case 'agent.changed':
        return this.#presence(frame.agent);
      case 'conversations.all':
        for (const each of [this.#mine, this.#joined, this.#theirs]) each.clear();
        for (const each of this.reading) this.#resume(each);
        for (const each of frame.conversations) this.#note(each);
        return;
      case 'conversation.changed':
        return this.#note(frame.conversation);
      case 'rings.all':
        this.#ringing.clear();
        for (const { to, conversation } of frame.rings)
          if (to.user === this.#desk.user) this.#ringing.add(conversation);
        return;
      case 'ring.began':
        if (frame.ring.to.user === this.#desk.user) this.#ringing.add(frame.ring.conversation);
        return;
      case 'ring.ended':
        if (frame.ring.to.user === this.#desk.user) this.#ringing.delete(frame.ring.conversation);
        return;
      case 'message':
        return this.reader.hear([frame.message]);
      case 'messages':
        this.reader.read(frame.conversation, frame.messages, frame.complete);
        if (!frame.complete) return this.#resume(frame.conversation);
        return void this.#asked.delete(frame.conversation);
      case 'posted':
        this.posted.set(frame.id, frame.sequence);
        this.reader.acknowledge(frame.id, frame);
        this.#unposted.delete(frame.id);
        return;
      case 'done':
        if (frame.request.startsWith('take-over.')) this.takenOver += 1;
        return this.#begun(frame.request, frame.conversation);
      case 'problem':
        this.#refusal = frame.problem.code;
        // A colleague was faster. The agent still tries to reach visitors who are not back yet.
        if (frame.request !== undefined && frame.problem.code === 'visitor.in_conversation')
          this.#begins.delete(frame.request.slice('begin.'.length));
        if (frame.id !== undefined && !frame.problem.retry) this.#unposted.delete(frame.id);
        return;
      default:
    }
  }

  #presence({ user, state }: { readonly user: string; readonly state: string }): void {
    if (user === this.#desk.user) this.online = state === 'online';
  }

  #note({ id, status, agent, joined }: Conversation): void {
    const isActive = status === 'active';
    const isMine = agent?.user === this.#desk.user;
    put(this.#mine, id, isActive && isMine);
    put(this.#theirs, id, isActive && !isMine);
    put(
      this.#joined,
      id,
      isActive && !isMine && joined.some(({ user }) => user === this.#desk.user),
    );
    if ((!this.#mine.has(id) && !this.#joined.has(id)) || this.reading.has(id)) return;
    this.reading.add(id);
    this.#resume(id);
  }

  #resume(conversation: ConversationId): void {
    this.#asked.add(conversation);
    const after = this.reader.through(conversation);
    this.#send({ type: 'conversation.resume', conversation, after });
  }
}

function put(set: Set<ConversationId>, id: ConversationId, is: boolean): void {
  if (is) set.add(id);
  else set.delete(id);
}

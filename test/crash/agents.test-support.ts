// Agents that keep books: what they wrote, what was acknowledged, what they were shown. They answer in
// their conversations, hand some on, accept what rings at them, speak to visitors first, and send again
// until it is answered.
import { WebSocket } from 'ws';
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';

const retryMs = 100;
const paceMs = 120;
/** What is not acknowledged goes out again every so many turns. */
const resendTurns = 10;
/** With so many unanswered nothing new is written: what is sent again is not to grow. */
const mostUnposted = 4;
/** Turns between two that hand a conversation on. */
const handOnTurns = 25;

export interface Desk {
  readonly port: number;
  readonly token: string;
  readonly user: string;
  /** To whom conversations are handed on. */
  readonly colleague: string;
}

export class BookkeepingAgent {
  readonly name: string;
  readonly seen = new Map<string, number>();
  readonly posted = new Map<string, number>();
  /** Visitors that they spoke to first, and the conversation that they were told this began. */
  readonly begun = new Map<string, { readonly id: string; readonly conversation: string }>();
  online = false;
  readonly #desk: Desk;
  readonly #mine = new Set<string>();
  readonly #ringing = new Set<string>();
  readonly #unposted = new Map<string, { readonly conversation: string; readonly text: string }>();
  /** Visitors that they want to speak to, until it is done or a colleague was first. */
  readonly #begins = new Set<string>();
  readonly #timer: NodeJS.Timeout;
  #socket: WebSocket | null = null;
  #turns = 0;
  #refusal = 'nothing refused';
  #stopped = false;
  #closed = false;

  constructor(name: string, desk: Desk) {
    this.name = name;
    this.#desk = desk;
    this.#connect();
    this.#timer = setInterval(() => this.#turn(), paceMs);
  }

  /** Everything written so far was acknowledged, or refused for good. */
  get settled(): boolean {
    return this.#unposted.size === 0 && this.#begins.size === 0;
  }

  /** How many answers wait for theirs, and the latest refusal. */
  get unsettled(): string {
    return `${this.name} (${this.online ? 'online' : 'away'}): ${this.#unposted.size} answers, ${this.#begins.size} beginnings (${this.#refusal})`;
  }

  /** Speaks to a visitor first. */
  begin(visitor: string): void {
    this.#begins.add(visitor);
    this.#begin(visitor);
  }

  /** Writes and hands on nothing more; what is under way is still sent until it is answered. */
  stop(): void {
    this.#stopped = true;
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
    if (this.#turns % resendTurns === 0)
      for (const [id, post] of this.#unposted) this.#post(id, post);
    if (this.#turns % resendTurns === 0 && this.online)
      for (const visitor of this.#begins) this.#begin(visitor);
  }

  #work(): void {
    const mine = [...this.#mine];
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

  /** Under the same ids however often: it is to begin once. */
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
        return this.#send({ type: 'agent.state', state: 'online' });
      case 'agents.all':
        for (const agent of frame.agents) this.#presence(agent);
        return;
      case 'agent.changed':
        return this.#presence(frame.agent);
      case 'conversations.all':
        this.#mine.clear();
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
        this.seen.set(frame.message.id, frame.message.sequence);
        return;
      case 'posted':
        this.posted.set(frame.id, frame.sequence);
        this.#unposted.delete(frame.id);
        return;
      case 'done':
        return this.#begun(frame.request, frame.conversation);
      case 'problem':
        this.#refusal = frame.problem.code;
        // A colleague was first; whoever has not come back yet is spoken to when they have.
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

  #note({
    id,
    status,
    agent,
  }: {
    readonly id: string;
    readonly status: string;
    readonly agent: { readonly user: string } | null;
  }): void {
    if (status === 'active' && agent?.user === this.#desk.user) this.#mine.add(id);
    else this.#mine.delete(id);
  }
}

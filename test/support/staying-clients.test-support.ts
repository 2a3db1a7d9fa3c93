// Visitors and agents who stay through restarts of the server. As the tag and the console do, they
// reconnect after a jittered pause and resend what was not acknowledged. They record what they were
// told and how long everybody had to wait. They judge nothing.
import { WebSocket } from 'ws';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';

const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
/** The tag's first pause. It is at least half of this, and doubles with each failure. */
const tagPauseMs = 500;
/** The console's pause during an announced restart: between half and one and a half times this. */
const consolePauseMs = 300;

export interface Place {
  /** For example http://127.0.0.1:7700 */
  readonly url: string;
  readonly key: string;
  readonly origin: string;
}

/** What people had to wait for, in ms. */
export class Waits {
  /** From each loss of a connection until its conversations were there again. */
  readonly away: number[] = [];
  /** From writing a message until it was acknowledged. */
  readonly acknowledged: number[] = [];
  /** From writing a message until the other side had it. */
  readonly delivered: number[] = [];
  readonly #written = new Map<string, number>();

  wrote(id: string): void {
    this.#written.set(id, performance.now());
  }

  /** The other side has the message. Only the first report counts. */
  has(id: string): void {
    const at = this.#written.get(id);
    if (at !== undefined && this.#written.delete(id)) this.delivered.push(performance.now() - at);
  }

  /** Messages that the other side does not have yet. */
  get open(): number {
    return this.#written.size;
  }

  clear(): void {
    for (const list of [this.away, this.acknowledged, this.delivered]) list.splice(0);
  }
}

/** A visitor with one conversation, at an address of its own, named as a proxy would. */
export class StayingVisitor {
  readonly id: string;
  /** The sequence of each message, as acknowledged or told. */
  readonly known = new Map<string, number>();
  conversation: string | null = null;
  /** The agent of the conversation, as last told. */
  agent: string | null = null;
  readonly #place: Place;
  readonly #address: string;
  readonly #unposted = new Map<string, number>();
  #socket: WebSocket | null = null;
  #token: string | undefined;
  #failures = 0;
  #lostAt: number | null = null;
  #here = false;
  #closed = false;
  readonly #waits: Waits;
  #written = 0;

  constructor(place: Place, number: number, waits: Waits) {
    this.#place = place;
    this.#waits = waits;
    this.id = `staying.${number}`;
    this.#address = `10.1.${number >> 8}.${number & 255}`;
    this.#connect();
  }

  get here(): boolean {
    return this.#here && this.conversation !== null;
  }

  get settled(): boolean {
    return this.here && this.#unposted.size === 0;
  }

  write(): void {
    const id = `${this.id}.${++this.#written}`;
    this.#unposted.set(id, performance.now());
    this.#waits.wrote(id);
    this.#post(id);
  }

  close(): void {
    this.#closed = true;
    this.#socket?.terminate();
  }

  #post(id: string): void {
    if (this.#here && this.conversation !== null)
      this.#send({ type: 'chat.post', conversation: this.conversation, id, text: `I say ${id}` });
  }

  #send(frame: unknown): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #connect(): void {
    if (this.#closed) return;
    const { url, key, origin } = this.#place;
    const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/socket?key=${key}`, {
      origin,
      headers: { 'user-agent': userAgent, 'x-forwarded-for': this.#address },
      perMessageDeflate: false,
    });
    this.#socket = socket;
    socket.on('error', () => {});
    socket.on('open', () => this.#hello());
    socket.on('message', (data) => this.#hear(JSON.parse(String(data)) as ServerFrame));
    socket.on('close', () => this.#lost());
  }

  #hello(): void {
    const { key, origin } = this.#place;
    this.#send({
      type: 'hello',
      version: 1,
      key,
      visitor: this.id,
      fresh: this.#token === undefined,
      ...(this.#token === undefined ? {} : { token: this.#token }),
      pageView: `pv.${this.id}`,
      page: { url: `${origin}/`, path: '/', search: '', title: 'Shop', referrer: '' },
      language: 'en',
      timeZone: 'UTC',
      viewportWidth: 1280,
    });
  }

  #lost(): void {
    if (this.#here) this.#lostAt ??= performance.now();
    this.#here = false;
    const pauseMs = tagPauseMs * 2 ** this.#failures++ * (0.5 + Math.random() / 2);
    setTimeout(() => this.#connect(), pauseMs).unref();
  }

  #hear(frame: ServerFrame): void {
    switch (frame.type) {
      case 'welcome':
        this.#token = frame.token;
        this.#failures = 0;
        return this.#resume();
      case 'chat.state':
        this.conversation = frame.conversation.id;
        this.agent = frame.conversation.agent;
        this.#here = true;
        return;
      case 'chat.messages':
        for (const { id, sequence } of frame.messages) this.#told(id, sequence);
        if (frame.complete) this.#back();
        return;
      case 'chat.posted':
        return this.#posted(frame.id, frame.sequence);
      case 'chat.refused':
        setTimeout(() => this.#again(), tagPauseMs).unref();
        return;
      default:
    }
  }

  #told(id: string, sequence: number): void {
    this.known.set(id, sequence);
    if (!id.startsWith(this.id)) this.#waits.has(id);
  }

  #again(): void {
    if (this.conversation === null) this.#resume();
    for (const id of this.#unposted.keys()) this.#post(id);
  }

  #resume(): void {
    if (this.conversation !== null)
      return this.#send({
        type: 'chat.resume',
        conversation: this.conversation,
        after: Math.max(0, ...this.known.values()),
      });
    this.#send({
      type: 'chat.start',
      request: `start.${this.id}`,
      message: { id: `${this.id}.0`, text: 'Does the lamp ship to Norway?' },
    });
  }

  #back(): void {
    if (this.#lostAt !== null) this.#waits.away.push(performance.now() - this.#lostAt);
    this.#lostAt = null;
    this.#here = true;
    this.#again();
  }

  #posted(id: string, sequence: number): void {
    const written = this.#unposted.get(id);
    this.known.set(id, sequence);
    if (written !== undefined && this.#unposted.delete(id))
      this.#waits.acknowledged.push(performance.now() - written);
  }
}

/** The frame types that an agent parses. Everything else is skipped to keep the clients cheap. */
const heard = ['ready', 'conversations.all', 'message', 'posted'].map(
  (type) => `{"type":"${type}"`,
);

/** An agent at a console who is online whenever there is a server. */
export class StayingAgent {
  readonly id: string;
  readonly #url: string;
  readonly #token: string;
  readonly #account: string;
  readonly #waits: Waits;
  /** Those in which one of their visitors has written. */
  readonly #conversations: string[] = [];
  readonly #unposted = new Map<string, { readonly conversation: string; readonly at: number }>();
  #written = 0;
  #socket: WebSocket | null = null;
  #lostAt: number | null = null;
  #closed = false;
  here = false;

  /** `account`: theirs, which a console names in the address of its socket. */
  constructor(
    url: string,
    { token, number, account = '' }: { token: string; number: number; account?: string },
    waits: Waits,
  ) {
    this.#account = account;
    this.id = `agent.${number}`;
    this.#url = url;
    this.#token = token;
    this.#waits = waits;
    this.#connect();
  }

  get settled(): boolean {
    return this.here && this.#unposted.size === 0;
  }

  /** Writes to the next of their visitors. */
  write(): void {
    const conversation = this.#conversations[this.#written % this.#conversations.length];
    if (conversation === undefined) return;
    const id = `${this.id}.${++this.#written}`;
    this.#unposted.set(id, { conversation, at: performance.now() });
    this.#waits.wrote(id);
    this.#post(id, conversation);
  }

  close(): void {
    this.#closed = true;
    this.#socket?.terminate();
  }

  #connect(): void {
    if (this.#closed) return;
    const address = `${this.#url.replace('http', 'ws')}/api/v1/socket?account=${this.#account}`;
    const socket = new WebSocket(address, {
      headers: { authorization: `Bearer ${this.#token}` },
      perMessageDeflate: false,
    });
    this.#socket = socket;
    socket.on('error', () => {});
    socket.on('message', (data) => {
      const text = String(data);
      if (heard.some((start) => text.startsWith(start)))
        this.#hear(JSON.parse(text) as ConsoleServerFrame);
    });
    socket.on('close', () => {
      if (this.here) this.#lostAt ??= performance.now();
      this.here = false;
      setTimeout(() => this.#connect(), consolePauseMs * (0.5 + Math.random())).unref();
    });
  }

  #hear(frame: ConsoleServerFrame): void {
    switch (frame.type) {
      case 'ready':
        return this.#send({ type: 'agent.state', state: 'online' });
      case 'conversations.all':
        return this.#back();
      case 'message':
        return this.#told(frame.message);
      case 'posted':
        return this.#posted(frame.id);
      default:
    }
  }

  #back(): void {
    if (this.#lostAt !== null) this.#waits.away.push(performance.now() - this.#lostAt);
    this.#lostAt = null;
    this.here = true;
    for (const [id, { conversation }] of this.#unposted) this.#post(id, conversation);
  }

  #told({ id, author, conversation }: Message): void {
    if (author.type !== 'visitor') return;
    this.#waits.has(id);
    if (!this.#conversations.includes(conversation)) this.#conversations.push(conversation);
  }

  #posted(id: string): void {
    const written = this.#unposted.get(id);
    if (written !== undefined && this.#unposted.delete(id))
      this.#waits.acknowledged.push(performance.now() - written.at);
  }

  #post(id: string, conversation: string): void {
    const text = `I answer ${id}`;
    if (this.here) this.#send({ type: 'message.post', conversation, id, text, note: false });
  }

  #send(frame: unknown): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }
}

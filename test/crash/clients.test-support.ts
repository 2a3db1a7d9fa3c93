// Clients that record what they sent, what was acknowledged and what they were told. They send
// everything unacknowledged again under the same id.
import { WebSocket } from 'ws';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import { Reader } from '@opportune/core/sim/conversation-reader.test-support.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';

export interface Target {
  readonly port: number;
  readonly writeKey: string;
  readonly origin: string;
}

const agent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const retryMs = 100;
/** Unacknowledged items are sent again after this many turns, a bounded number at once. */
const resendTurns = 15;
const resentAtOnce = 20;
/**
 * With this many unacknowledged items nothing new is made, so that a server that was down long is
 * not flooded afterwards.
 */
const most = { events: 100, messages: 4 };

type Page = Extract<ServerFrame, { type: 'chat.messages' }>;

/**
 * One visitor who sends an event every few milliseconds, and messages in one conversation that they
 * or an agent began.
 */
export class BookkeepingVisitor {
  readonly id: string;
  readonly acknowledged = new Set<string>();
  readonly posted = new Map<string, number>();
  readonly reader: Reader;
  conversation: ConversationId | null = null;
  readonly #target: Target;
  readonly #unacknowledged = new Map<string, { readonly name: string; readonly at: number }>();
  readonly #unposted = new Map<string, string>();
  /**
   * The sequence after which messages were requested. Null if nothing is requested, and messages
   * are only pushed.
   */
  #asked: number | null = null;
  /**
   * Whether pushed messages on this connection can be judged: it began with a known conversation.
   */
  #judged = false;
  #socket: WebSocket | null = null;
  #token: string | undefined;
  #fresh = true;
  #batches = new Map<number, readonly string[]>();
  #batch = 0;
  #sent = 0;
  #turns = 0;
  #refusal = 'nothing refused';
  #stopped = false;
  readonly #timer: NodeJS.Timeout;
  readonly #waits: boolean;

  /** `waits`: writes only after an agent has spoken first. */
  constructor(target: Target, id: string, paceMs: number, waits = false) {
    this.#target = target;
    this.id = id;
    this.reader = new Reader(id, 'visitor');
    this.#waits = waits;
    this.#connect();
    this.#timer = setInterval(() => this.#turn(), paceMs);
  }

  /** The server knows them, and may tell agents about them. */
  get here(): boolean {
    return this.#token !== undefined;
  }

  /** Everything sent so far, including messages, has been acknowledged. */
  get settled(): boolean {
    return this.#unacknowledged.size === 0 && this.#unposted.size === 0 && this.#asked === null;
  }

  /** How many events and messages are unacknowledged, and the latest refusal. */
  get unsettled(): string {
    return `${this.#unacknowledged.size} events, ${this.#unposted.size} messages (socket ${this.#socket?.readyState}, ${this.#refusal})`;
  }

  /** Makes no new events or messages. Pending ones are still sent until they are acknowledged. */
  stop(): void {
    this.#stopped = true;
  }

  /** Asks for its conversation from the beginning. */
  catchUp(): void {
    if (this.#asked === null) this.#resume(0);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#socket
      ?.removeAllListeners()
      .on('error', () => {})
      .terminate();
  }

  #turn(): void {
    if (!this.#stopped && this.#unacknowledged.size < most.events) {
      const id = `${this.id}.${++this.#sent}`;
      this.#unacknowledged.set(id, {
        name: this.#sent % 5 === 0 ? 'Product Viewed' : 'Step',
        at: Date.now(),
      });
      if (
        this.#sent % 20 === 0 &&
        this.conversation !== null &&
        this.#unposted.size < most.messages
      )
        this.#unposted.set(`m.${id}`, `message ${this.#sent}`);
    }
    this.#turns++;
    const overdue = this.#turns % resendTurns === 0;
    const waiting = [...this.#unacknowledged.keys()];
    this.#flush(overdue ? waiting.slice(0, resentAtOnce) : this.#stopped ? [] : waiting.slice(-1));
    if (overdue || !this.#stopped)
      for (const [message, text] of [...this.#unposted].slice(0, 1)) this.#post(message, text);
  }

  #flush(ids: readonly string[]): void {
    if (
      ids.length === 0 ||
      this.#socket?.readyState !== WebSocket.OPEN ||
      this.#token === undefined
    )
      return;
    for (let from = 0; from < ids.length; from += 200) {
      const part = ids.slice(from, from + 200);
      const events = part.map((id) => ({
        id,
        kind: 'track',
        properties: {},
        ...this.#unacknowledged.get(id),
      }));
      this.#batches.set(++this.#batch, part);
      this.#send({ type: 'events', batch: this.#batch, sentAt: Date.now(), events });
    }
  }

  #post(id: string, text: string): void {
    if (this.conversation === null || this.#token === undefined) return;
    this.#send({ type: 'chat.post', conversation: this.conversation, id, text });
  }

  #send(frame: unknown): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #connect(): void {
    const { port, origin, writeKey } = this.#target;
    const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/socket`, {
      origin,
      headers: { 'user-agent': agent },
      perMessageDeflate: false,
    });
    this.#socket = socket;
    this.#batches = new Map();
    socket.on('error', () => {});
    socket.on('close', () => {
      if (this.#socket === socket) setTimeout(() => this.#connect(), retryMs).unref();
    });
    socket.on('message', (data: Buffer) =>
      this.#receive(JSON.parse(data.toString('utf8')) as ServerFrame),
    );
    socket.on('open', () => {
      const page = { url: `${origin}/`, path: '/', search: '', title: 'T', referrer: '' };
      this.#send({
        type: 'hello',
        version: 1,
        key: writeKey,
        visitor: this.id,
        fresh: this.#fresh,
        ...(this.#token === undefined ? {} : { token: this.#token }),
        pageView: `pv.${this.id}`,
        page,
        language: 'en',
        timeZone: 'UTC',
        viewportWidth: 1000,
      });
    });
  }

  #receive(frame: ServerFrame): void {
    if (frame.type === 'welcome') {
      if (this.#waits) this.conversation ??= frame.conversations[0]?.id ?? null;
      this.#welcomed(frame.token);
    }
    if (frame.type === 'ack') {
      for (const id of this.#batches.get(frame.batch) ?? []) {
        if (frame.refused.some((refused) => refused.id === id)) continue;
        this.acknowledged.add(id);
        this.#unacknowledged.delete(id);
      }
    }
    if (frame.type === 'chat.refused' || frame.type === 'problem')
      this.#refusal = frame.problem.code;
    // Asks again only if the request was refused. Otherwise its late answer would look like pushed
    // messages.
    if (frame.type === 'chat.refused' && frame.id === null && this.#asked !== null)
      setTimeout(() => this.#resume(this.#asked ?? 0), retryMs).unref();
    if (frame.type === 'chat.state') this.conversation = frame.conversation.id;
    if (frame.type === 'chat.posted') {
      this.posted.set(frame.id, frame.sequence);
      this.reader.acknowledge(frame.id, frame);
      this.#unposted.delete(frame.id);
    }
    if (frame.type === 'chat.messages') this.#read(frame);
  }

  #welcomed(token: string): void {
    this.#token = token;
    this.#fresh = false;
    if (this.conversation === null && !this.#waits)
      this.#send({
        type: 'chat.start',
        request: `start.${this.id}`,
        message: { id: `m0.${this.id}`, text: 'Hello' },
      });
    else if (this.conversation !== null) this.#greeted(this.conversation);
    this.#flush([...this.#unacknowledged.keys()].slice(0, resentAtOnce));
  }

  #greeted(conversation: ConversationId): void {
    this.reader.begin();
    this.#judged = this.reader.seen.has(conversation);
    this.#resume(0);
  }

  #resume(after: number): void {
    if (this.conversation === null) return;
    this.#asked = after;
    this.#send({ type: 'chat.resume', conversation: this.conversation, after });
  }

  /**
   * Each page begins with the last message of the previous one. That tells pages from pushed
   * messages.
   */
  #read({ conversation, messages, complete }: Page): void {
    const asked = this.#asked;
    if (asked === null)
      return this.#judged ? this.reader.hear(messages) : this.reader.see(messages);
    const seen = [...(this.reader.seen.get(conversation)?.keys() ?? [])];
    const expected = Math.min(...seen.filter((each) => each > asked));
    const isAnswer = !this.#judged || messages.some(({ sequence }) => sequence === expected);
    if (!isAnswer) return this.reader.see(messages);
    this.reader.read(conversation, messages, complete);
    this.#asked = null;
    const last = messages.at(-1)?.sequence ?? 1;
    if (!complete) this.#resume(last - 1);
  }
}

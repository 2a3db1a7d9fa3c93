// An agent at the console in conversations: knows which are theirs, reads those and the ones they
// open, asks again if a number is missing, writes to visitors first, and sends until each message
// is answered. The simulation decides when they act.
import type { Problem } from '@opportune/protocol/errors.ts';
import type { ConsoleFrame, ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import { type ConversationId, MessageId, type VisitorId } from '@opportune/protocol/ids.ts';
import type { Connection } from './conversation-network.test-support.ts';
import { Reader } from './conversation-reader.test-support.ts';

/** A session of the server, as the end of a line sees it. */
interface Session {
  receive(text: string): unknown;
  end(): void;
}

/** Commands that name nothing but the conversation. */
type Simple =
  `conversation.${'end' | 'reopen' | 'accept' | 'decline' | 'recall' | 'take-over' | 'join' | 'leave'}`;

/**
 * Attaches a session to the line once it has begun, as the socket does. Without a session there is
 * no line.
 */
export function serve(
  line: Connection<ConsoleFrame, ConsoleServerFrame>,
  begin: (send: (frame: ConsoleServerFrame) => void) => Promise<Session>,
): () => void {
  let session: Session | null = null;
  line.onUp = (frame) => void session?.receive(JSON.stringify(frame));
  begin((frame) => line.down(frame)).then(
    (begun) => {
      session = begun;
      if (!line.open) begun.end();
    },
    () => line.cut(),
  );
  return () => session?.end();
}

type Begin = Extract<ConsoleFrame, { type: 'conversation.begin' }>;

export class AgentSide {
  readonly reader: Reader;
  readonly #name: string;
  readonly #nextId: () => string;
  readonly #up: (frame: ConsoleFrame) => void;
  readonly #posts = new Map<MessageId, ConsoleFrame>();
  /** Conversations that they begin, by request, until that is answered. */
  readonly #begins = new Map<string, Begin>();
  /** Their first words, and the conversation that these began. */
  readonly begun = new Map<MessageId, ConversationId | null>();
  readonly #mine = new Set<ConversationId>();
  readonly #joined = new Set<ConversationId>();
  #isTold = false;
  readonly #read = new Set<ConversationId>();
  /** What they requested and have not received completely. */
  readonly #asked = new Set<ConversationId>();
  readonly #waiting = new Set<ConversationId>();
  readonly #others = new Set<string>();
  readonly #ringing = new Set<ConversationId>();
  readonly #theirs = new Set<ConversationId>();
  readonly #over = new Set<ConversationId>();

  constructor(name: string, nextId: () => string, up: (frame: ConsoleFrame) => void) {
    this.reader = new Reader(name, 'agent');
    this.#name = name;
    this.#nextId = nextId;
    this.#up = up;
  }

  /** Everything has its answer. */
  get isQuiet(): boolean {
    return this.#posts.size === 0 && this.#begins.size === 0;
  }

  /** Their conversations that are not over. */
  get mine(): readonly ConversationId[] {
    return [...this.#mine];
  }

  get waiting(): readonly ConversationId[] {
    return [...this.#waiting];
  }

  /** What rings at them. */
  get ringing(): readonly ConversationId[] {
    return [...this.#ringing];
  }

  /** Conversations of colleagues. */
  get theirs(): readonly ConversationId[] {
    return [...this.#theirs];
  }

  /** Ended conversations, whoever had them. */
  get over(): readonly ConversationId[] {
    return [...this.#over];
  }

  /** Conversations of colleagues that they have joined. */
  get joined(): readonly ConversationId[] {
    return [...this.#joined];
  }

  /** Conversations that they read, theirs or not. */
  get reading(): ReadonlySet<ConversationId> {
    return this.#read;
  }

  /** Names of the other agents. */
  get others(): readonly string[] {
    return [...this.#others];
  }

  post(conversation: ConversationId, note: boolean): MessageId {
    const id = MessageId.parse(this.#nextId());
    const frame = { type: 'message.post', conversation, id, text: `text ${id}`, note } as const;
    this.#posts.set(id, frame);
    this.#up(frame);
    return id;
  }

  /** Writes to a visitor first. Returns the id of the message. */
  begin(visitor: VisitorId, confirmed: boolean): MessageId {
    const [request, id] = [this.#nextId(), MessageId.parse(this.#nextId())];
    const said = { visitor, id, text: `text ${id}`, confirmed };
    const frame = { type: 'conversation.begin', request, ...said } as const;
    this.#begins.set(request, frame);
    this.begun.set(id, null);
    this.#up(frame);
    return id;
  }

  /** Reopens an ended conversation. */
  reopen(conversation: ConversationId, confirmed: boolean): void {
    const request = this.#nextId();
    this.#up({ type: 'conversation.reopen', request, conversation, confirmed });
  }

  command(type: Simple, conversation: ConversationId): void {
    this.#up({ type, request: this.#nextId(), conversation });
  }

  /** Returns the request by which its visitor is to be blocked. */
  block(conversation: ConversationId): string {
    const request = this.#nextId();
    this.#up({ type: 'conversation.block', request, conversation });
    return request;
  }

  /** Opens a conversation, theirs or not: from then on they are told what is written there. */
  open(conversation: ConversationId): void {
    this.#read.add(conversation);
    this.#resume(conversation);
  }

  /** A new line: once it has reported the state of everything, unanswered requests are repeated. */
  connected(): void {
    this.reader.begin();
    this.#isTold = false;
  }

  /** This line has reported the state of everything. */
  get isTold(): boolean {
    return this.#isTold;
  }

  /** Sends again what waits for its answer. */
  resend(): void {
    for (const conversation of this.#asked) this.#resume(conversation);
    for (const frame of this.#posts.values()) this.#up(frame);
    for (const frame of this.#begins.values()) this.#up(frame);
  }

  /** Opens again all that they read: requests what comes after the last number without a gap. */
  catchUp(): void {
    for (const conversation of this.#read) this.#asked.add(conversation);
    this.resend();
  }

  hear(frame: ConsoleServerFrame): void {
    switch (frame.type) {
      case 'conversations.all':
        this.#isTold = true;
        for (const { id } of frame.conversations) if (this.#read.has(id)) this.#asked.add(id);
        for (const id of this.#asked) this.#resume(id);
        for (const each of frame.conversations) this.#note(each);
        return;
      case 'conversation.changed':
        return this.#note(frame.conversation);
      case 'agents.all':
        for (const { name } of frame.agents) if (name !== this.#name) this.#others.add(name);
        return;
      case 'rings.all':
        this.#ringing.clear();
        for (const { to, conversation } of frame.rings)
          if (to.name === this.#name) this.#ringing.add(conversation);
        return;
      case 'ring.began':
        if (frame.ring.to.name === this.#name) this.#ringing.add(frame.ring.conversation);
        return;
      case 'ring.ended':
        if (frame.ring.to.name === this.#name) this.#ringing.delete(frame.ring.conversation);
        return;
      case 'message':
        this.reader.hear([frame.message]);
        return this.#mendGap(frame.message.conversation);
      case 'messages':
        this.reader.read(frame.conversation, frame.messages, frame.complete);
        if (!frame.complete) return this.#resume(frame.conversation);
        this.#asked.delete(frame.conversation);
        return this.#mendGap(frame.conversation);
      case 'posted':
        this.#posts.delete(frame.id);
        return this.reader.acknowledge(frame.id, frame);
      case 'done':
        return this.#answered(frame.request, frame.conversation ?? null);
      case 'problem':
        if (frame.request !== undefined && isFinal(frame.problem))
          this.#begins.delete(frame.request);
        if (frame.id !== undefined && !frame.problem.retry) this.#posts.delete(frame.id);
        return;
      default:
    }
  }

  #answered(request: string, conversation: ConversationId | null): void {
    const frame = this.#begins.get(request);
    if (frame === undefined) return;
    this.#begins.delete(request);
    this.begun.set(frame.id, conversation);
  }

  #note(conversation: Standing): void {
    const { id, status, agent } = conversation;
    const isMine = agent?.name === this.#name;
    const isJoined = conversation.joined.some(({ name }) => name === this.#name);
    put(this.#waiting, id, status === 'waiting');
    put(this.#theirs, id, status === 'active' && !isMine);
    put(this.#over, id, status === 'ended');
    put(this.#joined, id, status === 'active' && isJoined);
    put(this.#mine, id, isMine && status !== 'ended');
    if ((isMine || isJoined) && !this.#read.has(id)) this.open(id);
  }

  #mendGap(conversation: ConversationId): void {
    const { reader } = this;
    const gap = reader.last(conversation) > reader.through(conversation);
    if (gap && !this.#asked.has(conversation)) this.#resume(conversation);
  }

  #resume(conversation: ConversationId): void {
    this.#asked.add(conversation);
    const after = this.reader.through(conversation);
    this.#up({ type: 'conversation.resume', conversation, after });
  }
}

/** A person reads the reason and reconsiders. A failure is retried automatically. */
function isFinal({ code, retry }: Problem): boolean {
  return !retry || code === 'agent.no_room';
}

interface Standing {
  readonly id: ConversationId;
  readonly status: string;
  readonly agent: { readonly name: string } | null;
  readonly joined: readonly { readonly name: string }[];
}

function put(set: Set<ConversationId>, id: ConversationId, is: boolean): void {
  if (is) set.add(id);
  else set.delete(id);
}

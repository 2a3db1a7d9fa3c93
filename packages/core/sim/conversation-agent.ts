// An agent at the console in conversations: knows which are theirs, reads those from the start, and
// posts until each message is acknowledged. When they do what is for the simulation to say.
import type { ConsoleFrame, ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import { type ConversationId, MessageId } from '@opportune/protocol/ids.ts';
import type { Connection } from './conversation-network.ts';
import { Reader } from './conversation-reader.ts';

/** A session of the server, as the end of a line sees it. */
interface Session {
  receive(text: string): unknown;
  end(): void;
}

/** Commands that name nothing but the conversation. */
type Simple =
  `conversation.${'end' | 'reopen' | 'accept' | 'decline' | 'recall' | 'take-over' | 'join' | 'leave'}`;

/** Puts a session behind the line once it has begun, as the socket does: without one there is no line. */
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

export class AgentTalk {
  readonly reader: Reader;
  readonly #name: string;
  readonly #nextId: () => string;
  readonly #up: (frame: ConsoleFrame) => void;
  readonly #posts = new Map<MessageId, ConsoleFrame>();
  readonly #mine = new Set<ConversationId>();
  readonly #watched = new Set<ConversationId>();
  readonly #waiting = new Set<ConversationId>();
  readonly #others = new Set<string>();
  readonly #ringing = new Set<ConversationId>();
  readonly #theirs = new Set<ConversationId>();

  constructor(name: string, nextId: () => string, up: (frame: ConsoleFrame) => void) {
    this.reader = new Reader(name);
    this.#name = name;
    this.#nextId = nextId;
    this.#up = up;
  }

  /** Every post has its answer. */
  get isQuiet(): boolean {
    return this.#posts.size === 0;
  }

  /** What they have and is not over. */
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

  /** What colleagues have. */
  get theirs(): readonly ConversationId[] {
    return [...this.#theirs];
  }

  /** Names of the others who work here. */
  get others(): readonly string[] {
    return [...this.#others];
  }

  post(conversation: ConversationId, note: boolean): void {
    const id = MessageId.parse(this.#nextId());
    const frame = { type: 'message.post', conversation, id, text: `text ${id}`, note } as const;
    this.#posts.set(id, frame);
    this.#up(frame);
  }

  command(type: Simple, conversation: ConversationId): void {
    this.#up({ type, request: this.#nextId(), conversation });
  }

  /** Sends what waits for its answer once more. */
  resend(): void {
    for (const frame of this.#posts.values()) this.#up(frame);
  }

  /** Reads all that it ever had, from the start. */
  catchUp(): void {
    for (const conversation of this.#watched) this.#resume(conversation);
    this.resend();
  }

  hear(frame: ConsoleServerFrame): void {
    switch (frame.type) {
      case 'conversations.all':
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
        return this.reader.see([frame.message]);
      case 'messages':
        return this.reader.see(frame.messages);
      case 'posted':
        this.#posts.delete(frame.id);
        return this.reader.acknowledge(frame.id, frame);
      case 'problem':
        if (frame.id !== undefined && !frame.problem.retry) this.#posts.delete(frame.id);
        return;
      default:
    }
  }

  #note(conversation: {
    readonly id: ConversationId;
    readonly status: string;
    readonly agent: { readonly name: string } | null;
  }): void {
    const { id, status, agent } = conversation;
    if (status === 'waiting') this.#waiting.add(id);
    else this.#waiting.delete(id);
    if (status === 'active' && agent?.name !== this.#name) this.#theirs.add(id);
    else this.#theirs.delete(id);
    if (agent?.name !== this.#name || status === 'ended') this.#mine.delete(id);
    else this.#mine.add(id);
    if (agent?.name !== this.#name || this.#watched.has(id)) return;
    this.#watched.add(id);
    this.#resume(id);
  }

  #resume(conversation: ConversationId): void {
    this.#up({ type: 'conversation.resume', conversation, after: 0 });
  }
}

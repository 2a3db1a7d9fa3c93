// A visitor's browser in a conversation, as the tag behaves: starts one, posts until each message is
// acknowledged, and resumes from the start whenever it may have missed something. When it does what
// is for the simulation to say.
import type { ChatFrame, ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import { MessageId, type ConversationId, type DecisionId } from '@opportune/protocol/ids.ts';
import { Reader } from './conversation-reader.ts';

export class VisitorTalk {
  readonly reader: Reader;
  readonly #nextId: () => string;
  readonly #up: (frame: ChatFrame) => void;
  readonly #posts = new Map<MessageId, ChatFrame>();
  readonly #known = new Set<ConversationId>();
  #start: Extract<ChatFrame, { type: 'chat.start' }> | null = null;
  #open: ConversationId | null = null;

  constructor(name: string, nextId: () => string, up: (frame: ChatFrame) => void) {
    this.reader = new Reader(name);
    this.#nextId = nextId;
    this.#up = up;
  }

  /** A start waits for its answer. */
  get isStarting(): boolean {
    return this.#start !== null;
  }

  /** Posts wait for theirs. */
  get hasUnsent(): boolean {
    return this.#posts.size > 0;
  }

  /** Nothing waits for an answer. */
  get isQuiet(): boolean {
    return !this.isStarting && !this.hasUnsent;
  }

  /** Conversations whose messages it asks for. */
  get known(): ReadonlySet<ConversationId> {
    return this.#known;
  }

  /** The conversation that it may write into. */
  get open(): ConversationId | null {
    return this.#open;
  }

  know(conversation: ConversationId): void {
    this.#known.add(conversation);
  }

  start(invited: DecisionId | null = null): void {
    this.#start = {
      type: 'chat.start',
      request: this.#nextId(),
      message: this.#message(),
      ...(invited === null ? {} : { decision: invited }),
    };
    this.#up(this.#start);
  }

  leaveMessage(address: string): void {
    this.#up({ type: 'chat.leave', request: this.#nextId(), address, message: this.#message() });
  }

  post(conversation: ConversationId): void {
    const frame = { type: 'chat.post', conversation, ...this.#message() } as const;
    this.#posts.set(frame.id, frame);
    this.#up(frame);
  }

  end(conversation: ConversationId): void {
    this.#up({ type: 'chat.end', conversation });
  }

  /** Sends what waits for its answer once more. */
  resend(): void {
    if (this.#start !== null) this.#up(this.#start);
    for (const frame of this.#posts.values()) this.#up(frame);
  }

  /** Visitors cannot tell a note from a gap, so they always ask from the start. */
  catchUp(): void {
    this.resend();
    for (const conversation of this.#known)
      this.#up({ type: 'chat.resume', conversation, after: 0 });
  }

  hear(frame: ServerFrame): void {
    switch (frame.type) {
      case 'chat.state': {
        const { id, status } = frame.conversation;
        this.#known.add(id);
        this.#answered(frame.request);
        if (status === 'waiting' || status === 'active') this.#open = id;
        else if (this.#open === id) this.#open = null;
        return;
      }
      case 'chat.messages':
        this.reader.see(frame.messages);
        return this.#up({
          type: 'chat.read',
          conversation: frame.conversation,
          through: this.reader.last(frame.conversation),
        });
      case 'chat.posted':
        this.#posts.delete(frame.id);
        return this.reader.acknowledge(frame.id, frame);
      case 'chat.refused':
        if (frame.problem.retry && frame.problem.code !== 'agent.no_room') return;
        if (frame.id !== null) this.#posts.delete(frame.id);
        return this.#answered(frame.request);
      default:
    }
  }

  #answered(request: string | undefined): void {
    if (request !== undefined && request === this.#start?.request) this.#start = null;
  }

  #message(): { readonly id: MessageId; readonly text: string } {
    const id = MessageId.parse(this.#nextId());
    return { id, text: `text ${id}` };
  }
}
